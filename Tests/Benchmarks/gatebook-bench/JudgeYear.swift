import Attendance
import GateModel
import Store

extension Benchmark {
    /// A year of a big firm, judged from the store as the command does it: two weeks at a time.
    static let judgeYear = Benchmark(
        name: "judge-year", summary: "a year of 5,000 people at 20 gates, judged from the store",
        unit: "person-days",
        run: { folder in
            let year = InventedYear()
            let store = try await year.record(in: folder.path("gatebook.sqlite"))
            return try await .of { try await year.judge(from: store) }
        })

    /// What a night costs when nothing but one day is new: digests of every date, three dates judged.
    static let judgeNight = Benchmark(
        name: "judge-night",
        summary: "the same year, one new night: digests of all dates, 6 judged",
        unit: "dates",
        run: { folder in
            let year = InventedYear()
            let store = try await year.record(in: folder.path("gatebook.sqlite"))
            let quarantine = try await year.quarantine(from: store, after: year.lastDayID(store))
            return try await .of {
                let inputs = DayInputs(
                    members: year.members, rules: year.rules, readings: year.readings,
                    quarantine: quarantine)
                var prints: Set<Fingerprint> = []
                for date in year.dates { prints.insert(inputs.fingerprint(of: date)) }
                try WrongResult.unless(prints.count, is: year.dates.count, "different digests")
                let last = year.dates.upperBound
                _ = try await year.judge(
                    last.adding(days: -5)...last, from: store, quarantine: quarantine)
                return year.dates.count
            }
        })
}

/// A firm of twenty branches with a gate each and a year of punches: about four million.
private struct InventedYear: Sendable {
    let dates: ClosedRange<LocalDate>
    let members: [Member]
    let rules: AttendanceRules
    let readings: [Reading]

    private static let gateCount = 20
    private static let peoplePerGate = 250

    init() {
        let first = LocalDate(daysSinceEpoch: 20_454)
        dates = first...first.adding(days: 364)
        var gates: [GateSerial: Gate] = [:]
        var branches: [BranchID: Branch] = [:]
        var members: [Member] = []
        for number in 0..<Self.gateCount {
            let branch = BranchID("B\(number)")
            let serial = Self.serial(number)
            gates[serial] = Gate(serial: serial, branch: branch, name: "Gate", host: "gate")
            branches[branch] = Branch(
                id: branch, name: "Branch \(number)", timeZone: "UTC", weeklyOff: [.friday])
            for person in 0..<Self.peoplePerGate {
                let id = MemberID("\(number * 1000 + person)")
                members.append(Member(memberID: id, name: "\(id)", branch: branch, shift: "D"))
            }
        }
        self.members = members
        let shift = Shift(
            id: "D", start: LocalTime(secondOfDay: 9 * 3600), end: LocalTime(secondOfDay: 18 * 3600)
        )
        rules = AttendanceRules(
            gates: gates, branches: branches, shifts: ShiftBook([shift]),
            policy: AttendancePolicy())
        let end = LocalDateTime(dates.upperBound.adding(days: 1), secondOfDay: 7200)
        readings = gates.keys.sorted().map {
            Reading(serial: $0, source: .pull, origin: "gate", readAt: end)
        }
    }

    private static func serial(_ number: Int) -> GateSerial { GateSerial("YEAR\(100 + number)") }

    // MARK: - Punches

    /// Fills a store with the year.
    func record(in path: String) async throws -> GateStore {
        let store = try GateStore(path: path, access: .create)
        for (number, reading) in readings.enumerated() {
            _ = try await store.record(reading, punches: punches(ofGate: number))
        }
        return store
    }

    private func punches(ofGate number: Int) -> [Punch] {
        var random = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        var punches: [Punch] = []
        for date in dates where date.weekday != .friday {
            for hour in [9, 18] {
                var times: [(second: Int, person: Int)] = []
                for person in 0..<Self.peoplePerGate {
                    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    let chance = Int(random >> 33)
                    if chance % 20 == 0 { continue }
                    let second = hour * 3600 - 900 + chance % 1800
                    times.append((second, person))
                    // Every third finger is read twice.
                    if chance % 3 == 0 { times.append((second + 4 + chance % 30, person)) }
                }
                for (second, person) in times.sorted(by: { $0 < $1 }) {
                    punches.append(
                        Punch(
                            deviceUserID: DeviceUserID("\(number * 1000 + person)"),
                            at: LocalDateTime(date, secondOfDay: second), state: 255, verify: 1,
                            position: punches.count))
                }
            }
        }
        return punches
    }

    // MARK: - Judging

    /// Judges the whole year; returns the number of person-days.
    func judge(from store: GateStore) async throws -> Int {
        let quarantine = try await quarantine(from: store, after: 0)
        var count = 0
        var first = dates.lowerBound
        while first <= dates.upperBound {
            let last = min(first.adding(days: 13), dates.upperBound)
            count += try await judge(first...last, from: store, quarantine: quarantine)
            first = last.adding(days: 1)
        }
        try WrongResult.unless(count, is: members.count * dates.count, "person-days")
        return count
    }

    func judge(
        _ part: ClosedRange<LocalDate>, from store: GateStore, quarantine: Quarantine
    ) async throws -> Int {
        let context = DayBuilder.context(of: part)
        let punches = try await store.punches(
            from: LocalDateTime(context.lowerBound),
            to: LocalDateTime(context.upperBound.adding(days: 1)))
        return DayBuilder(
            members: members, rules: rules, readings: readings, quarantine: quarantine
        ).build(dates: part, punches: punches, quarantined: []).days.count
    }

    func quarantine(from store: GateStore, after id: Int64) async throws -> Quarantine {
        var quarantine = Quarantine()
        var last = id
        while true {
            let punches = try await store.punches(after: last, limit: 20_000)
            if punches.isEmpty { return quarantine }
            for stored in punches { quarantine.judge(stored) }
            last = quarantine.lastID
        }
    }

    /// The row before the punches of one day, about.
    func lastDayID(_ store: GateStore) async throws -> Int64 {
        let total = try await store.gateStates().reduce(0) { $0 + $1.punchCount }
        return Int64(total - total / dates.count)
    }
}
