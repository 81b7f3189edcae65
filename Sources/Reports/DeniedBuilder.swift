package import Attendance
package import GateModel

/// Gathers who entered without entitlement from judged days, date by date.
package struct DeniedBuilder: Sendable {
    private static let enteredColumns: [ReportColumn] = [
        ReportColumn("at", "At", .dateTime),
        ReportColumn("member_id", "Member id", .identifier),
        ReportColumn("name", "Name", .text),
        ReportColumn("branch", "Branch", .identifier),
        ReportColumn("device", "Device", .identifier),
        ReportColumn("gate", "Gate", .text),
        ReportColumn("cause", "Cause", .text),
        ReportColumn("entitled_from", "Entitled from", .date),
        ReportColumn("entitled_until", "Entitled until", .date),
        ReportColumn("days", "Days", .count),
    ]

    private static let unknownColumns: [ReportColumn] = [
        ReportColumn("date", "Date", .date),
        ReportColumn("branch", "Branch", .identifier),
        ReportColumn("device_user_id", "Id on the gate", .identifier),
        ReportColumn("first", "First", .time),
        ReportColumn("last", "Last", .time),
        ReportColumn("punches", "Punches", .count),
    ]

    private let rules: AttendanceRules
    private let members: [MemberID: Member]
    private let holdings: GateHoldings
    private let asOf: LocalDateTime
    private var entered: [LocalDate: [[ReportCell]]] = [:]
    private var unknown: [LocalDate: [[ReportCell]]] = [:]
    private var readAt: [LocalDate: LocalDateTime] = [:]
    private var gatesRead: [LocalDate: Int] = [:]

    /// Starts without dates.
    package init(
        rules: AttendanceRules, members: [Member], holdings: GateHoldings, asOf: LocalDateTime
    ) {
        self.rules = rules
        self.members = Dictionary(
            members.map { ($0.memberID, $0) }, uniquingKeysWith: { first, _ in first })
        self.holdings = holdings
        self.asOf = asOf
    }

    /// The dates added so far, oldest first.
    package var dates: [LocalDate] { entered.keys.sorted() }

    /// Adds a date, the report of all branches, from the book it was built from.
    package mutating func add(_ report: DayReport, from book: ReportBook) {
        let date = report.date
        var rows: [(at: LocalDateTime, id: Int64, cells: [ReportCell])] = []
        for day in book.days(on: date) {
            for judged in day.punches where judged.use != .duplicate {
                let stored = judged.stored
                guard let cells = row(day.member, stored) else { continue }
                rows.append((stored.punch.at, stored.id, cells))
            }
        }
        for exception in book.exceptions(on: date) where exception.kind != .quarantined {
            guard let member = exception.member.flatMap({ members[$0] }),
                let cells = row(member, exception.punch)
            else { continue }
            rows.append((exception.punch.punch.at, exception.punch.id, cells))
        }
        rows.sort { ($0.at, $0.id) < ($1.at, $1.id) }
        entered[date] = rows.map(\.cells)
        unknown[date] = report.unlisted.rows.map { [.date(date)] + $0 }
        readAt[date] = report.asOf
        gatesRead[date] = report.coverage.rows.count { $0[4] == .flag(true) }
    }

    /// The page of a date that was added; only that of the latest date can tell what is on the gates.
    package func report(on date: LocalDate, isLatest: Bool) -> DeniedReport {
        report(date: date, dates: [date], states: isLatest)
    }

    /// The page of the last thirty dates, newest first.
    package func report() -> DeniedReport {
        report(date: nil, dates: dates.suffix(30).reversed(), states: true)
    }

    // MARK: - Non public

    private func report(date: LocalDate?, dates: [LocalDate], states: Bool) -> DeniedReport {
        var enteredTable = ReportTable(name: "entered", columns: Self.enteredColumns)
        var unknownTable = ReportTable(name: "unknown_ids", columns: Self.unknownColumns)
        for date in dates {
            for row in entered[date] ?? [] { enteredTable.append(row) }
            for row in unknown[date] ?? [] { unknownTable.append(row) }
        }
        let isReadBack = !holdings.gatesRead.isEmpty
        let reason: DeniedReport.Reason? =
            !isReadBack ? .neverReadBack : states ? nil : .pastState
        let inService = rules.gates.values.count { $0.isEnabled }
        let known = date.flatMap { gatesRead[$0] } ?? self.dates.last.flatMap { gatesRead[$0] }
        return DeniedReport(
            date: date, asOf: date.map { readAt[$0] } ?? asOf,
            gatesRead: min(known ?? 0, inService), gateCount: inService,
            gates: gateTable(),
            lists: [
                .init(kind: .enteredWhileNotEntitled, table: enteredTable),
                .init(
                    kind: .shouldBeBlocked, table: reason == nil ? stateTable(blocked: false) : nil,
                    cannotKnow: reason),
                .init(
                    kind: .blockedNow, table: reason == nil ? stateTable(blocked: true) : nil,
                    cannotKnow: reason),
                .init(kind: .refusedByDevice, table: nil, cannotKnow: .noEventLog),
                .init(
                    kind: .failedVerifications,
                    table: failedTable(date == nil ? datesOfAttempts(besides: dates) : dates),
                    cannotKnow: holdings.failedAttempts.isEmpty ? .noEventLog : nil),
                .init(kind: .unknownIDs, table: unknownTable),
            ])
    }

    /// What each gate in service can tell.
    private func gateTable() -> ReportTable {
        var table = ReportTable(
            name: "gates",
            columns: [
                ReportColumn("device", "Device", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("read_back", "Read back", .flag),
                ReportColumn("refusals", "Refusals", .text),
            ])
        let writing = Set(holdings.failedAttempts.map(\.serial))
        let gates = rules.gates.filter { $0.value.isEnabled }.sorted { left, right in
            (left.value.branch, left.value.name, left.key)
                < (right.value.branch, right.value.name, right.key)
        }
        let readBack = holdings.gatesRead
        for (serial, gate) in gates {
            let telling: DeniedReport.Telling =
                writing.contains(serial) ? .failedVerifications : .noneSoFar
            table.append([
                .identifier(serial.rawValue), .text(gate.name), .identifier(gate.branch.rawValue),
                .flag(readBack.contains(serial)), .text(telling.rawValue),
            ])
        }
        return table
    }

    /// The row of a punch by somebody not entitled on the punch's own date; `nil` for all others.
    private func row(_ member: Member, _ stored: StoredPunch) -> [ReportCell]? {
        let date = stored.punch.at.date
        let reason: String
        var days: Int?
        switch member.entitlement(on: date) {
        case .entitled: return nil
        case .notYet: reason = "not_yet"
        case .expired(let count):
            reason = member.left.map { $0 < date } == true ? "left" : "expired"
            days = count
        }
        let gate = rules.gates[stored.serial]
        return [
            .dateTime(stored.punch.at),
            .identifier(member.memberID.rawValue),
            .text(member.name),
            .known(gate) { .identifier($0.branch.rawValue) },
            .identifier(stored.serial.rawValue),
            .text(gate?.name ?? stored.serial.rawValue),
            .text(reason),
            .known([member.joined, member.accessFrom].compactMap { $0 }.max()) { .date($0) },
            .known([member.left, member.accessUntil].compactMap { $0 }.min()) { .date($0) },
            .known(days) { .count($0) },
        ]
    }

    /// Failed verifications by gate and hour; `nil` when no gate was ever seen to write them down.
    /// The dates of the page and those with nothing but failed attempts, newest first.
    private func datesOfAttempts(besides dates: [LocalDate]) -> [LocalDate] {
        let first = dates.min() ?? asOf.date.adding(days: -30)
        let others = holdings.failedAttempts.map(\.at.date).filter { $0 >= first }
        return Set(dates).union(others).sorted(by: >)
    }

    private func failedTable(_ dates: some Sequence<LocalDate>) -> ReportTable? {
        guard !holdings.failedAttempts.isEmpty else { return nil }
        var table = ReportTable(
            name: "failed_verifications",
            columns: [
                ReportColumn("date", "Date", .date),
                ReportColumn("hour", "Hour", .count),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device", "Device", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("attempts", "Attempts", .count),
            ])
        let perDate = Dictionary(grouping: holdings.failedAttempts, by: \.at.date)
        for date in dates {
            let perGate = Dictionary(grouping: perDate[date] ?? [], by: \.serial)
            for (serial, attempts) in perGate.sorted(by: { $0.key < $1.key }) {
                let gate = rules.gates[serial]
                let hours = Dictionary(grouping: attempts) { $0.at.secondOfDay / 3600 }
                for (hour, found) in hours.sorted(by: { $0.key < $1.key }) {
                    table.append([
                        .date(date), .count(hour),
                        .known(gate) { .identifier($0.branch.rawValue) },
                        .identifier(serial.rawValue), .text(gate?.name ?? serial.rawValue),
                        .count(found.count),
                    ])
                }
            }
        }
        return table
    }

    /// The people whom the roster lets pass no gate, at those of their gates that were never read back.
    ///
    /// People of other gates are left out: nothing says that a gate ever knew them.
    private var unseen: [GateHoldings.Place: GateHoldings.Access] {
        let read = holdings.gatesRead
        let unread = Set(rules.gates.filter { $0.value.isEnabled && !read.contains($0.key) }.keys)
        var found: [GateHoldings.Place: GateHoldings.Access] = [:]
        guard !unread.isEmpty else { return found }
        for member in members.values {
            let reason = member.accessReason(on: asOf.date)
            guard !reason.isAllowed else { continue }
            for serial in rules.gates(of: member) where unread.contains(serial) {
                found[.init(member.memberID, serial)] = GateHoldings.Access(
                    isWanted: false, reason: reason.description, seen: nil, seenAt: nil, since: nil,
                    failure: DeniedReport.neverReadBack)
            }
        }
        return found
    }

    /// Who shall not pass, by what the last read-back showed.
    private func stateTable(blocked: Bool) -> ReportTable {
        var table = ReportTable(
            name: blocked ? "blocked_now" : "should_be_blocked",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device", "Device", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("why", "Why", .text),
                ReportColumn("seen", "Seen on the gate", .text),
            ] + RemainingWays.columns + [
                ReportColumn("since", "Since", .dateTime),
                ReportColumn("seen_at", "Seen at", .dateTime),
                ReportColumn("failure", "Failure", .text),
            ])
        var places = holdings.accesses.filter { !$0.value.isWanted }
        if !blocked { places.merge(unseen) { known, _ in known } }
        let sorted = places.sorted { left, right in
            (left.key.serial, left.key.memberID) < (right.key.serial, right.key.memberID)
        }
        for (place, access) in sorted {
            // Somebody is blocked only when nothing is left that opens the door.
            let left = holdings.remaining(of: place.memberID, at: place.serial)
            guard (access.seen == .absent && !left.isAnythingLeft) == blocked else { continue }
            let gate = rules.gates[place.serial]
            table.append(
                [
                    .identifier(place.memberID.rawValue),
                    .text(members[place.memberID]?.name ?? place.memberID.rawValue),
                    .known(gate) { .identifier($0.branch.rawValue) },
                    .identifier(place.serial.rawValue),
                    .text(gate?.name ?? place.serial.rawValue),
                    .text(access.reason),
                    .known(access.seen) { .text($0.rawValue) },
                ] + left.cells + [
                    .known(access.since) { .dateTime($0) },
                    .known(access.seenAt) { .dateTime($0) },
                    .known(access.failure) { .text($0) },
                ])
        }
        return table
    }
}
