package import Attendance
package import GateModel

/// One person: the days of the last weeks, and what the person is to the gates.
package struct PersonReport: Hashable, Sendable {
    /// Wall time of the site at which the page speaks.
    package var asOf: LocalDateTime
    /// The person as on the roster.
    package var member: Member
    /// The days, newest first, the columns of the days export.
    package var days: ReportTable
    /// What does not fit into a table cell, for each row of `days` in the same order.
    package var details: [DayReport.Detail]
    /// The time card of each month that has a judged day, newest first; none for visitors.
    package var timeCards: [TimeCard]
    /// All gates, by serial number.
    package var gates: [GateSerial: Gate]
    /// What the days came to.
    package var counts: DayCounts
    /// Which id on which gate is this person:
    /// `serial, gate, branch, device_user_id, from, to, origin`; `origin` is `roster` or `identities`.
    package var identities: ReportTable
    /// What is wanted and seen at each gate:
    /// `serial, gate, wanted, reason, seen, since, seen_at, fingers, finger_numbers, card, password,
    /// face, failure`.
    package var access: ReportTable
    /// The ledger of corrections of this person, oldest first:
    /// `number, date, kind, before, at, reason, by, recorded_at, undone_by`; `before` is what the gates
    /// alone say, missing when they say nothing or the day is too long ago to be on the page.
    package var corrections: ReportTable
    /// When entitlement begins and ends: `what, from, until, state`.
    package var entitlement: ReportTable
    /// What happened to the entitlement and to what the gates hold of the person, newest first:
    /// `day, time, act, serial, gate, finger_numbers, reason, outcome, failure, proven_at`.
    ///
    /// `act` is `entitled` or `ended` by the dates of the roster (without a time), `block`, `restore`,
    /// `create`, `update`, `distribute` or `enroll` by the journal, `enrolled_at_gate` by the
    /// gate's own log, `saved` or `saved_record` by the
    /// vault, `not_let_in` or `not_blocked` by the last read-back. `proven_at` is since when read-backs
    /// have shown it, for the newest act at a gate.
    package var timeline = ReportTable(name: "timeline", columns: timelineColumns)
    /// How many older events there are.
    package var olderEvents = 0
    /// The newest saved version of each finger from each gate: `finger, saved_at, serial, gate,
    /// algorithm, mark, bytes, versions, gates_fitting, gates_other, gates_unknown, models`.
    package var backups = ReportTable(name: "backups", columns: backupColumns)

    /// Whether the person may pass on the day of the report.
    package var isEntitled: Bool { member.isEntitled(on: asOf.date) }
}

