import Attendance
import Configuration
import GateModel
import Reports
import Store

/// The second step of a night: makes days of punches.
struct Judging: Sendable {
    let workspace: Workspace
    let store: GateStore

    /// Judges everything in the store, or the days in `dates`.
    ///
    /// - Complexity: All punches of the dates are in memory at once.
    func book(dates wanted: ClosedRange<LocalDate>? = nil) async throws -> ReportBook {
        let states = try await store.gateStates()
        let fleet = workspace.fleet(knowing: states)
        let rules = workspace.rules(fleet: fleet, corrections: try await store.corrections())
        let readings = try await store.readings()
        let builder = DayBuilder(
            members: workspace.roster.members, rules: rules, readings: readings)
        var period = JudgedPeriod()
        if let dates = try await dates(wanted, readings: readings) {
            // The whole log, since what a clock did is told by the order of all punches.
            let punches = try await store.punches()
            period = builder.build(dates: dates, punches: punches)
            if wanted == nil {
                // A night shift of the day before may own the first punches; else nothing is known
                // of it. And a day that has not ended is worth a page once somebody came.
                period.dropUnseen(dates.lowerBound)
                for date in dates where date >= workspace.asOf.date { period.dropUnseen(date) }
            }
        }
        return ReportBook(
            rules: rules, period: period, coverage: Coverage(readings),
            gates: records(fleet: fleet, states: states), asOf: workspace.asOf)
    }

    /// The dates to judge: from the first possible punch to the last punch, reading or today,
    /// whichever of them is latest but not in the future; `nil` when there is nothing.
    private func dates(
        _ wanted: ClosedRange<LocalDate>?, readings: [Reading]
    ) async throws -> ClosedRange<LocalDate>? {
        if let wanted { return wanted }
        guard let range = try await store.punchRange(),
            let earliest = LocalDate(year: 2010, month: 1, day: 1)
        else { return nil }
        let first = try await store.punchDates().first { $0.date >= earliest }?.date
        let lastReading = readings.filter(\.isComplete).map(\.readAt.date).max()
        let last = min(
            workspace.asOf.date.adding(days: 1),
            max(range.upperBound.date, lastReading ?? range.upperBound.date))
        guard let first, first <= last else { return nil }
        return first.adding(days: -1)...last
    }

    private func records(fleet: [Gate], states: [GateState]) -> [GateRecord] {
        let bySerial = Dictionary(states.map { ($0.serial, $0) }, uniquingKeysWith: { $1 })
        var records = fleet.map { gate in
            let state = gate.serial.flatMap { bySerial[$0] }
            return GateRecord(
                serial: gate.serial, gate: gate, facts: state?.facts ?? GateFacts(),
                punchCount: state?.punchCount ?? 0, lastSuccess: state?.lastSuccess,
                lastAttempt: state?.lastAttempt, now: workspace.asOf(at: gate))
        }
        let known = Set(fleet.compactMap(\.serial))
        for state in states where !known.contains(state.serial) {
            records.append(
                GateRecord(
                    serial: state.serial, gate: nil, facts: state.facts,
                    punchCount: state.punchCount, lastSuccess: state.lastSuccess,
                    lastAttempt: state.lastAttempt, now: workspace.asOf))
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
