import Attendance
import Configuration
import GateModel
import Reports
import Store

/// Everything days are judged by in one run, and the way to the punches.
struct DayCourt: Sendable {
    let workspace: Workspace
    let rules: AttendanceRules
    private let store: GateStore
    private let coverage: Coverage
    /// Every attempt to read a gate.
    let readings: [Reading]
    private let quarantine: Quarantine
    private let builder: DayBuilder
    /// What is known of each gate.
    let gates: [GateRecord]

    init(
        workspace: Workspace, store: GateStore, rules: AttendanceRules, readings: [Reading],
        quarantine: Quarantine, gates: [GateRecord]
    ) {
        self.workspace = workspace
        self.store = store
        self.rules = rules
        self.readings = readings
        self.quarantine = quarantine
        self.gates = gates
        coverage = Coverage(readings)
        builder = DayBuilder(
            members: workspace.roster.members, rules: rules, readings: readings,
            quarantine: quarantine)
    }

    /// Punches with impossible times.
    var quarantinedCount: Int { quarantine.count }

    /// Changes kept of one run: another policy changes every day there ever was, and nobody reads that.
    private static let mostChangesKept = 10_000

    /// Days judged at once, of which two weeks are in memory, or less where there are many people.
    private var stride: Int {
        max(2, min(14, Self.mostDaysAtOnce / max(1, workspace.roster.members.count)))
    }

    /// Person-days that are in memory at once, unless two days of everybody are more.
    private static let mostDaysAtOnce = 40_000

    /// Punches taken from the store at once while there may be millions.
    private static let walkStride = 4_000

    /// Judges `dates`; the punches of two weeks at most are in memory at once.
    ///
    /// - Parameters:
    ///   - dates: The work dates wanted.
    ///   - people: Whose days are wanted; `nil` for everybody's.
    ///   - listsQuarantined: Whether punches with impossible times are among the exceptions.
    /// - Returns: The days and exceptions.
    /// - Throws: `StoreError`.
    func period(
        _ dates: ClosedRange<LocalDate>, of people: Set<MemberID>? = nil,
        listsQuarantined: Bool = true
    ) async throws -> JudgedPeriod {
        var period = JudgedPeriod()
        let quarantine = quarantine
        for part in dates.parts(ofDays: stride) {
            let context = DayBuilder.context(of: part)
            let punches = try await store.foldPunches(
                from: LocalDateTime(context.lowerBound),
                to: LocalDateTime(context.upperBound.adding(days: 1)), into: [StoredPunch]()
            ) { if !quarantine.holds($1) { $0.append($1) } }
            let quarantined =
                listsQuarantined ? try await store.punches(in: spans(readOn: part)) : []
            let judged = builder.build(
                dates: part, punches: punches, quarantined: quarantined, of: people)
            period.days += judged.days
            period.exceptions += judged.exceptions
        }
        return period
    }

    /// Where the punches with impossible times lie that were read on `dates`.
    private func spans(readOn dates: ClosedRange<LocalDate>) -> [PunchSpan] {
        quarantine.runs(readOn: dates).map {
            PunchSpan(serial: $0.serial, first: $0.run.first, last: $0.run.last)
        }
    }

    /// Hands over the punches with impossible times that were read on a date, as they are listed, by
    /// time, gate and `order`; a few thousand are in memory at once.
    func forEachQuarantined(
        readOn date: LocalDate, by order: PunchOrder,
        _ body: (AttendanceException) throws -> Void
    ) async throws {
        let spans = spans(readOn: date...date)
        guard !spans.isEmpty else { return }
        try await store.openWalk(of: spans, by: order)
        while true {
            let found = try await store.nextPunches(limit: Self.walkStride)
            guard !found.isEmpty else { return }
            for stored in found {
                if let listed = builder.exception(ofQuarantined: stored) { try body(listed) }
            }
        }
    }

    /// Judges `dates` and makes a book of them.
    func book(
        _ dates: ClosedRange<LocalDate>, listsQuarantined: Bool = true
    ) async throws -> ReportBook {
        book(of: try await period(dates, listsQuarantined: listsQuarantined))
    }

    /// Makes a book of judged days.
    func book(of period: JudgedPeriod) -> ReportBook {
        ReportBook(
            rules: rules, period: period, coverage: coverage, gates: gates, asOf: workspace.asOf)
    }

    /// The dates about which anything can be known: from the day before the first possible punch to
    /// the last punch, reading or today, whichever of them is latest but not in the future; `nil`
    /// when there is nothing.
    func knownDates() async throws -> ClosedRange<LocalDate>? {
        guard let earliest = LocalDate(year: 2010, month: 1, day: 1),
            let first = try await store.firstPunch(notBefore: LocalDateTime(earliest))?.date,
            let newest = try await store.punchRange()?.upperBound.date
        else { return nil }
        let lastReading = readings.filter(\.isComplete).map(\.readAt.date).max()
        let last = min(
            workspace.asOf.date.adding(days: 1), max(newest, lastReading ?? newest))
        return first <= last ? first.adding(days: -1)...last : nil
    }

    // MARK: - Only what changed

