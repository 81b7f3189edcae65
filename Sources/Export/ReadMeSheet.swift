internal import CXLSXWriter
import GateModel
import Reports

/// The first sheet: what the workbook is, what the codes mean, how many rows there are.
struct ReadMeSheet {
    let sheet: WorkbookSheet

    private static let codes: [(code: String, meaning: String)] = [
        ("P", "Present"), ("HD", "Present for half a day"), ("SS", "Short stay"),
        ("A", "Absent: every gate concerned was read after the day closed"),
        ("?", "Unknown: a gate that could have seen the person was not read since"),
        ("WO", "Weekly day off"), ("H", "Public holiday"), ("L", "Leave"),
        ("V", "Visit of a person without a shift"), ("–", "Not employed on that date"),
    ]

    /// Writes the sheet; `sheets` are the names of the table sheets and how many rows they hold.
    func write(_ book: AttendanceBook, sheets: [(name: String, rows: Int)]) throws {
        let properties = book.properties
        sheet.setWidth(26, columns: 0...0)
        sheet.setWidth(90, columns: 1...1)
        var row = 0
        func line(_ label: String, _ text: String) throws {
            try sheet.write(label, row: row, column: 0, sheet.formats.strong)
            try sheet.write(text, row: row, column: 1, sheet.formats.wrapped)
            row += 1
        }
        try sheet.write(properties.title, row: row, column: 0, sheet.formats.title)
        row += 1
        try line("Site", properties.company)
        if let period = properties.period {
            try line("Period", "\(period.lowerBound) to \(period.upperBound), both included")
        }
        try line("As of", properties.asOf.description)
        row += 1
        for part in sheets { try line(part.name, part.rows == 1 ? "1 row" : "\(part.rows) rows") }
        row += 1
        for digest in properties.digests { try line("SHA-256 of \(digest.name)", digest.sha256) }
        if !properties.digests.isEmpty { row += 1 }
        try line("Times", "Wall times of the place where the gate stands, as the gate told them.")
        try line("Hours", "Hours and minutes; an empty cell means not known, never zero.")
        try line(
            "Summary",
            "Sums over the sheet Days. Its hidden last column is a key by which the formulas find "
                + "the rows of a person.")
        for note in book.notes { try line("Note", note) }
        row += 1
        for (code, meaning) in Self.codes { try line(code, meaning) }
    }
}
