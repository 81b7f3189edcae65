package import GateModel

/// The people of `members.csv`, with the shifts and ids they have for a time.
package struct Roster: Hashable, Sendable {
    /// Path of the file, for sentences.
    package var file: String
    /// The people in the order of the file.
    package var members: [Member]
    /// The rows of `shifts.csv`, in the order of the file; none when there is no such file.
    package var assignments: [ShiftAssignment]
    /// The rows of `identities.csv`, in the order of the file; none when there is no such file.
    package var identities: [Identity]
    /// What looks like a slip and was ignored, such as a column `acces_until`, or rows about people
    /// who are not on the roster.
    package var warnings: [Problem]

    /// Makes a roster.
    package init(
        file: String, members: [Member], assignments: [ShiftAssignment] = [],
        identities: [Identity] = [], warnings: [Problem] = []
    ) {
        self.file = file
        self.members = members
        self.assignments = assignments
        self.identities = identities
        self.warnings = warnings
    }
}

extension Roster {
    private static let columns = [
        "member_id", "name", "department", "branch", "shift", "joined", "left", "access_from",
        "access_until", "status", "device_user_id", "gates", "card",
    ]

    /// Reads the roster of `configuration`, and its shifts and identities when it names them.
    ///
    /// Columns this does not know are left alone. A blank `branch` is the only one when there is
    /// only one.
    ///
    /// - Parameters:
    ///   - configuration: Names the file, the branches and the shifts.
    ///   - devices: The fleet, for the gates people may use.
    /// - Returns: The people in the order of the file, and what looks like a slip.
    /// - Throws: ``ConfigurationError`` with all problems at once.
    package static func load(
        for configuration: Configuration, devices: DeviceTable
    ) throws -> Roster {
        let path = configuration.rosterFile
        if configuration.roster.isURL, !InputFile.exists(path) {
            // Nobody has asked the URL yet.
            return Roster(file: configuration.roster.source, members: [])
        }
        var file = try RowFile(
            path,
            columns: columns.map {
                .init(
                    name: $0, isRequired: required.contains($0), isDate: dateColumns.contains($0))
            },
            extraColumns: .ignored,
            whenMissing: "`gatebook init` writes one, `[roster] source` names another")
        var reader = RosterReader(configuration: configuration, devices: devices)
        while file.next() { reader.readMember(from: &file) }
        var roster = Roster(file: file.file, members: reader.members, warnings: file.warnings)
        var problems = file.problems
        let known = Set(reader.members.map(\.memberID))
        for part in [ShiftFile.load, IdentityFile.load] {
            do {
                try part(configuration, known, &roster)
            } catch let error as ConfigurationError {
                problems += error.problems
            }
        }
        try problems.throwAny()
        return roster
    }

    private static let dateColumns: Set<String> = [
        "joined", "left", "access_from", "access_until",
    ]
    private static let required: Set<String> = ["member_id", "name"]
}
