import GateModel

/// Reads wall times from bytes, and remembers the last date: in a log it is mostly the next one.
struct WallTimeReader {
    private var last: (year: Int, month: Int, day: Int, date: LocalDate)?

    /// Reads `YYYY-MM-DD HH:MM:SS`, with blanks or a `T` between, and goes behind it.
    ///
    /// - Parameters:
    ///   - text: The bytes.
    ///   - position: Where the time starts; afterwards where it ends, or somewhere inside it.
    ///   - end: Where the bytes end.
    /// - Returns: The time, or why there is none.
    mutating func read(
        _ text: [UInt8], _ position: inout Int, _ end: Int
    ) -> Result<LocalDateTime, LineFault> {
        guard let year = number(text, &position, end, digits: 4), skip("-", text, &position, end),
            let month = number(text, &position, end, digits: 2), skip("-", text, &position, end),
            let day = number(text, &position, end, digits: 2)
        else { return .failure(.noTime) }
        if !skip("T", text, &position, end) {
            let blank = position
            while position < end, isBlank(text[position]) { position += 1 }
            guard position > blank else { return .failure(.noTime) }
        }
        guard let hour = number(text, &position, end, digits: 2), skip(":", text, &position, end),
            let minute = number(text, &position, end, digits: 2), skip(":", text, &position, end),
            let second = number(text, &position, end, digits: 2)
        else { return .failure(.noTime) }
        guard hour < 24, minute < 60, second < 60 else { return .failure(.impossibleTime) }
        guard let date = date(year, month, day) else { return .failure(.impossibleTime) }
        return .success(LocalDateTime(date, secondOfDay: hour * 3600 + minute * 60 + second))
    }

    private mutating func date(_ year: Int, _ month: Int, _ day: Int) -> LocalDate? {
        if let last, last.day == day, last.month == month, last.year == year { return last.date }
        guard let date = LocalDate(year: year, month: month, day: day) else { return nil }
        last = (year, month, day, date)
        return date
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
