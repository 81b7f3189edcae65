import GateModel

/// A line that starts with an id and a time: what `attlog.dat` and pushed lines have in common.
struct TimedLine {
    /// The longest id that is taken, in bytes; gates have up to 24.
    static let idLimit = 64

    /// The bytes of the id, leading blanks left out, zeros kept.
    private(set) var id = 0..<0
    /// The time.
    private(set) var at = LocalDateTime(secondsSinceEpoch: 0)
    /// The bytes of the columns after the time. A column may be empty between two TABs.
    private(set) var columns: [Range<Int>] = []

    private var lastDate: (year: Int, month: Int, day: Int, date: LocalDate)?

    /// Reads the line at `range`.
    ///
    /// - Returns: What is wrong with it; `nil` when nothing is.
    mutating func read(_ text: [UInt8], _ range: Range<Int>) -> LineFault? {
        var position = range.lowerBound
        let end = range.upperBound
        skipBlanks(text, &position, end)
        let start = position
        while position < end, !isBlank(text[position]) { position += 1 }
        guard position > start else { return .noID }
        guard position - start <= Self.idLimit else { return .longID }
        id = start..<position
        skipBlanks(text, &position, end)
        if let fault = readTime(text, &position, end) { return fault }
        readColumns(text, &position, end)
        return nil
    }

    /// Reads `YYYY-MM-DD HH:MM:SS`, with a blank or a `T` between.
    private mutating func readTime(
        _ text: [UInt8], _ position: inout Int, _ end: Int
    ) -> LineFault? {
        guard let year = number(text, &position, end, digits: 4), skip("-", text, &position, end),
            let month = number(text, &position, end, digits: 2), skip("-", text, &position, end),
            let day = number(text, &position, end, digits: 2)
        else { return .noTime }
        if !skip("T", text, &position, end) {
            let blank = position
            skipBlanks(text, &position, end)
            guard position > blank else { return .noTime }
        }
        guard let hour = number(text, &position, end, digits: 2), skip(":", text, &position, end),
            let minute = number(text, &position, end, digits: 2), skip(":", text, &position, end),
            let second = number(text, &position, end, digits: 2),
            position == end || isBlank(text[position])
        else { return .noTime }
        guard hour < 24, minute < 60, second < 60 else { return .impossibleTime }
        let secondOfDay = hour * 3600 + minute * 60 + second
        if let last = lastDate, last.day == day, last.month == month, last.year == year {
            at = LocalDateTime(last.date, secondOfDay: secondOfDay)
            return nil
        }
        guard let date = LocalDate(year: year, month: month, day: day) else {
            return .impossibleTime
        }
        lastDate = (year, month, day, date)
        at = LocalDateTime(date, secondOfDay: secondOfDay)
        return nil
    }

    /// Splits the rest of the line: a TAB with blanks around it, or a run of blanks, separates.
    private mutating func readColumns(_ text: [UInt8], _ position: inout Int, _ end: Int) {
        columns.removeAll(keepingCapacity: true)
        while position < end {
            // Here stands what separates: blanks, at most one TAB among them.
            while position < end, text[position] == 0x20 { position += 1 }
            if position < end, text[position] == 0x09 {
                position += 1
                while position < end, text[position] == 0x20 { position += 1 }
            } else if position == end {
                break
            }
            let start = position
            while position < end, !isBlank(text[position]) { position += 1 }
            columns.append(start..<position)
        }
    }

    // MARK: - Bytes

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private func skipBlanks(_ text: [UInt8], _ position: inout Int, _ end: Int) {
        while position < end, isBlank(text[position]) { position += 1 }
    }

    private func skip(
        _ character: Unicode.Scalar, _ text: [UInt8], _ position: inout Int, _ end: Int
    ) -> Bool {
        guard position < end, UInt32(text[position]) == character.value else { return false }
        position += 1
        return true
    }

    private func number(
        _ text: [UInt8], _ position: inout Int, _ end: Int, digits: Int
    ) -> Int? {
        guard end - position >= digits else { return nil }
        var value = 0
        for index in position..<(position + digits) {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += digits
        return value
    }
}

/// Reads the decimal number at `range`; `nil` when it is empty, no number or above `limit`.
func decimal(_ text: [UInt8], _ range: Range<Int>, upTo limit: Int) -> Int? {
    guard !range.isEmpty, range.count <= 10 else { return nil }
    var value = 0
    for index in range {
        let digit = text[index] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
    }
    return value <= limit ? value : nil
}

/// The text at `range`; `nil` when it is not UTF-8.
func validText(_ text: [UInt8], _ range: Range<Int>) -> String? {
    var isASCII = true
    for index in range where text[index] >= 0x80 || text[index] < 0x20 { isASCII = false }
    if isASCII { return String(decoding: text[range], as: UTF8.self) }
    guard !text[range].contains(where: { $0 < 0x20 }) else { return nil }
    return String(validating: text[range], as: UTF8.self)
}
