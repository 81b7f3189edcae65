package import GateModel

/// How one person comes and goes: one entry of `generate.people`.
///
/// Shares are thousandths: 120 happens on 12 days of 100.
package struct PlannedPerson: Hashable, Sendable {
    /// What kind of day the person has.
    package enum Pattern: String, CaseIterable, Sendable {
        /// Works from `start` to `end`, with lunch.
        case office
        /// Works late; `end` may be after midnight.
        case evening
        /// Guards at night: `end` is on the next day.
        case night
        /// Trains early.
        case gymMorning = "gym_morning"
        /// Trains after work.
        case gymEvening = "gym_evening"
        /// Comes when they like.
        case gymIrregular = "gym_irregular"
        /// Is enrolled and never comes.
        case never
    }

    /// Dates on which somebody stays away, both included.
    package struct Absence: Hashable, Sendable {
        /// The first date.
        package var from: LocalDate
        /// The last date.
        package var to: LocalDate
    }

    /// The device user id.
    package var userID: String
    /// The kind of day.
    package var pattern: Pattern
    /// Start of the shift, or the earliest arrival of a visitor.
    package var start: LocalTime
    /// End of the shift, or the latest arrival of a visitor; not later than `start` is next day.
    package var end: LocalTime
    /// Share of shifts begun late.
    package var late: Int
    /// Share of shifts missed.
    package var absent: Int
    /// Share of shifts with both lunch punches.
    package var lunch: Int
    /// Share of shifts with a forgotten punch, mostly the last one.
    package var forgets: Int
    /// Share of days on which the first touch is repeated within seconds.
    package var doubleTaps: Int
    /// Share of days off on which somebody comes all the same.
    package var comesOnDaysOff: Int
    /// Share of days on which a visitor comes.
    package var comes: Int
    /// Share of visits with a punch on the way out.
    package var tapsOut: Int
    /// The first date with punches; `nil` means no limit.
    package var from: LocalDate?
    /// The last date with punches; `nil` means no limit.
    package var to: LocalDate?
    /// Leave and the like.
    package var away: [Absence] = []
    /// Own days off; `nil` means those of the plan.
    package var weeklyOff: Set<Weekday>?
    /// How the gate recognises the person.
    package var verify: UInt8 = 1

    /// Makes a person with the ordinary habits of `pattern`.
    package init(userID: String, pattern: Pattern) {
        self.userID = userID
        self.pattern = pattern
        let hours: (start: Int, end: Int)
        switch pattern {
        case .office, .never: hours = (9 * 60, 18 * 60)
        case .evening: hours = (14 * 60, 22 * 60)
        case .night: hours = (22 * 60, 6 * 60)
        case .gymMorning: hours = (6 * 60, 8 * 60 + 30)
        case .gymEvening: hours = (17 * 60 + 30, 20 * 60 + 30)
        case .gymIrregular: hours = (6 * 60, 21 * 60)
        }
        start = LocalTime(secondOfDay: hours.start * 60)
        end = LocalTime(secondOfDay: hours.end * 60)
        late = pattern == .night ? 60 : 120
        absent = 40
        lunch = pattern == .office ? 450 : pattern == .evening ? 150 : 0
        forgets = 30
        doubleTaps = 40
        comesOnDaysOff = 0
        comes = pattern == .gymIrregular ? 350 : 780
        tapsOut = 250
    }

    /// Whether the person trains instead of working a shift.
    package var isVisitor: Bool {
        switch pattern {
        case .gymMorning, .gymEvening, .gymIrregular: true
        case .office, .evening, .night, .never: false
        }
    }
}

extension PlannedPerson: Decodable {
    private static let keys = [
        "user_id", "pattern", "start", "end", "late", "absent", "lunch", "forgets", "double_taps",
        "comes_on_days_off", "comes", "taps_out", "from", "to", "away", "weekly_off", "verify",
    ]

    /// Reads one entry of `people`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: Self.keys)
        guard let pattern = try object.choice("pattern", as: Pattern.self) else {
            throw FleetError(at: object.path("pattern"), "the key \"pattern\" is missing")
        }
        self.init(userID: try object.required("user_id"), pattern: pattern)
        let time = "a time such as 09:00"
        start = try object.parsed("start", time) { LocalTime($0) } ?? start
        end = try object.parsed("end", time) { LocalTime($0) } ?? end
        late = try object.share("late") ?? late
        absent = try object.share("absent") ?? absent
        lunch = try object.share("lunch") ?? lunch
        forgets = try object.share("forgets") ?? forgets
        doubleTaps = try object.share("double_taps") ?? doubleTaps
        comesOnDaysOff = try object.share("comes_on_days_off") ?? comesOnDaysOff
        comes = try object.share("comes") ?? comes
        tapsOut = try object.share("taps_out") ?? tapsOut
        let date = "a date such as 2026-11-20"
        from = try object.parsed("from", date) { LocalDate($0) }
        to = try object.parsed("to", date) { LocalDate($0) }
        away = try object.optional("away") ?? []
        weeklyOff = try PunchPlan.weekdays("weekly_off", in: object)
        verify = UInt8(try object.number("verify", in: 0...255) ?? 1)
    }
}

extension PlannedPerson.Absence: Decodable {
    /// Reads one entry of `away`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: ["from", "to"])
        let expected = "a date such as 2026-11-20"
        guard let first = try object.parsed("from", expected, { LocalDate($0) }) else {
            throw FleetError(at: object.path("from"), "the key \"from\" is missing")
        }
        from = first
        to = try object.parsed("to", expected) { LocalDate($0) } ?? first
        guard from <= to else {
            throw FleetError(at: object.path("to"), "\(to) is before the first date \(from)")
        }
    }
}
