import GateModel

/// Reads the leave of people: `member_id,from,to,kind`.
enum LeaveFile {
    /// Reads the file; both dates are included.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    static func load(_ path: String) throws -> [Leave] {
        var file = try RowFile(
            path,
            columns: [
                .init(name: "member_id", isRequired: true),
                .init(name: "from", isRequired: true, isDate: true),
                .init(name: "to", isRequired: true, isDate: true), .init(name: "kind"),
            ],
            whenMissing: "make one with the columns member_id,from,to,kind, "
                + "or set `leaves` to \"\"")
        var leaves: [Leave] = []
        while file.next() {
            let member = file.filled("member_id")
            let period = file.period("from", "to")
            guard let member, let period else { continue }
            leaves.append(
                Leave(
                    memberID: MemberID(member), from: period.lowerBound, to: period.upperBound,
                    kind: file.text("kind")))
        }
        try file.problems.throwAny()
        return leaves
    }
}
