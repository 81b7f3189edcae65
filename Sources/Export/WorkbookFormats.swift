internal import CXLSXWriter
import Reports

/// The cell formats of a workbook.
struct WorkbookFormats {
    let header: UnsafeMutablePointer<lxw_format>?
    /// Headers over numbers, and over letters and flags.
    let numberHeader: UnsafeMutablePointer<lxw_format>?
    let centeredHeader: UnsafeMutablePointer<lxw_format>?
    let title: UnsafeMutablePointer<lxw_format>?
    let strong: UnsafeMutablePointer<lxw_format>?
    let wrapped: UnsafeMutablePointer<lxw_format>?
    let centered: UnsafeMutablePointer<lxw_format>?
    let identifier: UnsafeMutablePointer<lxw_format>?
    let duration: UnsafeMutablePointer<lxw_format>?
    let count: UnsafeMutablePointer<lxw_format>?
    let strongCount: UnsafeMutablePointer<lxw_format>?
    let strongDuration: UnsafeMutablePointer<lxw_format>?
    /// A sum under letters in the middle of their cells.
    let centeredSum: UnsafeMutablePointer<lxw_format>?
    /// Fills of letter codes, for conditional formats: bad, doubtful, fine, quiet.
    let bad: UnsafeMutablePointer<lxw_format>?
    let doubtful: UnsafeMutablePointer<lxw_format>?
    let quiet: UnsafeMutablePointer<lxw_format>?
    /// Fill of every other row.
    let band: UnsafeMutablePointer<lxw_format>?

    private let text: UnsafeMutablePointer<lxw_format>?
    private let date: UnsafeMutablePointer<lxw_format>?
    private let dateTime: UnsafeMutablePointer<lxw_format>?
    private let time: UnsafeMutablePointer<lxw_format>?
    private let flag: UnsafeMutablePointer<lxw_format>?

    /// Makes the formats; dates and numbers are written in the digits of `language`.
    /// Where lines begin at the right, text and dates stand there, numbers and their headers at the left.
    init(
        _ book: UnsafeMutablePointer<lxw_workbook>, language: String, isRightToLeft: Bool
    ) {
        let (start, end) =
            isRightToLeft
            ? (LXW_ALIGN_RIGHT, LXW_ALIGN_LEFT) : (LXW_ALIGN_LEFT, LXW_ALIGN_RIGHT)
        let digits = Self.digits(of: language)
        func format(_ number: String? = nil) -> UnsafeMutablePointer<lxw_format>? {
            Self.format(book, number)
        }
        func fill(_ color: UInt32, _ ink: UInt32) -> UnsafeMutablePointer<lxw_format>? {
            Self.fill(book, color, ink)
        }
        header = Self.header(book, start)
        numberHeader = Self.header(book, end)
        centeredHeader = Self.header(book, LXW_ALIGN_CENTER)
        title = format()
        format_set_bold(title)
        format_set_font_size(title, 14)
        strong = format()
        format_set_bold(strong)
        wrapped = format()
        format_set_text_wrap(wrapped)
        centered = format()
        Self.align([centered], LXW_ALIGN_CENTER)
        text = format()
        flag = format()
        Self.align([flag], LXW_ALIGN_CENTER)
        identifier = format("@")
        date = format(digits + "yyyy\\-mm\\-dd")
        dateTime = format(digits + "yyyy\\-mm\\-dd\\ hh:mm:ss")
        time = format(digits + "hh:mm:ss")
        duration = format(digits + "[h]:mm")
        count = format(digits + "0")
        strongCount = format(digits + "0")
        format_set_bold(strongCount)
        strongDuration = format(digits + "[h]:mm")
        format_set_bold(strongDuration)
        centeredSum = format(digits + "0")
        format_set_bold(centeredSum)
        Self.align([centeredSum], LXW_ALIGN_CENTER)
        // Beside text, dates at the end of their cells would run into it.
        Self.align([date, dateTime], start)
        if isRightToLeft {
            Self.align([title, strong, wrapped, text, identifier], start)
            Self.align([time, duration, count, strongCount, strongDuration], end)
        }
        bad = fill(0xF8D7DA, 0x7A1020)
        format_set_bold(bad)
        doubtful = fill(0xFFF3CD, 0x664D03)
        format_set_bold(doubtful)
        quiet = fill(0xEDEFF1, 0x555B61)
        band = workbook_add_format(book)
        format_set_bg_color(band, 0xF3F6F8)
    }

    private typealias Format = UnsafeMutablePointer<lxw_format>

    private static func format(
        _ book: UnsafeMutablePointer<lxw_workbook>, _ number: String?
    ) -> Format? {
        let format = workbook_add_format(book)
        if let number { format_set_num_format(format, number) }
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        return format
    }

    private static func fill(
        _ book: UnsafeMutablePointer<lxw_workbook>, _ color: UInt32, _ ink: UInt32
    ) -> Format? {
        let format = workbook_add_format(book)
        format_set_bg_color(format, color)
        format_set_font_color(format, ink)
        return format
    }

    private static func header(
        _ book: UnsafeMutablePointer<lxw_workbook>, _ alignment: lxw_format_alignments
    ) -> Format? {
        let format = format(book, nil)
        format_set_bold(format)
        format_set_bg_color(format, 0xE8EEF2)
        format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_text_wrap(format)
        align([format], alignment)
        return format
    }

    private static func align(_ formats: [Format?], _ alignment: lxw_format_alignments) {
        for format in formats { format_set_align(format, UInt8(alignment.rawValue)) }
    }

    /// The digits people write in a language, as a prefix of number formats; none for 0 to 9.
    ///
    /// The numbers are those of digits, calendar (the Gregorian one) and a place where the language is
    /// spoken. Without the place LibreOffice takes such digits for dates at most.
    private static func digits(of language: String) -> String {
        switch language {
        case "ar": "[$-2010C01]"
        case "fa": "[$-3010429]"
        case "bn": "[$-5010845]"
        case "mr": "[$-401044E]"
        case "ne": "[$-4010461]"
        default: ""
        }
    }

    /// The format of the header over cells of a column.
    func header(of column: ReportColumn) -> UnsafeMutablePointer<lxw_format>? {
        switch column.kind {
        case .time, .duration, .count: numberHeader
        case .flag: centeredHeader
        case .text where column.key == "code": centeredHeader
        case .text, .identifier, .date, .dateTime: header
        }
    }

    /// The format of cells of a column.
    func format(of column: ReportColumn) -> UnsafeMutablePointer<lxw_format>? {
        if column.isProse { return wrapped }
        return column.key == "code" ? flag : format(of: column.kind)
    }

    /// The format of cells of a kind.
    func format(of kind: ReportColumn.Kind) -> UnsafeMutablePointer<lxw_format>? {
        switch kind {
        case .text: text
        case .flag: flag
        case .identifier: identifier
        case .date: date
        case .dateTime: dateTime
        case .time: time
        case .duration: duration
        case .count: count
        }
    }
}