/// Makes reports of people from what was judged and from what the gates hold.
package struct PersonReportBuilder: Sendable {
    private let rules: AttendanceRules
    private let corrections: [MemberID: [Correction]]
    private let holdings: GateHoldings
    private let history: PersonHistory
    private let fitting: [String: FittingGates]
    private let asOf: LocalDateTime

    /// Makes a builder; `gates` are those that may take the fingers of the vault.
    package init(
        rules: AttendanceRules, corrections: [Correction], holdings: GateHoldings,
        history: PersonHistory = PersonHistory(), gates: [GateRecord] = [], asOf: LocalDateTime
    ) {
        self.history = history
        let algorithms = Set(history.saves.values.joined().map(\.algorithm))
        fitting = Dictionary(
            uniqueKeysWithValues: algorithms.map { ($0, FittingGates($0, among: gates)) })
        self.rules = rules
        self.corrections = Dictionary(grouping: corrections, by: \.memberID)
        self.holdings = holdings
        self.asOf = asOf
    }

    /// The report of a person with their judged days, in any order.
    package func report(_ member: Member, days: [PersonDay]) -> PersonReport {
        let sorted = days.sorted { left, right in
            if left.date != right.date { return left.date > right.date }
            guard let first = left.window, let second = right.window else { return false }
            return first.lowerBound > second.lowerBound
        }
        var table = ReportTable(name: "days", columns: DayColumns.all)
        var counts = DayCounts()
        for day in sorted {
            table.append(DayColumns.row(day))
            counts.add(day)
        }
        let details = sorted.map {
            DayReport.Detail(
                missing: $0.missing, notes: $0.notes, punches: $0.punches, recorded: $0.recorded)
        }
        var report = PersonReport(
            asOf: asOf, member: member, days: table, details: details,
            timeCards: TimeCard.cards(of: sorted), gates: rules.gates, counts: counts,
            identities: identityTable(member), access: accessTable(member),
            corrections: correctionTable(member, days), entitlement: entitlementTable(member))
        let timeline = PersonTimeline(
            member: member, acts: history.acts[member.memberID] ?? [],
            saves: history.saves[member.memberID] ?? [],
            enrollments: history.enrollments[member.memberID] ?? [], holdings: holdings,
            gates: rules.gates(of: member), asOf: asOf
        ) { rules.gates[$0]?.name ?? $0.rawValue }
        (report.timeline, report.olderEvents) = timeline.table()
        report.olderEvents += history.forgottenActs[member.memberID] ?? 0
        report.backups = timeline.backups { fitting[$0] ?? FittingGates($0, among: []) }
        return report
    }

    // MARK: - Non public

    private func identityTable(_ member: Member) -> ReportTable {
        var table = ReportTable(
            name: "identities",
            columns: [
                ReportColumn("serial", "Serial", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device_user_id", "Id on the gate", .identifier),
                ReportColumn("from", "From", .date),
                ReportColumn("to", "Until", .date),
                ReportColumn("origin", "Origin", .text),
            ])
        for serial in rules.gates(of: member) {
            guard let gate = rules.gates[serial] else { continue }
            let own = rules.identities.filter {
                $0.memberID == member.memberID && $0.branch == gate.branch
            }
            for identity in own {
                table.append([
                    .identifier(serial.rawValue), .text(gate.name),
                    .identifier(gate.branch.rawValue), .identifier(identity.deviceUserID.rawValue),
                    .known(identity.from) { .date($0) }, .known(identity.to) { .date($0) },
                    .text("identities"),
                ])
            }
            if own.contains(where: { $0.from == nil && $0.to == nil }) { continue }
            table.append([
                .identifier(serial.rawValue), .text(gate.name), .identifier(gate.branch.rawValue),
                .identifier(member.deviceUserID.rawValue), .missing, .missing, .text("roster"),
            ])
        }
        return table
    }

    private func accessTable(_ member: Member) -> ReportTable {
        var table = ReportTable(
            name: "access",
            columns: [
                ReportColumn("serial", "Serial", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("wanted", "Shall pass", .flag),
                ReportColumn("reason", "Reason", .text),
                ReportColumn("seen", "Seen on the gate", .text),
                ReportColumn("since", "Since", .dateTime),
                ReportColumn("seen_at", "Seen at", .dateTime),
                ReportColumn("fingers", "Fingers", .count),
            ] + RemainingWays.columns + [ReportColumn("failure", "Failure", .text)])
        for serial in rules.gates(of: member) {
            let fact = holdings.access(of: member.memberID, at: serial)
            let left = holdings.remaining(of: member.memberID, at: serial)
            table.append(
                [
                    .identifier(serial.rawValue),
                    .text(rules.gates[serial]?.name ?? serial.rawValue),
                    .known(fact) { .flag($0.isWanted) },
                    .known(fact) { .text($0.reason) },
                    .known(fact?.seen) { .text($0.rawValue) },
                    .known(fact?.since) { .dateTime($0) },
                    .known(fact?.seenAt) { .dateTime($0) },
                    .known(left.fingers) { .count($0.count) },
                ] + left.cells + [.known(fact?.failure) { .text($0) }])
        }
        return table
    }

    private func correctionTable(_ member: Member, _ days: [PersonDay]) -> ReportTable {
        var table = ReportTable(
            name: "corrections",
            columns: [
                ReportColumn("number", "Number", .count),
                ReportColumn("date", "Date", .date),
                ReportColumn("kind", "Kind", .text),
                ReportColumn("before", "Before", .dateTime),
                ReportColumn("at", "At", .dateTime),
                ReportColumn("reason", "Reason", .text),
                ReportColumn("by", "By", .text),
                ReportColumn("recorded_at", "Recorded at", .dateTime),
                ReportColumn("undone_by", "Undone by", .count),
            ])
        for correction in corrections[member.memberID] ?? [] {
            let before = days.first { $0.date == correction.date }.flatMap { day in
                correction.kind == .in
                    ? day.recorded.map(\.firstIn) ?? day.firstIn
                    : day.recorded.map(\.lastOut) ?? day.lastOut
            }
            table.append([
                .count(correction.number), .date(correction.date),
                .text(correction.kind.rawValue), .known(before) { .dateTime($0) },
                .dateTime(correction.at),
                .text(correction.reason),
                correction.by.isEmpty ? .missing : .text(correction.by),
                .dateTime(correction.recordedAt), .known(correction.undoneBy) { .count($0) },
            ])
        }
        return table
    }

    private func entitlementTable(_ member: Member) -> ReportTable {
        var table = ReportTable(
            name: "entitlement",
            columns: [
                ReportColumn("what", "What", .text),
                ReportColumn("from", "From", .date),
                ReportColumn("until", "Until", .date),
            ])
        let spans = [
            ("employment", member.joined, member.left),
            ("access", member.accessFrom, member.accessUntil),
        ]
        for (what, from, until) in spans where from != nil || until != nil {
            table.append([
                .text(what), .known(from) { .date($0) }, .known(until) { .date($0) },
            ])
        }
        return table
    }
}
