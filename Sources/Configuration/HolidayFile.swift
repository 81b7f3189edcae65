import GateModel

/// Reads the holidays of a branch: `date,name`.
enum HolidayFile {
    /// Reads the file; two names on one date are joined.
    ///
    /// - Throws: ``ConfigurationError`` with all problems at once.
    static func load(_ path: String) throws -> [LocalDate: String] {
        var file = try RowFile(
            path,
            columns: [.init(name: "date", isRequired: true, isDate: true), .init(name: "name")],
            whenMissing: "make one with the columns date,name, or set `holidays` to \"\"")
        var holidays: [LocalDate: String] = [:]
        while file.next() {
            guard file.filled("date") != nil, let date = file.date("date") else { continue }
            let name = file.text("name")
            if let other = holidays[date], !other.isEmpty, other != name {
                holidays[date] = name.isEmpty ? other : "\(other) / \(name)"
            } else {
                holidays[date] = name
            }
        }
        try file.problems.throwAny()
        return holidays
    }
}
