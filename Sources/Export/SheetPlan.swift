/// Which rows of a table go to which sheet, when they may be more than a sheet holds.
struct SheetPlan {
    /// Names and numbers of rows, in the order of the rows.
    private(set) var parts: [Part] = []

    /// A sheet.
    struct Part: Equatable {
        var name: String
        var rows: Int
    }

    /// Plans the sheets of `source`: one when they all fit, else one a month; a month that does not
    /// fit either goes on in further sheets.
    init(_ source: some RowSource, named name: String, limit: Int = Workbook.rowLimit) {
        guard source.rowCount > limit else {
            parts = [Part(name: name, rows: source.rowCount)]
            return
        }
        for month in source.months {
            var rest = month.rows
            var number = 1
            while rest > 0 {
                let title = "\(name) \(month.month)" + (number > 1 ? " (\(number))" : "")
                parts.append(Part(name: title, rows: min(rest, limit)))
                rest -= min(rest, limit)
                number += 1
            }
        }
    }

    /// A value for each sheet.
    func map<Result>(_ body: (Part) throws -> Result) rethrows -> [Result] {
        try parts.map(body)
    }
}
