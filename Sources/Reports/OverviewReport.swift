package import GateModel

/// The owner's page: the latest day and what needs attention.
package struct OverviewReport: Hashable, Sendable {
    /// Wall time of the site at which the page speaks.
    package var asOf: LocalDateTime
    /// The latest day with any reading or punch; `nil` when the store is empty.
    package var latest: LocalDate?
    /// The counts of that day, all branches.
    package var counts: DayCounts
    /// A row a branch, as in ``DayReport/branches``.
    package var branches: ReportTable
    /// People whose last punch of the latest day was an entry:
    /// `member_id, name, branch, since, gate, elapsed_seconds`, the span up to the last reading of the gate.
    package var inside: ReportTable
    /// People who came late on the latest day, latest first:
    /// `member_id, name, branch, shift, first_in, late_minutes`.
    package var late: ReportTable
    /// People about whom the latest day says nothing yet: `member_id, name, branch, why`.
    package var unknown: ReportTable
    /// Gates that need attention: `serial, branch, name, problem, since`.
    package var attention: ReportTable
    /// First entries of the latest day by hour, every hour from the first to the last:
    /// `hour, arrivals`.
    package var arrivals: ReportTable
    /// The last thirty days, oldest first: `date, present, late, absent, unknown, off, holiday, leave,
    /// short_stay, visit`.
    package var month: ReportTable
    /// Ids that are not on the roster and passed a gate on the latest day.
    package var unlisted: Int

    /// Makes a report from its parts.
    package init(
        asOf: LocalDateTime, latest: LocalDate?, counts: DayCounts, branches: ReportTable,
        inside: ReportTable, late: ReportTable, unknown: ReportTable, attention: ReportTable,
        arrivals: ReportTable, month: ReportTable, unlisted: Int = 0
    ) {
        self.unlisted = unlisted
        self.asOf = asOf
        self.latest = latest
        self.counts = counts
        self.branches = branches
        self.inside = inside
        self.late = late
        self.unknown = unknown
        self.attention = attention
        self.arrivals = arrivals
        self.month = month
    }
}