    /// What a run judged again, and what came of it.
    struct Outcome: Sendable {
        /// The dates that are worth a page, oldest first.
        var dates: [LocalDate] = []
        /// The digest of what each of them was made of.
        var inputs: [LocalDate: String] = [:]
        /// The last date on which anybody came, else the last of all; `nil` when there is none.
        var latest: LocalDate?
        /// The dates that were judged again.
        var judged: Set<LocalDate> = []
        /// The person-days that came out otherwise than before: at most the first thousand, the
        /// store keeps ten thousand of a run.
        var changes: [DayChange] = []
        /// How many came out otherwise than before.
        var changedCount = 0
    }

    /// Judges the dates of which anything changed since the last run, and keeps what came out.
    ///
    /// - Parameters:
    ///   - all: Judges every date again; the result is the same.
    ///   - progress: Told how many of the dates to judge are done, and how many they are.
    /// - Returns: The dates worth a page, those judged again, and what came out otherwise.
    /// - Throws: `StoreError`.
    func update(
        all: Bool, progress: (_ done: Int, _ total: Int) -> Void
    ) async throws -> Outcome {
        var outcome = Outcome()
        guard let dates = try await knownDates() else { return outcome }
        let inputs = DayInputs(
            members: workspace.roster.members, rules: rules, readings: readings,
            quarantine: quarantine)
        let known = try await store.judgedInputs()
        var contents = known.mapValues(\.content)
        for date in dates { outcome.inputs[date] = inputs.fingerprint(of: date).text }
        let dirty = dates.filter { all || known[$0]?.inputs != outcome.inputs[$0] }
        for part in dirty.runs(ofDays: stride) {
            let old = Dictionary(
                try await store.judgedDates(part).map { ($0.date, $0) }, uniquingKeysWith: { $1 })
            let book = try await book(part)
            var new: [JudgedDate] = []
            var changes: [DayChange] = []
            var exceptions: [LocalDate: [SiteException]] = [:]
            for date in part {
                let judged = book.judgedDate(date, inputs: outcome.inputs[date] ?? "")
                contents[date] = judged.content
                exceptions[date] = SiteException.all(of: book.exceptions(on: date))
                new.append(judged)
                if let old = old[date] {
                    changes += DayLines.changes(from: old.rows, to: judged.rows)
                }
            }
            // A day that has not ended is judged again in every run and changes nothing.
            new.removeAll { $0.date >= workspace.asOf.date }
            try await KeptPages.forget(part, in: store)
            try await News.keep(exceptions, asOf: workspace.asOf.date, in: store)
            let room = max(0, Self.mostChangesKept - outcome.changedCount)
            try await store.keep(
                new, changes: Array(changes.prefix(room)), foundAt: workspace.asOf)
            outcome.judged.formUnion(part)
            progress(outcome.judged.count, dirty.count)
            outcome.changes += changes.prefix(max(0, 1000 - outcome.changes.count))
            outcome.changedCount += changes.count
        }
        outcome.dates = dates.filter { date in
            let content = contents[date] ?? .nothing
            // A night shift of the day before may own the first punches; else nothing is known of
            // it. And a day that has not ended is worth a page once somebody came.
            let needsPunches = date == dates.lowerBound || date >= workspace.asOf.date
            return content == .punches || (content == .absence && !needsPunches)
        }
        outcome.latest =
            outcome.dates.last { contents[$0] == .punches } ?? outcome.dates.last
        return outcome
    }

    /// How the dates that are worth a page came out, the last `count` days up to the latest; a week
    /// is in memory at once.
    func counts(of judged: Outcome, lastDays count: Int) async throws -> [LocalDate: DayCounts] {
        guard let latest = judged.latest else { return [:] }
        let wanted = judged.dates.filter { $0 <= latest && $0 > latest.adding(days: -count) }
        var counts: [LocalDate: DayCounts] = [:]
        for part in wanted.runs(ofDays: 7) {
            for day in try await period(part, listsQuarantined: false).days {
                counts[day.date, default: .init()].add(day)
            }
        }
        return counts
    }
}

extension ReportBook {
    /// The rows of a date as they are kept.
    fileprivate func judgedDate(_ date: LocalDate, inputs: String) -> JudgedDate {
        let days = days(on: date)
        let hasPunches =
            days.contains { !$0.punches.isEmpty } || !exceptions(on: date).isEmpty
        var table = ReportTable(name: "days", columns: DayColumns.all)
        for day in days { table.append(DayColumns.row(day)) }
        return JudgedDate(
            date: date, inputs: inputs,
            content: hasPunches ? .punches : days.isEmpty ? .nothing : .absence,
            rows: table.jsonLines)
    }
}

extension ClosedRange<LocalDate> {
    /// The range in parts of at most `count` days.
    fileprivate func parts(ofDays count: Int) -> [ClosedRange<LocalDate>] {
        Array(self).runs(ofDays: count)
    }
}

extension [LocalDate] {
    /// Ascending dates as ranges without holes, of at most `count` days.
    func runs(ofDays count: Int) -> [ClosedRange<LocalDate>] {
        var runs: [ClosedRange<LocalDate>] = []
        for date in self {
            if let last = runs.last, last.upperBound.adding(days: 1) == date,
                last.lowerBound.distance(to: date) < count
            {
                runs[runs.count - 1] = last.lowerBound...date
            } else {
                runs.append(date...date)
            }
        }
        return runs
    }
}
