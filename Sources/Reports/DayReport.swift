package import Attendance
package import GateModel

/// Daily attendance of all branches or of one: the numbers behind a day's page, JSON and files.
package struct DayReport: Hashable, Sendable {
    /// The work date.
    package var date: LocalDate
    /// The branch; `nil` for all branches.
    package var branch: BranchID?
    /// Up to when the gates were read for this day; `nil` when none was ever read.
    package var asOf: LocalDateTime?
    /// How many people came to what.
    package var counts: DayCounts
    /// The gates that could have seen people that day: `serial, branch, name, read_at, ok, note`.
    package var coverage: ReportTable
    /// A row a person and shift, the columns of the days export. Branch, name, member id in order.
    package var people: ReportTable
    /// What does not fit into a table cell, for each row of `people` in the same order.
    package var details: [Detail]
    /// Every punch of the day, the columns of the punches export, in the order of time.
    package var punches: ReportTable
    /// Punches that belong to nobody's day:
    /// `kind, device, device_user_id, at, note`, in the order of time.
    package var exceptions: ReportTable
    /// Ids that passed a gate but are not on the roster:
    /// `branch, device_user_id, first, last, punches`.
    package var unlisted: ReportTable
    /// A row a branch, in the order of their ids, where the report is of all:
    /// `branch, name, people, present, late, absent, unknown, off, holiday, leave, short_stay, visit,
    /// unlisted`.
    package var branches: ReportTable
    /// Rows of people who are not known only because their shift was open at the last reading.
    package var openShifts: Int

    /// More about one row of `people`.
    package struct Detail: Hashable, Sendable {
        /// Which punch the day lacks.
        package var missing: MissingPunch?
        /// More that a reader should know, a sentence each.
        package var notes: [String]
        /// The person's punches of that day, used or not, in the order of time.
        package var punches: [JudgedPunch]
        /// What the gates alone say about a corrected day; `nil` when nothing was corrected.
        package var recorded: RecordedDay?

        /// Makes the detail of a row.
        package init(
            missing: MissingPunch?, notes: [String], punches: [JudgedPunch],
            recorded: RecordedDay? = nil
        ) {
            self.recorded = recorded
            self.missing = missing
            self.notes = notes
            self.punches = punches
        }
    }

    /// Makes a report from its parts.
    package init(
        date: LocalDate, branch: BranchID?, asOf: LocalDateTime?, counts: DayCounts,
        coverage: ReportTable, people: ReportTable, details: [Detail], punches: ReportTable,
        exceptions: ReportTable, unlisted: ReportTable,
        branches: ReportTable = ReportTable(name: "branches", columns: branchColumns),
        openShifts: Int = 0
    ) {
        self.branches = branches
        self.openShifts = openShifts
        self.date = date
        self.branch = branch
        self.asOf = asOf
        self.counts = counts
        self.coverage = coverage
        self.people = people
        self.details = details
        self.punches = punches
        self.exceptions = exceptions
        self.unlisted = unlisted
    }
}

extension DayReport {
    /// The columns of ``branches``.
    package static let branchColumns =
        [
            ReportColumn("branch", "Branch", .identifier),
            ReportColumn("name", "Name", .text),
            ReportColumn("people", "People", .count),
        ] + DayCounts.columns + [ReportColumn("unlisted", "Not on the roster", .count)]
}

/// How many person-days came to what. Late people are present, too.
package struct DayCounts: Hashable, Sendable {
    /// Came.
    package var present = 0
    /// Came, after the grace.
    package var late = 0
    /// Did not come, and every gate concerned was read afterwards.
    package var absent = 0
    /// Not known: a gate concerned was not read afterwards.
    package var unknown = 0
    /// Weekly day off.
    package var off = 0
    /// Public holiday.
    package var holiday = 0
    /// On leave.
    package var leave = 0
    /// People without a shift who came.
    package var visit = 0
    /// Came for less than counts as a day.
    package var shortStay = 0

    /// Makes counts of nothing.
    package init() {}

    /// Counts one person-day.
    package mutating func add(_ day: PersonDay) {
        switch day.status {
        case .present:
            present += 1
            if (day.lateMinutes ?? 0) > 0 { late += 1 }
        case .absent: absent += 1
        case .unknown: unknown += 1
        case .off: off += 1
        case .holiday: holiday += 1
        case .leave: leave += 1
        case .visit: visit += 1
        case .shortStay: shortStay += 1
        case .notEmployed: break
        }
    }

    /// The columns of counts in a table, in their order.
    package static let columns = [
        ReportColumn("present", "Present", .count),
        ReportColumn("late", "Late", .count),
        ReportColumn("absent", "Absent", .count),
        ReportColumn("unknown", "Unknown", .count),
        ReportColumn("off", "Off", .count),
        ReportColumn("holiday", "Holiday", .count),
        ReportColumn("leave", "Leave", .count),
        ReportColumn("short_stay", "Short stays", .count),
        ReportColumn("visit", "Visits", .count),
    ]

    /// The counts as cells of ``columns``.
    package var cells: [ReportCell] {
        [present, late, absent, unknown, off, holiday, leave, shortStay, visit].map { .count($0) }
    }

    /// Adds the counts of another group.
    package mutating func add(_ other: DayCounts) {
        present += other.present
        late += other.late
        absent += other.absent
        unknown += other.unknown
        off += other.off
        holiday += other.holiday
        leave += other.leave
        visit += other.visit
        shortStay += other.shortStay
    }
}
