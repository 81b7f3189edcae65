package import GateModel

/// How the punches of a gate are made up: the object `generate` of a fleet file.
package struct PunchPlan: Hashable, Sendable {
    /// Which of the passages of a person's day this gate sees.
    package enum Use: String, CaseIterable, Sendable {
        /// Every passage.
        case all
        /// Passages into the building.
        case `in`
        /// Passages out of the building.
        case out
        /// Each passage is seen by one of the gates that share it with `split`.
        case split
    }

    /// What the gate writes as state of a punch.
    package enum States: String, CaseIterable, Sendable {
        /// Always 0: nobody presses the keys.
        case zero
        /// 0 for in, 1 for out.
        case keys
        /// Always 255, as gates whose state keys are off; 0 where the layout cannot hold it.
        case none
    }

    /// Chooses the sequence; the same seed gives the same days on every machine.
    package var seed: UInt64 = 1
    /// How many dates before the end are filled.
    package var days = 45
    /// The true wall time after which nobody comes; `nil` means the as-of time of the fleet.
    package var until: LocalDateTime?
    /// Days of the week on which people stay away, unless they have their own.
    package var weeklyOff: Set<Weekday> = []
    /// Dates on which people stay away.
    package var holidays: Set<LocalDate> = []
    /// Which passages this gate sees.
    package var use = Use.all
    /// What the gate writes as state.
    package var states = States.zero
    /// The gate whose people, seed and days are used; `nil` means this one's own.
    package var sharedWith: String?
    /// How many fingers users without a `templates` key have enrolled, 0 to 10.
    package var fingers = 0
    /// Who comes, and how.
    package var people: [PlannedPerson] = []

    /// Makes a plan in which nobody comes.
    package init() {}
}

extension PunchPlan: Decodable {
    private static let keys = [
        "seed", "days", "until", "weekly_off", "holidays", "use", "states", "shared_with",
        "fingers", "people",
    ]

    /// Reads the object `generate`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: Self.keys)
        seed = try object.whole("seed", as: UInt64.self) ?? seed
        days = try object.number("days", in: 0...3700) ?? days
        until = try object.parsed("until", "a wall time such as 2026-11-20T02:00:00") {
            LocalDateTime($0)
        }
        weeklyOff = try Self.weekdays("weekly_off", in: object) ?? []
        let dates: [String] = try object.optional("holidays") ?? []
        for (index, text) in dates.enumerated() {
            guard let date = LocalDate(text) else {
                throw FleetError(
                    at: object.path("holidays") + [FleetIndex(index)],
                    "expected a date such as 2026-11-20, found \"\(text)\"")
            }
            holidays.insert(date)
        }
        use = try object.choice("use") ?? use
        states = try object.choice("states") ?? states
        sharedWith = try object.optional("shared_with")
        fingers = try object.number("fingers", in: 0...10) ?? fingers
        people = try object.optional("people") ?? []
        if sharedWith != nil, !people.isEmpty {
            throw FleetError(
                at: object.path("people"), "a gate has either people or shared_with, not both")
        }
    }

    /// Reads a list of days of the week, such as `["fri", "sat"]`.
    static func weekdays(_ key: String, in object: FleetObject) throws -> Set<Weekday>? {
        guard let names = try object.optional(key, as: [String].self) else { return nil }
        var days: Set<Weekday> = []
        for (index, name) in names.enumerated() {
            guard let day = Weekday(rawValue: name) else {
                let known = Weekday.allCases.map(\.rawValue).joined(separator: ", ")
                throw FleetError(
                    at: object.path(key) + [FleetIndex(index)],
                    "expected one of \(known), found \"\(name)\"")
            }
            days.insert(day)
        }
        return days
    }
}
