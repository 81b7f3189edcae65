/// A wall time: what a clock on a wall shows, without a zone.
///
/// Gates know nothing else. Stored as the number of seconds that such a clock has counted since it
/// showed 1970-01-01 00:00:00; days have 86,400 of them.
public struct LocalDateTime: Hashable, Sendable {
    /// Seconds of the wall clock since it showed 1970-01-01 00:00:00. Not a Unix time.
    public let secondsSinceEpoch: Int

    /// Makes the wall time `secondsSinceEpoch` wall seconds after 1970-01-01 00:00:00.
    public init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Makes the wall time `secondOfDay` seconds (may be negative or beyond a day) into `date`.
    public init(_ date: LocalDate, secondOfDay: Int = 0) {
        secondsSinceEpoch = date.daysSinceEpoch * 86_400 + secondOfDay
    }

    /// Makes the wall time `time` of `date`.
    public init(_ date: LocalDate, _ time: LocalTime) {
        self.init(date, secondOfDay: time.secondOfDay)
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS`; a space may stand for the `T` and seconds may be left out.
    ///
    /// `nil` for any other text and for days or times that do not exist.
    public init?(_ text: some StringProtocol) {
        guard let date = LocalDate(text.prefix(10)) else { return nil }
        let rest = text.dropFirst(10)
        guard let separator = rest.first, separator == "T" || separator == " ",
            let time = LocalTime(rest.dropFirst())
        else { return nil }
        self.init(date, time)
    }

    /// The date the clock shows.
    public var date: LocalDate {
        LocalDate(daysSinceEpoch: (secondsSinceEpoch - secondOfDay) / 86_400)
    }

    /// Seconds since the clock showed midnight, 0 to 86,399.
    public var secondOfDay: Int { (secondsSinceEpoch % 86_400 + 86_400) % 86_400 }

    /// The time of day the clock shows.
    public var time: LocalTime { LocalTime(secondOfDay: secondOfDay) }

    /// The wall time `seconds` later; earlier when negative.
    public func adding(seconds: Int) -> LocalDateTime {
        LocalDateTime(secondsSinceEpoch: secondsSinceEpoch + seconds)
    }

    /// Wall seconds from `earlier` to this; negative when `earlier` is later.
    public func seconds(since earlier: LocalDateTime) -> Int {
        secondsSinceEpoch - earlier.secondsSinceEpoch
    }
}

extension LocalDateTime: Comparable {
    /// The earlier time comes first.
    public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension LocalDateTime: CustomStringConvertible {
    /// `YYYY-MM-DDTHH:MM:SS`.
    public var description: String {
        let date = date
        guard (0...9999).contains(date.components.year) else { return "\(date)T\(time)" }
        var digits = DigitWriter(capacity: 19)
        date.write(to: &digits)
        digits.append("T")
        time.write(to: &digits)
        return digits.text
    }
}

/// A time of day, without a zone.
public struct LocalTime: Hashable, Sendable {
    /// Seconds since midnight, 0 to 86,399.
    public let secondOfDay: Int

    /// Makes a time of day; seconds beyond a day wrap around.
    public init(secondOfDay: Int) {
        self.secondOfDay = (secondOfDay % 86_400 + 86_400) % 86_400
    }

    /// Makes a time from its parts; `nil` outside 00:00:00 to 23:59:59.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        secondOfDay = hour * 3600 + minute * 60 + second
    }

    /// Reads `HH:MM:SS` or `HH:MM`; `nil` for any other text.
    public init?(_ text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let hour = digits.number(width: 2), digits.skip(":"),
            let minute = digits.number(width: 2)
        else { return nil }
        var second = 0
        if !digits.isAtEnd {
            guard digits.skip(":"), let read = digits.number(width: 2), digits.isAtEnd
            else { return nil }
            second = read
        }
        self.init(hour: hour, minute: minute, second: second)
    }
}

extension LocalTime: Comparable, CustomStringConvertible {
    /// The earlier time comes first.
    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.secondOfDay < right.secondOfDay
    }

    /// `HH:MM:SS`.
    public var description: String {
        var digits = DigitWriter(capacity: 8)
        write(to: &digits)
        return digits.text
    }

    /// Writes `HH:MM:SS`.
    func write(to digits: inout DigitWriter) {
        let (minutes, second) = secondOfDay.quotientAndRemainder(dividingBy: 60)
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        digits.append(hour, width: 2)
        digits.append(":")
        digits.append(minute, width: 2)
        digits.append(":")
        digits.append(second, width: 2)
    }
}
