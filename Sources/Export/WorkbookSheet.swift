internal import CXLSXWriter
import Foundation
import GateModel
import Reports

/// One sheet of a workbook while it is written.
final class WorkbookSheet {
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    /// The name on its tab.
    let name: String
    let formats: WorkbookFormats
    /// The words in the language of the reader.
    let words: SheetWords
    /// Rows written under the header.
    private(set) var rowCount = 0

    private let path: String
    private var cellFormats: [UnsafeMutablePointer<lxw_format>?] = []
    private var proseColumns: [(index: Int, width: Int)] = []

    init(
        _ sheet: UnsafeMutablePointer<lxw_worksheet>, name: String, formats: WorkbookFormats,
        words: SheetWords, path: String
    ) {
        self.sheet = sheet
        self.name = name
        self.formats = formats
        self.words = words
        self.path = path
    }

    /// The name as formulas write it.
    var quotedName: String { "'\(name.replacing("'", with: "''"))'" }

    // MARK: - A table

    /// Writes the header of a table and sets the sheet up for reading and printing.
    func begin(_ columns: [ReportColumn], rowCount: Int) throws {
        let lastColumn = lxw_col_t(max(0, columns.count - 1))
        let lastRow = lxw_row_t(rowCount)
        // Two lines: titles are longer than the cells under them, and so in other languages.
        setHeight(lines: 2, row: 0)
        for (index, column) in columns.enumerated() {
            setWidth(column.sheetWidth, columns: index...index)
            try write(
                words[column.title], row: 0, column: index, formats.header(of: column))
        }
        cellFormats = columns.map(formats.format)
        proseColumns = columns.enumerated().filter { $1.isProse }.map {
            ($0, Int($1.sheetWidth))
        }
        worksheet_freeze_panes(sheet, 1, 0)
        worksheet_autofilter(sheet, 0, 0, lastRow, lastColumn)
        worksheet_repeat_rows(sheet, 0, 0)
        guard rowCount > 0 else { return }
        let identifiers = columns.indices.filter { columns[$0].kind == .identifier }
        allowNumbersAsText(columns: identifiers, rows: 1...rowCount)
        for (index, column) in columns.enumerated() { mark(column, index, lastRow: rowCount) }
        // After the marks, which come before it in the cells they are about; a range of their own
        // each, since readers differ in how they take ranges that overlap.
        for columns in columns.runs(where: \.isMarked) {
            markBands(rows: 1...rowCount, columns: columns)
        }
    }

    /// Writes the next row under the header.
    func append(_ row: [ReportCell]) throws {
        if rowCount % Self.rowsBetweenChecks == 0 { try checkDisk() }
        rowCount += 1
        for (index, width) in proseColumns where index < row.count {
            guard case .text(let text) = row[index] else { continue }
            setHeight(lines: text.lines(inWidth: width), row: rowCount)
        }
        for index in 0..<min(row.count, cellFormats.count) {
            try write(row[index], row: rowCount, column: index, cellFormats[index])
        }
    }

    private static let rowsBetweenChecks = 1_000

    /// Makes sure that no row was lost on the way to the file beside the workbook where libxlsxwriter
    /// keeps them: it never asks whether that went well, and would leave rows out.
    ///
    /// - Throws: ``ExportError``.
    private func checkDisk() throws {
        // Only asked, not flushed: a page that is on its way to the disk would be waited for.
        guard let file = sheet.pointee.file, ferror(file) != 0 else { return }
        throw ExportError(path: path, errno: fflush(file) == 0 ? ENOSPC : errno)
    }

    /// Writes the last row and makes sure that all are in the file.
    ///
    /// - Throws: ``ExportError``.
    func end() throws {
        if sheet.pointee.optimize == 1 { lxw_worksheet_write_single_row(sheet) }
        guard let file = sheet.pointee.file else { return }
        let isFlushed = fflush(file) == 0
        guard isFlushed, ferror(file) == 0 else {
            throw ExportError(path: path, errno: isFlushed ? ENOSPC : errno)
        }
    }

    // MARK: - Cells

    /// Writes a cell; nothing when it is missing.
    func write(
        _ cell: ReportCell, row: Int, column: Int, _ format: UnsafeMutablePointer<lxw_format>?
    ) throws {
        switch cell {
        case .missing: break
        case .date(let date): try write(serialDay(date), row: row, column: column, format)
        case .dateTime(let time):
            let value = serialDay(time.date) + Double(time.secondOfDay) / 86_400
            try write(value, row: row, column: column, format)
        case .time(let time):
            try write(Double(time.secondOfDay) / 86_400, row: row, column: column, format)
        case .duration(let seconds):
            try write(Double(seconds) / 86_400, row: row, column: column, format)
        case .count(let value): try write(Double(value), row: row, column: column, format)
        case .flag(let value):
            try check(
                worksheet_write_boolean(
                    sheet, lxw_row_t(row), lxw_col_t(column), value ? 1 : 0, format))
        case .text(let text), .identifier(let text):
            try write(text, row: row, column: column, format)
        }
    }

    /// Writes a number.
    func write(
        _ number: Double, row: Int, column: Int, _ format: UnsafeMutablePointer<lxw_format>?
    ) throws {
        try check(
            worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), number, format))
    }

    /// Writes text, whatever it starts with; nothing when it is empty.
    func write(
        _ text: String, row: Int, column: Int, _ format: UnsafeMutablePointer<lxw_format>? = nil
    ) throws {
        guard !text.isEmpty else { return }
        try check(
            worksheet_write_string(
                sheet, lxw_row_t(row), lxw_col_t(column), text.fitForCell, format))
    }

    /// Writes a formula with the value it has; without a value it gives an empty text.
    func write(
        formula: String, value: Double?, row: Int, column: Int,
        _ format: UnsafeMutablePointer<lxw_format>?
    ) throws {
        guard let value else {
            return try check(
                worksheet_write_formula_str(
                    sheet, lxw_row_t(row), lxw_col_t(column), formula, format, ""))
        }
        try check(
            worksheet_write_formula_num(
                sheet, lxw_row_t(row), lxw_col_t(column), formula, format, value))
    }

    /// Sets the width of columns, in characters.
    func setWidth(_ width: Double, columns: ClosedRange<Int>) {
        worksheet_set_column(
            sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width, nil)
    }

    /// Gives a row room for lines of text: not every reader finds out by itself how many there are.
    ///
    /// Must come before the first cell of the row.
    func setHeight(lines: Int, row: Int) {
        guard lines > 1 else { return }
        worksheet_set_row(sheet, lxw_row_t(row), Double(15 * min(lines, 27)), nil)
    }

    /// Takes the warning off identifiers that look like numbers.
    func allowNumbersAsText(columns: [Int], rows: ClosedRange<Int>) {
        let ranges = columns.map { column in
            let name = columnName(column)
            return "\(name)\(rows.lowerBound + 1):\(name)\(rows.upperBound + 1)"
        }
        guard !ranges.isEmpty else { return }
        worksheet_ignore_errors(
            sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue),
            ranges.joined(separator: " "))
    }

    // MARK: - Conditional formats

    /// Colours letter codes in a range; the letters carry the meaning, the colour only repeats it.
    func markCodes(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        for code in ["A"] { mark(code, formats.bad, rows, columns) }
        for code in ["?", "HD", "SS"] { mark(code, formats.doubtful, rows, columns) }
        for code in ["WO", "H", "L"] { mark(code, formats.quiet, rows, columns) }
    }

    /// Gives every other row a fill, so that the eye keeps to its row.
    private func markBands(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        withCStrings(["=MOD(ROW(),2)=1"]) { texts in
            var rule = lxw_conditional_format()
            rule.type = UInt8(LXW_CONDITIONAL_TYPE_FORMULA.rawValue)
            rule.value_string = texts[0]
            rule.format = formats.band
            worksheet_conditional_format_range(
                sheet, lxw_row_t(rows.lowerBound), lxw_col_t(columns.lowerBound),
                lxw_row_t(rows.upperBound), lxw_col_t(columns.upperBound), &rule)
        }
    }

    private func mark(
        _ code: String, _ format: UnsafeMutablePointer<lxw_format>?, _ rows: ClosedRange<Int>,
        _ columns: ClosedRange<Int>
    ) {
        withCStrings(["\"\(code)\""]) { texts in
            var rule = lxw_conditional_format()
            rule.type = UInt8(LXW_CONDITIONAL_TYPE_CELL.rawValue)
            rule.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_EQUAL_TO.rawValue)
            rule.value_string = texts[0]
            rule.format = format
            worksheet_conditional_format_range(
                sheet, lxw_row_t(rows.lowerBound), lxw_col_t(columns.lowerBound),
                lxw_row_t(rows.upperBound), lxw_col_t(columns.upperBound), &rule)
        }
    }

    private func mark(_ column: ReportColumn, _ index: Int, lastRow: Int) {
        switch column.key {
        case "code": markCodes(rows: 1...lastRow, columns: index...index)
        case "late_minutes", "early_minutes":
            var rule = lxw_conditional_format()
            rule.type = UInt8(LXW_CONDITIONAL_TYPE_CELL.rawValue)
            rule.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_GREATER_THAN.rawValue)
            rule.value = 0
            rule.format = formats.doubtful
            worksheet_conditional_format_range(
                sheet, 1, lxw_col_t(index), lxw_row_t(lastRow), lxw_col_t(index), &rule)
        default: break
        }
    }

    // MARK: - Values

    /// Days since 1899-12-30, as sheets count them.
    private func serialDay(_ date: LocalDate) -> Double { Double(date.daysSinceEpoch + 25_569) }

    func check(_ outcome: lxw_error) throws {
        guard outcome != LXW_NO_ERROR else { return }
        throw ExportError(path: path, code: outcome)
    }
}

/// The letters of a column: A, B, … Z, AA, …
func columnName(_ index: Int) -> String {
    var name = ""
    var rest = index + 1
    while rest > 0 {
        let letter = UInt8(ascii: "A") + UInt8((rest - 1) % 26)
        name = String(UnicodeScalar(letter)) + name
        rest = (rest - 1) / 26
    }
    return name
}
