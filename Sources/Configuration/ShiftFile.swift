import GateModel

/// Reads who works which shift when: `member_id,from,to,shift`.
enum ShiftFile {
    /// Adds the rows of the file that `configuration` names to `roster`; none when it names none.
    ///
    /// Rows about people who are not `known` are left out with a warning: people leave.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    static func load(
        _ configuration: Configuration, known: Set<MemberID>, into roster: inout Roster
    ) throws {
        guard let path = configuration.roster.shifts else { return }
        var file = try RowFile(
            path,
            columns: ["member_id", "from", "to", "shift"].map {
                .init(name: $0, isRequired: true, isDate: $0 == "from" || $0 == "to")
            },
            whenMissing: "make one with the columns member_id,from,to,shift, or set "
                + "`[roster] shifts` to \"\"")
        let names = configuration.shifts.map(\.id.rawValue)
        while file.next() {
            let member = file.filled("member_id").map { MemberID($0) }
            let period = file.period("from", "to")
            let shift = file.filled("shift")
            if let shift, !names.contains(shift) {
                file.report(
                    "shift", "unknown shift “\(shift)”\(NearestName.hint(shift, in: names))")
                continue
            }
            guard let member, let period, let shift else { continue }
            guard known.contains(member) else {
                file.warn("member_id", "“\(member)” is not on the roster; the row is ignored")
                continue
            }
            roster.assignments.append(
                ShiftAssignment(
                    memberID: member, from: period.lowerBound, to: period.upperBound,
                    shift: ShiftID(shift)))
        }
        try file.problems.throwAny()
        roster.warnings += file.warnings
    }
}
