/// A day of the week on which nobody has to come: every week, or in some weeks of the month only.
public struct OffDay: Hashable, Sendable {
    /// The day of the week.
    public var weekday: Weekday
    /// Which ones of the month, 1 to 5: 2 and 4 are the second and fourth; empty means every week.
    public var weeks: Set<Int>

    /// Makes a day off.
    public init(_ weekday: Weekday, weeks: Set<Int> = []) {
        self.weekday = weekday
        self.weeks = weeks
    }

    /// Reads `fri`, or `sat:2,4` for the second and fourth Saturday of the month; `nil` for any other
    /// text.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first, let weekday = Weekday(rawValue: String(first)),
            parts.count <= 2
        else { return nil }
        var weeks: Set<Int> = []
        if parts.count == 2 {
            for part in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
                guard let week = Int(part), part.utf8.count == 1, (1...5).contains(week)
                else { return nil }
                weeks.insert(week)
            }
        }
        self.init(weekday, weeks: weeks)
    }

    /// Whether `date` is such a day.
    public func covers(_ date: LocalDate) -> Bool {
        date.weekday == weekday && (weeks.isEmpty || weeks.contains((date.day - 1) / 7 + 1))
    }

    /// Every Monday.
    public static let monday = OffDay(.monday)
    /// Every Tuesday.
    public static let tuesday = OffDay(.tuesday)
    /// Every Wednesday.
    public static let wednesday = OffDay(.wednesday)
    /// Every Thursday.
    public static let thursday = OffDay(.thursday)
    /// Every Friday.
    public static let friday = OffDay(.friday)
    /// Every Saturday.
    public static let saturday = OffDay(.saturday)
    /// Every Sunday.
    public static let sunday = OffDay(.sunday)
}
