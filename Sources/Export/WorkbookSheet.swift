internal import CXLSXWriter
import GateModel
import Reports

/// The cell formats of a workbook.
struct WorkbookFormats {
    let header: UnsafeMutablePointer<lxw_format>?
    private let text: UnsafeMutablePointer<lxw_format>?
    private let date: UnsafeMutablePointer<lxw_format>?
    private let dateTime: UnsafeMutablePointer<lxw_format>?
    private let time: UnsafeMutablePointer<lxw_format>?
    private let duration: UnsafeMutablePointer<lxw_format>?
    private let count: UnsafeMutablePointer<lxw_format>?

    init(_ book: UnsafeMutablePointer<lxw_workbook>) {
        func format(_ number: String?) -> UnsafeMutablePointer<lxw_format>? {
            let format = workbook_add_format(book)
            if let number { format_set_num_format(format, number) }
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            return format
        }
        header = format(nil)
        format_set_bold(header)
        format_set_bg_color(header, 0xE8EEF2)
        format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_text_wrap(header)
        text = format("@")
        date = format("yyyy-mm-dd")
        dateTime = format("yyyy-mm-dd hh:mm:ss")
        time = format("hh:mm:ss")
        duration = format("[h]:mm:ss")
        count = format("0")
    }

    /// The format of cells of a kind.
    func format(of kind: ReportColumn.Kind) -> UnsafeMutablePointer<lxw_format>? {
        switch kind {
        case .text, .identifier, .flag: text
        case .date: date
        case .dateTime: dateTime
        case .time: time
        case .duration: duration
        case .count: count
        }
    }
}

/// One sheet of a workbook while it is written.
struct WorkbookSheet {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let formats: WorkbookFormats
    private let path: String

    init(
        _ book: UnsafeMutablePointer<lxw_workbook>, name: String, formats: WorkbookFormats,
        path: String
    ) throws {
        guard let sheet = workbook_add_worksheet(book, name) else {
            throw ExportError(path: path, reason: "the sheet \"\(name)\" cannot be added")
        }
        self.sheet = sheet
        self.formats = formats
        self.path = path
    }

    /// Writes header and rows, and sets the sheet up for reading and printing.
    func write(_ columns: [ReportColumn], rows: ArraySlice<[ReportCell]>) throws {
        let lastColumn = lxw_col_t(max(0, columns.count - 1))
        let lastRow = lxw_row_t(rows.count)
        for (index, column) in columns.enumerated() {
            let position = lxw_col_t(index)
            worksheet_set_column(sheet, position, position, width(of: column), nil)
            try check(
                worksheet_write_string(sheet, 0, position, column.title, formats.header))
        }
        for (rowIndex, row) in rows.enumerated() {
            for (columnIndex, cell) in row.enumerated() {
                let format = formats.format(of: columns[columnIndex].kind)
                let position = (row: lxw_row_t(rowIndex + 1), column: lxw_col_t(columnIndex))
                try write(cell, at: position, format: format)
            }
        }
        worksheet_freeze_panes(sheet, 1, 0)
        worksheet_autofilter(sheet, 0, 0, lastRow, lastColumn)
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_repeat_rows(sheet, 0, 0)
        worksheet_set_footer(sheet, "&L&F&RPage &P of &N")
        if let first = columns.firstIndex(where: { $0.kind == .identifier }), lastRow > 0 {
            ignoreNumbersAsText(first: first, last: columns.count - 1, lastRow: Int(lastRow))
        }
    }

    private func write(
        _ cell: ReportCell, at position: (row: lxw_row_t, column: lxw_col_t),
        format: UnsafeMutablePointer<lxw_format>?
    ) throws {
        let (row, column) = position
        func number(_ value: Double) throws {
            try check(worksheet_write_number(sheet, row, column, value, format))
        }
        switch cell {
        case .missing: break
        case .date(let date): try number(serialDay(date))
        case .dateTime(let time):
            try number(serialDay(time.date) + Double(time.secondOfDay) / 86_400)
        case .time(let time): try number(Double(time.secondOfDay) / 86_400)
        case .duration(let seconds): try number(Double(seconds) / 86_400)
        case .count(let value): try number(Double(value))
        case .text, .identifier, .flag:
            try check(worksheet_write_string(sheet, row, column, textOf(cell), format))
        }
    }

    /// The text of a cell as a sheet can hold it: without NUL, at most 32,767 characters.
    private func textOf(_ cell: ReportCell) -> String {
        let text = cell.plainText
        guard text.utf16.count > 32_767 || text.utf8.contains(0) else { return text }
        return String(text.filter { $0 != "\0" }.prefix(16_000))
    }

    /// Days since 1899-12-30, as sheets count them.
    private func serialDay(_ date: LocalDate) -> Double { Double(date.daysSinceEpoch + 25_569) }

    private func width(of column: ReportColumn) -> Double {
        switch column.kind {
        case .text: column.key == "why" || column.key == "note" ? 60 : 24
        case .identifier: 14
        case .date: 12
        case .dateTime: 20
        case .time, .duration: 11
        case .count, .flag: 10
        }
    }

    private func ignoreNumbersAsText(first: Int, last: Int, lastRow: Int) {
        let range = "\(columnName(first))2:\(columnName(last))\(lastRow + 1)"
        worksheet_ignore_errors(sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), range)
    }

    private func columnName(_ index: Int) -> String {
        var name = ""
        var rest = index + 1
        while rest > 0 {
            let letter = UInt8(ascii: "A") + UInt8((rest - 1) % 26)
            name = String(UnicodeScalar(letter)) + name
            rest = (rest - 1) / 26
        }
        return name
    }

    private func check(_ outcome: lxw_error) throws {
        guard outcome != LXW_NO_ERROR else { return }
        let reason = lxw_strerror(outcome).map { String(cString: $0) } ?? "failed"
        throw ExportError(path: path, reason: reason)
    }
}
