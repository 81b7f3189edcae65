package import GateModel

/// One month of people × days: the numbers behind a muster page and its JSON.
package struct MusterReport: Hashable, Sendable {
    /// The first day of the month.
    package var month: LocalDate
    /// The branch; `nil` for all branches.
    package var branch: BranchID?
    /// Up to when gates were read for any of its days; `nil` when none was ever read.
    package var asOf: LocalDateTime?
    /// Every day of the month.
    package var dates: [LocalDate]
    /// A row a person, by branch, name and member id.
    package var people: [Person]
    /// A row a day: `date, present, late, absent, unknown, off, holiday, leave, visit, short_stay`;
    /// everything missing on days that were not judged yet.
    package var days: ReportTable
    /// A row a branch: `branch, people` and the sums of ``totalColumns``.
    package var branches: ReportTable

    /// Gates that were not read to the end of every day, by branch and name:
    /// `serial, branch, name, days`.
    package var gaps: ReportTable

    /// One person's month.
    package struct Person: Hashable, Sendable {
        /// The person.
        package var memberID: String
        /// The name.
        package var name: String
        /// The branch of the last day.
        package var branch: String
        /// The department.
        package var department: String
        /// First and last day of employment; `nil` means no limit.
        package var joined: LocalDate?
        package var left: LocalDate?
        /// What stands in each day's cell, in the order of `dates`; `nil` where there is no row.
        package var cells: [Cell?]
        /// The sums, in the order of ``MusterReport/totalColumns``.
        package var totals: [ReportCell]

        /// Whether a date lies before joining or after leaving.
        package func isOut(on date: LocalDate) -> Bool {
            joined.map { date < $0 } == true || left.map { date > $0 } == true
        }
    }

    /// One person-day in a muster.
    package struct Cell: Hashable, Sendable {
        /// The letter code, both with a slash for two shifts: `P`, `HD`, `P/WO`.
        package var code: String
        /// The status of the shift that counts.
        package var status: String
        /// Whether the person came late.
        package var isLate: Bool
        /// Whether a correction changed the day.
        package var isCorrected: Bool
    }

    /// The columns of a person's sums, in their order.
    package static let totalColumns: [ReportColumn] = [
        ReportColumn("present", "Present", .count),
        ReportColumn("late", "Late", .count),
        ReportColumn("half_days", "Half days", .count),
        ReportColumn("absent", "Absent", .count),
        ReportColumn("unknown", "Unknown", .count),
        ReportColumn("leave", "Leave", .count),
        ReportColumn("holiday", "Holidays", .count),
        ReportColumn("off", "Off", .count),
        // Of the days off and holidays before it: those with a punch that counts.
        ReportColumn("off_worked", "Off worked", .count),
        ReportColumn("short_stay", "Short stays", .count),
        ReportColumn("visit", "Visits", .count),
        ReportColumn("presence_seconds", "Presence", .duration),
        ReportColumn("counted_seconds", "Counted", .duration),
        ReportColumn("late_minutes", "Late (min)", .count),
        ReportColumn("early_minutes", "Early (min)", .count),
        ReportColumn("overtime_minutes", "Overtime (min)", .count),
    ]

    /// The columns of a day's sums, in their order.
    package static let dayColumns: [ReportColumn] =
        [ReportColumn("date", "Date", .date)]
        + [
            ("present", "Present"), ("late", "Late"), ("absent", "Absent"),
            ("unknown", "Unknown"), ("off", "Off"), ("holiday", "Holiday"), ("leave", "Leave"),
            ("visit", "Visits"), ("short_stay", "Short stays"),
        ].map { ReportColumn($0.0, $0.1, .count) }
}
