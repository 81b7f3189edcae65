package import GateModel

/// The gates: when each was last read, what it holds and what is wrong with it.
package struct DevicesReport: Hashable, Sendable {
    /// Wall time of the site at which the page speaks.
    package var asOf: LocalDateTime
    /// A row a gate, those that need attention first: `serial, branch, name, host, enabled, status,
    /// last_success, last_attempt, failure, clock_offset_seconds, records_on_gate, records_stored,
    /// record_capacity, users, user_capacity, templates, template_capacity, model, firmware, mode,
    /// door, door_at, platform, mac, finger_algorithm, log_full_in_days, log_growth_days`; the last two
    /// tell when the log will be full.
    /// `status` is `ok`, `failed`, `stale`, `never` or `off`.
    package var gates: ReportTable
    /// A row a branch, the one with the worst gate first: `branch, name, gates, in_order, worst, worst_gate,
    /// oldest`; `worst_gate` is missing when all are in order, `oldest` is the oldest of the last
    /// readings and missing when a gate was never read.
    package var branches: ReportTable
    /// What gates told otherwise than before, newest first, with the wall times of the last reading before
    /// and the first one after: `serial, fact, before, seen_before, after, seen_after`. `fact` is one of
    /// `GateFact`; `serial` means that another gate was at the address.
    package var changes: ReportTable
    /// How reading went on the last dates, by serial number.
    package var readings: [String: [ReadingDay]]

    /// Makes a report from its parts.
    package init(
        asOf: LocalDateTime, gates: ReportTable, branches: ReportTable = noBranches,
        changes: ReportTable = noChanges,
        readings: [String: [ReadingDay]] = [:]
    ) {
        self.branches = branches
        self.changes = changes
        self.readings = readings
        self.asOf = asOf
        self.gates = gates
    }
}
