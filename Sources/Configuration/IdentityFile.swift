import GateModel

/// Reads which ids the gates of a branch mean people by: `member_id,branch,device_user_id,from,to`.
enum IdentityFile {
    /// Adds the rows of the file that `configuration` names to `roster`; none when it names none.
    ///
    /// Blank dates mean no limit. Rows about people who are not `known` are left out, with a
    /// warning.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    static func load(
        _ configuration: Configuration, known: Set<MemberID>, into roster: inout Roster
    ) throws {
        guard let path = configuration.roster.identities else { return }
        var file = try RowFile(
            path,
            columns: ["member_id", "branch", "device_user_id", "from", "to"].map {
                .init(
                    name: $0, isRequired: $0 == "member_id" || $0 == "device_user_id",
                    isDate: $0 == "from" || $0 == "to")
            },
            whenMissing: "make one with the columns member_id,branch,device_user_id,from,to, "
                + "or set `[roster] identities` to \"\"")
        var claims: [Claim: [(identity: Identity, line: Int)]] = [:]
        while file.next() {
            let member = file.filled("member_id").map { MemberID($0) }
            let branch = file.branch("branch", of: configuration)
            if branch == nil && file.text("branch").isEmpty { _ = file.filled("branch") }
            let deviceUserID = file.filled("device_user_id").map { DeviceUserID($0) }
            let from = file.date("from")
            let to = file.date("to")
            if let from, let to, to < from {
                file.report("to", "to \(to) lies before from \(from)")
                continue
            }
            guard let member, let branch, let deviceUserID else { continue }
            guard known.contains(member) else {
                file.warn("member_id", "“\(member)” is not on the roster; the row is ignored")
                continue
            }
            let identity = Identity(
                memberID: member, branch: branch, deviceUserID: deviceUserID, from: from, to: to)
            let claim = Claim(branch: branch, deviceUserID: deviceUserID)
            if let other = claims[claim]?.first(where: { overlap($0.identity, identity) }) {
                file.report(
                    "device_user_id",
                    "device_user_id “\(deviceUserID)” of branch “\(branch)” belongs to the person "
                        + "on line \(other.line) at the same time")
                continue
            }
            claims[claim, default: []].append((identity, file.line))
            roster.identities.append(identity)
        }
        try file.problems.throwAny()
        roster.warnings += file.warnings
    }

    private struct Claim: Hashable {
        var branch: BranchID
        var deviceUserID: DeviceUserID
    }

    /// Whether two rows give an id to different people on the same date.
    private static func overlap(_ left: Identity, _ right: Identity) -> Bool {
        guard left.memberID != right.memberID else { return false }
        if let end = left.to, let start = right.from, end < start { return false }
        if let end = right.to, let start = left.from, end < start { return false }
        return true
    }
}
