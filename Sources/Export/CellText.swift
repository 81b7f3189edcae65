import GateModel
import Reports

/// Writes cells as plain text into bytes: what ``ReportCell/plainText`` says, without the strings.
struct CellText {
    private var day = LocalDate(daysSinceEpoch: 0)
    private var dayText = Array("1970-01-01".utf8)

    /// Appends the plain text of a cell.
    mutating func append(_ cell: ReportCell, to bytes: inout [UInt8]) {
        switch cell {
        case .missing: break
        case .text(let text), .identifier(let text): bytes.append(contentsOf: text.utf8)
        case .date(let date): append(date, to: &bytes)
        case .dateTime(let time):
            append(time.date, to: &bytes)
            bytes.append(UInt8(ascii: "T"))
            Self.append(time.secondOfDay, to: &bytes)
        case .time(let time): Self.append(time.secondOfDay, to: &bytes)
        case .duration(let number), .count(let number): Self.append(number: number, to: &bytes)
        case .flag(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        }
    }

    /// Appends `YYYY-MM-DD`; most dates of a table are those of the row before.
    private mutating func append(_ date: LocalDate, to bytes: inout [UInt8]) {
        if date != day {
            day = date
            dayText = Array(date.description.utf8)
        }
        bytes.append(contentsOf: dayText)
    }

    /// Appends `HH:MM:SS`.
    private static func append(_ secondOfDay: Int, to bytes: inout [UInt8]) {
        append(twoDigits: secondOfDay / 3600, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(twoDigits: secondOfDay / 60 % 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(twoDigits: secondOfDay % 60, to: &bytes)
    }

    private static func append(twoDigits number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// Appends a whole number in decimal.
    static func append(number: Int, to bytes: inout [UInt8]) {
        guard number >= 10 || number < 0 else {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
            return
        }
        bytes.append(contentsOf: String(number).utf8)
    }
}

/// A pattern of dates and times: `YYYY MM DD hh mm ss` and anything between.
struct TimePattern: Hashable, Sendable {
    private enum Part: Hashable {
        case literal(UInt8)
        case year
        case month
        case day
        case hour
        case minute
        case second
    }

    private var parts: [Part] = []

    /// Reads a pattern.
    init(_ text: String) {
        let tokens: [(String, Part)] = [
            ("YYYY", .year), ("MM", .month), ("DD", .day), ("hh", .hour), ("mm", .minute),
            ("ss", .second),
        ]
        var rest = Substring(text)
        while let first = rest.utf8.first {
            if let (token, part) = tokens.first(where: { rest.hasPrefix($0.0) }) {
                parts.append(part)
                rest = rest.dropFirst(token.count)
            } else {
                parts.append(.literal(first))
                rest = Substring(rest.utf8.dropFirst())
            }
        }
    }

    /// Appends a date or time of a cell in this pattern; nothing for cells that are neither.
    func append(_ cell: ReportCell, to bytes: inout [UInt8]) {
        let moment: LocalDateTime
        switch cell {
        case .dateTime(let time): moment = time
        case .date(let date): moment = LocalDateTime(date)
        case .time(let time): moment = LocalDateTime(LocalDate(daysSinceEpoch: 0), time)
        default: return
        }
        let (year, month, day) = moment.date.components
        let second = moment.secondOfDay
        for part in parts {
            switch part {
            case .literal(let byte): bytes.append(byte)
            case .year: Self.append(year, 4, to: &bytes)
            case .month: Self.append(month, 2, to: &bytes)
            case .day: Self.append(day, 2, to: &bytes)
            case .hour: Self.append(second / 3600, 2, to: &bytes)
            case .minute: Self.append(second / 60 % 60, 2, to: &bytes)
            case .second: Self.append(second % 60, 2, to: &bytes)
            }
        }
    }

    private static func append(_ number: Int, _ width: Int, to bytes: inout [UInt8]) {
        let digits = String(number)
        for _ in digits.utf8.count..<max(width, digits.utf8.count) {
            bytes.append(UInt8(ascii: "0"))
        }
        bytes.append(contentsOf: digits.utf8)
    }
}
