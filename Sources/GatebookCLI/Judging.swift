import Attendance
import Configuration
import GateModel
import Reports
import Store

/// The second step of a night: makes days of punches.
struct Judging: Sendable {
    let workspace: Workspace
    let store: GateStore

    /// Judges the days in `dates`, or everything in the store, and keeps nothing.
    ///
    /// - Complexity: All days asked for are in memory at once, the punches of two weeks.
    func book(dates wanted: ClosedRange<LocalDate>? = nil) async throws -> ReportBook {
        let judge = try await load(keeps: false)
        if let wanted { return try await judge.book(wanted) }
        guard let dates = try await judge.knownDates() else {
            return judge.book(of: JudgedPeriod())
        }
        var period = try await judge.period(dates)
        // A night shift of the day before may own the first punches; else nothing is known of it.
        // And a day that has not ended is worth a page once somebody came.
        period.dropUnseen(dates.lowerBound)
        for date in dates where date >= workspace.asOf.date { period.dropUnseen(date) }
        return judge.book(of: period)
    }

    /// Loads everything days are judged by, once a run.
    ///
    /// - Parameters:
    ///   - keeps: Whether what the new punches tell about clocks is kept for the next run; only for
    ///     commands that hold the lock of the store.
    ///   - forgets: Whether what was kept is found out again.
    /// - Returns: What judges days.
    /// - Throws: `StoreError`.
    func load(keeps: Bool, forgets: Bool = false) async throws -> DayCourt {
        let states = try await store.gateStates()
        let fleet = workspace.fleet(knowing: states)
        let rules = workspace.rules(fleet: fleet, corrections: try await store.corrections())
        let readings = try await store.readings()
        return DayCourt(
            workspace: workspace, store: store, rules: rules, readings: readings,
            quarantine: try await quarantine(keeps: keeps, forgets: forgets),
            gates: records(fleet: fleet, states: states))
    }

    /// Tells impossible times as of now; keeps nothing.
    ///
    /// - Throws: `StoreError`.
    func quarantine() async throws -> Quarantine {
        try await quarantine(keeps: false, forgets: false)
    }

    /// Tells impossible times, going on where the last run stopped.
    ///
    /// Judged dates near the new punches are outdated in the same transaction that keeps how far this
    /// came, so a killed run loses nothing.
    private func quarantine(keeps: Bool, forgets: Bool) async throws -> Quarantine {
        var quarantine = forgets ? Quarantine() : try await savedQuarantine() ?? Quarantine()
        let start = quarantine.lastID
        var touched: Set<LocalDate> = []
        while true {
            let punches = try await store.punches(after: quarantine.lastID, limit: 5_000)
            guard !punches.isEmpty else { break }
            for stored in punches {
                quarantine.judge(stored)
                touched.insert(stored.punch.at.date)
            }
        }
        guard keeps, quarantine.lastID != start else { return quarantine }
        var outdated: Set<LocalDate> = []
        for date in touched {
            for days in -3...2 { outdated.insert(date.adding(days: days)) }
        }
        try await store.keepDerived(
            [Self.quarantineName: quarantine.savedText], outdating: outdated)
        return quarantine
    }

    private static let quarantineName = "quarantine"

    private func savedQuarantine() async throws -> Quarantine? {
        try await store.derived(Self.quarantineName).flatMap(Quarantine.init(savedText:))
    }

    private func records(fleet: [Gate], states: [GateState]) -> [GateRecord] {
        let bySerial = Dictionary(states.map { ($0.serial, $0) }, uniquingKeysWith: { $1 })
        var records = fleet.map { gate in
            let state = gate.serial.flatMap { bySerial[$0] }
            var record = GateRecord(
                serial: gate.serial, gate: gate, facts: state?.facts ?? GateFacts(),
                punchCount: state?.punchCount ?? 0, lastSuccess: state?.lastSuccess,
                lastAttempt: state?.lastAttempt, now: workspace.asOf(at: gate))
            record.factChanges = state?.factChanges ?? []
            return record
        }
        let known = Set(fleet.compactMap(\.serial))
        for state in states where !known.contains(state.serial) {
            var record = GateRecord(
                serial: state.serial, gate: nil, facts: state.facts,
                punchCount: state.punchCount, lastSuccess: state.lastSuccess,
                lastAttempt: state.lastAttempt, now: workspace.asOf)
            record.factChanges = state.factChanges
            records.append(record)
        }
        return records
    }
}

extension JudgedPeriod {
    /// Drops a date on which nobody made a punch.
    fileprivate mutating func dropUnseen(_ date: LocalDate) {
        let isSeen = days.contains { $0.date == date && !$0.punches.isEmpty }
        if !isSeen { days.removeAll { $0.date == date } }
    }
}
