/// A calendar date of the proleptic Gregorian calendar, without a zone.
///
/// Stored as the number of days since 1970-01-01, so that order, equality and arithmetic are those
/// of whole numbers.
public struct LocalDate: Hashable, Sendable {
    /// Days since 1970-01-01; negative before it.
    public let daysSinceEpoch: Int

    /// Makes the date that lies `daysSinceEpoch` days after 1970-01-01.
    public init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Makes a date from its parts; `nil` when the calendar has no such day.
    ///
    /// - Parameters:
    ///   - year: 1 to 9999.
    ///   - month: 1 to 12.
    ///   - day: 1 to the number of days of the month.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, ofYear: year)
        else { return nil }
        // Days from civil: years start in March, so that the leap day is the last one.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSinceEpoch = era * 146_097 + dayOfEra - 719_468
    }

    /// Reads `YYYY-MM-DD`, nothing else; `nil` for any other text and for days that do not exist.
    public init?(_ text: some StringProtocol) {
        var digits = DigitReader(text)
        guard let year = digits.number(width: 4), digits.skip("-"),
            let month = digits.number(width: 2), digits.skip("-"),
            let day = digits.number(width: 2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month (1 to 12) and day (1 to 31) of this date.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    /// The year, for example 2026.
    public var year: Int { components.year }
    /// The month, 1 to 12.
    public var month: Int { components.month }
    /// The day of the month, 1 to 31.
    public var day: Int { components.day }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (daysSinceEpoch % 7 + 7 + 3) % 7
        return Weekday.allCases[index]
    }

    /// `YYYY-MM`, the month this date belongs to.
    public var monthText: String { String(description.prefix(7)) }

    /// The first day of this date's month.
    public var firstOfMonth: LocalDate { adding(days: 1 - day) }

    /// The date `days` later; earlier when negative.
    public func adding(days: Int) -> LocalDate {
        LocalDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    /// The number of days of a month (1 to 12) of a year.
    public static func days(inMonth month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension LocalDate: Comparable, Strideable {
    /// The earlier date comes first.
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// Days from this date to `other`.
    public func distance(to other: LocalDate) -> Int { other.daysSinceEpoch - daysSinceEpoch }

    /// The date `days` later.
    public func advanced(by days: Int) -> LocalDate { adding(days: days) }
}

extension LocalDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        guard (0...9999).contains(year) else {
            return "\(year)-\(DigitWriter.text(month, width: 2))-\(DigitWriter.text(day, width: 2))"
        }
        var digits = DigitWriter(capacity: 10)
        write(to: &digits)
        return digits.text
    }

    /// Writes `YYYY-MM-DD` of a year of four digits.
    func write(to digits: inout DigitWriter) {
        let (year, month, day) = components
        digits.append(year, width: 4)
        digits.append("-")
        digits.append(month, width: 2)
        digits.append("-")
        digits.append(day, width: 2)
    }
}

/// A day of the week, Monday first.
public enum Weekday: String, CaseIterable, Sendable, Codable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"
}
