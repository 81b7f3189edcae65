/// A wall time as a gate keeps it: four bytes, no zone, no daylight saving.
///
/// The number is ((year mod 100) × 372 + (month − 1) × 31 + (day − 1)) × 86400 plus the second of
/// the day; every month counts 31 days, so some numbers name no date. The number is always kept as it
/// came. Vectors: the table of times in `DeviceTimeTests`.
public struct DeviceTime: Hashable, Sendable {
    /// The number as on the wire.
    public let rawValue: UInt32

    /// Keeps the number `rawValue`, whether it names a date or not.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Makes the wall time with these parts; `nil` outside 2000 to 2099 and for no date or time.
    public init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
    ) {
        guard (2000...2099).contains(year), (1...12).contains(month),
            (1...Self.dayCount(year: year, month: month)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = (year - 2000) * 372 + (month - 1) * 31 + day - 1
        rawValue = UInt32(days * 86_400 + hour * 3600 + minute * 60 + second)
    }

    /// Reads the six-byte form of events: year − 2000, month, day, hour, minute, second.
    ///
    /// `nil` when the bytes are not six or name no date: the caller keeps them as they are.
    public init?(sixBytes: ArraySlice<UInt8>) {
        let parts = sixBytes.map(Int.init)
        guard parts.count == 6 else { return nil }
        self.init(
            year: 2000 + parts[0], month: parts[1], day: parts[2], hour: parts[3],
            minute: parts[4], second: parts[5])
    }

    /// Whether the number names a time, and if not, why.
    public var validity: Validity {
        if rawValue == 0 { return .unset }
        let parts = parts
        if parts.year > 2099 { return .afterRange }
        return parts.day <= Self.dayCount(year: parts.year, month: parts.month)
            ? .valid : .notADate
    }

    /// Whether the number names a time from 2000-01-01 00:00:01 to 2099-12-31 23:59:59.
    public var isValid: Bool { validity == .valid }

    /// What the number says when read as a date, even if that is none: the 31st of February.
    public var parts: Parts {
        let second = Int(rawValue)
        let days = second / 86_400
        return Parts(
            year: 2000 + days / 372, month: days / 31 % 12 + 1, day: days % 31 + 1,
            hour: second / 3600 % 24, minute: second / 60 % 60, second: second % 60)
    }

    /// The six-byte form of events; years wrap after 2255, which four bytes do not reach.
    public var sixBytes: [UInt8] {
        let parts = parts
        return [
            parts.year - 2000, parts.month, parts.day, parts.hour, parts.minute, parts.second,
        ].map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Whether a number names a time.
    public enum Validity: Sendable {
        /// It names a time.
        case valid
        /// Zero: a clock that was never set, not midnight of the year 2000.
        case unset
        /// A day that its month does not have.
        case notADate
        /// A time after 2099.
        case afterRange
    }

    /// The parts of a wall time.
    public struct Parts: Hashable, Sendable {
        /// Year, 2000 to 2133.
        public let year: Int
        /// Month, 1 to 12.
        public let month: Int
        /// Day, 1 to 31.
        public let day: Int
        /// Hour, 0 to 23.
        public let hour: Int
        /// Minute, 0 to 59.
        public let minute: Int
        /// Second, 0 to 59.
        public let second: Int
    }

    private static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension DeviceTime {
    /// Days from 1970-01-01 to 2000-01-01.
    private static let daysTo2000 = 10_957

    /// Makes the wall time of a clock that has counted `wallSeconds` since it showed
    /// 1970-01-01 00:00:00, with 86,400 seconds a day; `nil` outside 2000 to 2099.
    public init?(wallSeconds: Int) {
        guard (946_684_800..<4_102_444_800).contains(wallSeconds) else { return nil }
        // 2000 to 2099 has a leap day in each fourth year, 2000 included: cycles of 1461 days.
        let day = wallSeconds / 86_400 - Self.daysTo2000
        let inCycle = day % 1461
        let yearInCycle = inCycle < 366 ? 0 : (inCycle - 1) / 365
        let year = 2000 + day / 1461 * 4 + yearInCycle
        var rest = yearInCycle == 0 ? inCycle : (inCycle - 1) % 365
        var month = 1
        while rest >= Self.dayCount(year: year, month: month) {
            rest -= Self.dayCount(year: year, month: month)
            month += 1
        }
        let second = wallSeconds % 86_400
        self.init(
            year: year, month: month, day: rest + 1, hour: second / 3600,
            minute: second / 60 % 60, second: second % 60)
    }

    /// Seconds a wall clock has counted since it showed 1970-01-01 00:00:00, days having 86,400;
    /// `nil` when the number names no time. Not a Unix time: there is no zone.
    public var wallSeconds: Int? {
        guard isValid else { return nil }
        let parts = parts
        let years = parts.year - 2000
        var days = Self.daysTo2000 + years * 365 + (years + 3) / 4 + parts.day - 1
        for month in 1..<parts.month {
            days += Self.dayCount(year: parts.year, month: month)
        }
        return days * 86_400 + parts.hour * 3600 + parts.minute * 60 + parts.second
    }
}

extension DeviceTime: CustomStringConvertible {
    /// `YYYY-MM-DD HH:MM:SS` of the parts, whether they name a date or not.
    public var description: String {
        let parts = parts
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(parts.year)-\(two(parts.month))-\(two(parts.day)) "
            + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }
}
