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

    private static let notes: [(label: String, sentence: String)] = [
        ("Times", "Wall times of the place where the gate stands, as the gate told them."),
        ("Hours", "Hours and minutes; an empty cell means not known, never zero."),
        (
            "Summary",
            "Sums over the days. A hidden last column there holds the key by which the formulas "
                + "find the rows of a person."
        ),
    ]

    /// Writes the sheet; `sheets` are the names of the table sheets and how many rows they hold.
    func write(_ book: AttendanceBook, sheets: [(name: String, rows: Int)]) throws {
        let properties = book.properties
        sheet.setWidth(26, columns: 0...0)
        sheet.setWidth(90, columns: 1...1)
        var row = 0
        func line(_ label: String, _ text: String) throws {
            sheet.setHeight(lines: text.lines(inWidth: 90), row: row)
            try sheet.write(label, row: row, column: 0, sheet.formats.strong)
            try sheet.write(text, row: row, column: 1, sheet.formats.wrapped)
            row += 1
        }
        sheet.setHeight(lines: 2, row: row)
        try sheet.write(properties.title, row: row, column: 0, sheet.formats.title)
        row += 1
        let words = properties.words
        try line(words["Site"], properties.company)
        if let period = properties.period {
            let range = words.text(
                "{first} to {last}, both included",
                ["first": "\(period.lowerBound)", "last": "\(period.upperBound)"])
            try line(words["Period"], range)
        }
        try line(words["As of"], properties.asOf.description)
        for limit in book.limits { try line(words["Only"], limit) }
        row += 1
        for part in sheets {
            let count =
                part.rows == 1 ? words["1 row"] : words.text("{n} rows", ["n": "\(part.rows)"])
            try line(part.name, count)
        }
        row += 1
        for digest in properties.digests {
            try line(words.text("SHA-256 of {name}", ["name": digest.name]), digest.sha256)
        }
        if !properties.digests.isEmpty { row += 1 }
        for (label, sentence) in Self.notes { try line(words[label], words[sentence]) }
        for note in book.notes { try line(words["Note"], note) }
        row += 1
        for (code, meaning) in Self.codes { try line(code, words[meaning]) }
    }
}
