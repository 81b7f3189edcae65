import GateModel
import Reports

/// Writes cells as plain text into bytes: what ``ReportCell/plainText`` says, without the strings.
enum CellText {
    /// Appends the plain text of a cell.
    static func append(_ cell: ReportCell, to bytes: inout [UInt8]) {
        switch cell {
        case .missing: break
        case .text(let text), .identifier(let text): bytes.append(contentsOf: text.utf8)
        case .date(let date): append(date, to: &bytes)
        case .dateTime(let time):
            append(time.date, to: &bytes)
            bytes.append(UInt8(ascii: "T"))
            append(secondOfDay: time.secondOfDay, to: &bytes)
        case .time(let time): append(secondOfDay: time.secondOfDay, to: &bytes)
        case .duration(let number), .count(let number): append(number: number, to: &bytes)
        case .flag(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        }
    }

    /// Appends a whole number in decimal.
    static func append(number: Int, to bytes: inout [UInt8]) {
        guard number >= 10 || number < 0 else {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
            return
        }
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Appends `YYYY-MM-DD`.
    private static func append(_ date: LocalDate, to bytes: inout [UInt8]) {
        let (year, month, day) = date.components
        guard (0...9999).contains(year) else {
            bytes.append(contentsOf: date.description.utf8)
            return
        }
        append(
            twoDigits(year / 100) | twoDigits(year % 100) << 16 | byte("-") << 32
                | twoDigits(month) << 40 | byte("-") << 56, to: &bytes)
        bytes.append(digit(day / 10))
        bytes.append(digit(day % 10))
    }

    /// Appends `HH:MM:SS`.
    private static func append(secondOfDay: Int, to bytes: inout [UInt8]) {
        append(
            twoDigits(secondOfDay / 3600) | byte(":") << 16 | twoDigits(secondOfDay / 60 % 60) << 24
                | byte(":") << 40 | twoDigits(secondOfDay % 60) << 48, to: &bytes)
    }

    // MARK: - Eight characters at once

    /// Appends the characters of a word, the lowest byte first.
    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Two digits of a number from 0 to 99 in the two lowest bytes of a word.
    private static func twoDigits(_ number: Int) -> UInt64 {
        UInt64(digit(number / 10)) | UInt64(digit(number % 10)) << 8
    }

    private static func byte(_ character: Unicode.Scalar) -> UInt64 {
        UInt64(UInt8(ascii: character))
    }

    private static func digit(_ number: Int) -> UInt8 {
        UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number)
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

    /// Appends a number with zeros in front, two or four digits or more.
    private static func append(_ number: Int, _ width: Int, to bytes: inout [UInt8]) {
        if width == 2, (0...99).contains(number) {
            bytes.append(UInt8(ascii: "0") + UInt8(number / 10))
            bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
            return
        }
        let digits = String(number)
        for _ in digits.utf8.count..<max(width, digits.utf8.count) {
            bytes.append(UInt8(ascii: "0"))
        }
        bytes.append(contentsOf: digits.utf8)
    }
}
