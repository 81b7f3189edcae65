/// A shift in one version of the policy: when it runs and how it is judged.
public struct Shift: Hashable, Sendable {
    /// The id people are assigned to, such as `D`.
    public var id: ShiftID
    /// First work date this version holds for; the version before it holds until the day before.
    public var from: LocalDate
    /// Start of the shift.
    public var start: LocalTime
    /// End of the shift; not after the start means on the next day.
    public var end: LocalTime
    /// Minutes before the start from which a punch belongs to the shift.
    public var windowBeforeMinutes = 180
    /// Minutes after the end until which a punch belongs to the shift.
    public var windowAfterMinutes = 360
    /// Minutes after the start that are not late; the edge itself is on time.
    public var graceInMinutes = 10
    /// Minutes before the end that are not early; the edge itself is on time.
    public var graceOutMinutes = 10
    /// First and last punch nearer together than this count as one punch.
    public var minSpanMinutes = 15
    /// Counted time below this is half a day; 0 turns the rule off.
    public var halfDayBelowMinutes = 300
    /// Counted time below this is a short stay; 0 turns the rule off.
    public var absentBelowMinutes = 0
    /// Time after the end from which overtime counts at all.
    public var overtimeMinimumMinutes = 30
    /// Overtime is rounded down to a multiple of this.
    public var overtimeStepMinutes = 15
    /// Whether time before the start is overtime, too.
    public var countsOvertimeBeforeShift = false
    /// Break that is taken off the counted time.
    public var unpaidBreakMinutes = 0
    /// Weekly days off of this shift; `nil` means those of the branch.
    public var weeklyOff: Set<OffDay>?

    /// Makes a shift with the default policy.
    public init(
        id: ShiftID, from: LocalDate = LocalDate(daysSinceEpoch: 0), start: LocalTime,
        end: LocalTime
    ) {
        self.id = id
        self.from = from
        self.start = start
        self.end = end
    }

    /// Wall time at which the shift of `date` starts.
    public func startTime(on date: LocalDate) -> LocalDateTime { LocalDateTime(date, start) }

    /// Wall time at which the shift of `date` ends: the next day when it runs over midnight.
    public func endTime(on date: LocalDate) -> LocalDateTime {
        LocalDateTime(end <= start ? date.adding(days: 1) : date, end)
    }
}

/// How days are judged where no shift says otherwise: `[attendance]` of the policy.
public struct AttendancePolicy: Hashable, Sendable {
    /// Start of the day of people without a shift.
    public var dayStartsAt = LocalTime(secondOfDay: 4 * 3600)
    /// Punches of one person within this time of the last kept one are duplicates.
    public var duplicateSeconds = 120
    /// Time after the close of a window before a reading of a gate can prove an absence.
    public var settleMinutes = 30
    /// How punches make up hours.
    public var mode = PairingMode.firstLast
    /// What is done about a gate's measured clock offset.
    public var clock = ClockMode.annotate
    /// Kept punches of a visitor at least this far apart are two visits.
    public var visitGapMinutes = 60

    /// Makes the default policy.
    public init() {}
}

/// How the punches of a day make up hours.
public enum PairingMode: String, Sendable, CaseIterable {
    /// First punch in, last punch out.
    case firstLast = "first_last"
    /// Each entry with the exit that follows it.
    case pairs
}

/// What is done about a gate's measured clock offset.
public enum ClockMode: String, Sendable, CaseIterable {
    /// Times stay as read; the offset is shown.
    case annotate
    /// Times are moved by the offset before they are judged; raw times stay visible.
    case correct
}
