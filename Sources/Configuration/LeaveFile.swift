import GateModel

/// Reads the leave of people: `member_id,from,to,kind`.
enum LeaveFile {
    /// Reads the file; a blank `to` is leave of one day.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    static func load(_ path: String) throws -> [Leave] {
        var file = try RowFile(
            path,
            columns: [
                .init(name: "member_id", isRequired: true), .init(name: "from", isRequired: true),
                .init(name: "to"), .init(name: "kind"),
            ],
            whenMissing: "make one with the columns member_id,from,to,kind, "
                + "or set `leaves` to \"\"")
        var leaves: [Leave] = []
        while file.next() {
            let member = file.filled("member_id")
            let from = file.filled("from") == nil ? nil : file.date("from")
            let to = file.text("to").isEmpty ? from : file.date("to")
            guard let member, let from, let to else { continue }
            guard from <= to else {
                file.report("to", "leave ends on \(to), before it starts on \(from)")
                continue
            }
            leaves.append(
                Leave(memberID: MemberID(member), from: from, to: to, kind: file.text("kind")))
        }
        try file.problems.throwAny()
        return leaves
    }
}
