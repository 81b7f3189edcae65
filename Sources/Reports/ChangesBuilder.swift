package import GateModel

/// Compares what a site says with what the one before said.
package struct ChangesBuilder: Sendable {
    /// What the earlier site said; `nil` when there was none.
    package let before: SiteFacts?
    /// What this site says.
    package let now: SiteFacts
    private var report: ChangesReport

    /// An act at a gate for a person, of one or more steps.
    package struct Act: Hashable, Sendable {
        /// Wall time of its first step.
        package var at: LocalDateTime
        /// `block`, `restore`, `create`, `update`, `distribute` or `enroll`.
        package var change: String
        /// `done`, `failed` or `unknown`.
        package var outcome: String
        /// For whom.
        package var memberID: MemberID
        /// The gate.
        package var serial: GateSerial
        /// Why, in the words of the policy; empty when not told.
        package var reason: String
        /// The fingers that its steps name, in the order of their numbers.
        package var fingers: [Int] = []
        /// What the first step that did not succeed came to; `nil` when all did.
        package var failure: String?

        /// Makes an act.
        package init(
            at: LocalDateTime, change: String, outcome: String, memberID: MemberID,
            serial: GateSerial, reason: String
        ) {
            self.at = at
            self.change = change
            self.outcome = outcome
            self.memberID = memberID
            self.serial = serial
            self.reason = reason
        }
    }

    /// Lines of a gate's own log that tell of the same operation.
    package struct Operation: Hashable, Sendable {
        /// The gate.
        package var serial: GateSerial
        /// The number of the operation.
        package var operation: Int
        /// Wall time of the gate in the first and the last line; `nil` when it is none.
        package var first: LocalDateTime?
        package var last: LocalDateTime?
        /// How many lines.
        package var lines: Int

        /// Makes lines of a log.
        package init(
            serial: GateSerial, operation: Int, first: LocalDateTime?, last: LocalDateTime?,
            lines: Int
        ) {
            self.serial = serial
            self.operation = operation
            self.first = first
            self.last = last
            self.lines = lines
        }
    }

    /// Compares two sites; without an earlier one nothing is a change.
    package init(before: SiteFacts?, now: SiteFacts, asOf: LocalDateTime) {
        self.before = before
        self.now = now
        report = ChangesReport(asOf: asOf, since: before.flatMap { LocalDateTime($0.asOf) })
        guard let before else { return }
        let known = Set(before.days)
        report.newDays = now.days.filter { !known.contains($0) }.compactMap { LocalDate($0) }
            .sorted()
        compareExceptions(with: before)
        comparePeople(with: before)
        compareGates(with: before)
    }

    /// Adds person-days that came out otherwise, and how many there are in all.
    package mutating func add(days: [ChangesReport.PersonDay], count: Int) {
        guard before != nil else { return }
        report.days = days
        report.changedDayCount = count
    }

    /// Adds what was done at gates, in the order of time.
    package mutating func add(acts: [Act]) {
        if before != nil { report.acts = table(of: acts) }
    }

    /// Acts as a table, whether or not there is an earlier site.
    package func table(of acts: [Act]) -> ReportTable {
        var table = ChangesReport.noActs
        for act in acts {
            table.append([
                .dateTime(act.at), .text(act.change), .text(act.outcome),
                .identifier(act.memberID.rawValue), name(of: act.memberID.rawValue),
                .identifier(act.serial.rawValue), gate(act.serial.rawValue),
                act.reason.isEmpty ? .missing : .text(act.reason),
            ])
        }
        return table
    }

    /// Adds what gates wrote into their own logs.
    package mutating func add(operations: [Operation]) {
        guard before != nil else { return }
        for line in operations {
            report.operations.append([
                .identifier(line.serial.rawValue), gate(line.serial.rawValue),
                .count(line.operation), .known(line.first) { .dateTime($0) },
                .known(line.last) { .dateTime($0) }, .count(line.lines),
            ])
        }
    }

    /// Adds the corrections made or undone since, out of the whole ledger.
    package mutating func add(corrections: [Correction]) {
        guard let before else { return }
        for entry in corrections {
            let isNew = entry.number > before.lastCorrection
            let isUndone = (entry.undoneBy ?? 0) > before.lastCorrection
            for change in [isNew ? "made" : nil, isUndone ? "undone" : nil].compactMap(\.self) {
                report.corrections.append([
                    .text(change), .count(entry.number), .identifier(entry.memberID.rawValue),
                    name(of: entry.memberID.rawValue), .date(entry.date),
                    .text(entry.kind.rawValue), .dateTime(entry.at), .text(entry.reason),
                    entry.by.isEmpty ? .missing : .text(entry.by),
                ])
            }
        }
    }

    /// What was found.
    package func build() -> ChangesReport { report }

    // MARK: - Non public

    private func name(of member: String) -> ReportCell {
        .known(now.people[member] ?? before?.people[member]) { .text($0.name) }
    }

    private func gate(_ serial: String) -> ReportCell {
        .known(now.gates[serial] ?? before?.gates[serial]) { .text($0.name) }
    }

    private mutating func compareExceptions(with before: SiteFacts) {
        let (oldDays, days) = (Set(before.days), Set(now.days))
        for text in Set(before.exceptions.keys).union(now.exceptions.keys).sorted(by: >) {
            guard let date = LocalDate(text) else { continue }
            // A date that one of the sites did not look at is no change, unless it had no page.
            let old = before.exceptions[text] ?? (oldDays.contains(text) ? nil : [])
            let new = now.exceptions[text] ?? (days.contains(text) ? nil : [])
            guard let old, let new else { continue }
            append(new.minus(old), "came", on: date)
            append(old.minus(new), "gone", on: date)
        }
    }

    private mutating func append(_ found: [SiteException], _ change: String, on date: LocalDate) {
        for exception in found {
            let id = exception.deviceUserID
            report.exceptions.append([
                .text(change), .date(date), .text(exception.kind), .identifier(exception.device),
                gate(exception.device), id.isEmpty ? .missing : .identifier(id),
                .known(LocalDateTime(exception.at)) { .dateTime($0) },
            ])
        }
    }

    private mutating func comparePeople(with before: SiteFacts) {
        for id in Set(before.people.keys).union(now.people.keys).sorted() {
            let (old, new) = (before.people[id], now.people[id])
            guard let person = new ?? old else { continue }
            let could = old?.access == "entitled"
            let can = new?.access == "entitled"
            let change: String
            switch (old, new) {
            case (nil, _): change = "joined"
            case (_, nil): change = "removed"
            default:
                guard could != can else { continue }
                change = can ? "restored" : "blocked"
            }
            report.people.append([
                .text(change), .identifier(id), .text(person.name),
                person.branch.isEmpty ? .missing : .identifier(person.branch),
                .text(person.access),
            ])
        }
    }

    private mutating func compareGates(with before: SiteFacts) {
        let good: Set = [GateStatus.ok.rawValue, GateStatus.off.rawValue]
        for serial in Set(before.gates.keys).union(now.gates.keys).sorted() {
            let (old, new) = (before.gates[serial], now.gates[serial])
            guard let gate = new ?? old else { continue }
            func append(_ change: String, _ was: String?, _ now: String?) {
                report.gates.append([
                    .text(change), .identifier(serial), .text(gate.name),
                    gate.branch.isEmpty ? .missing : .identifier(gate.branch),
                    .known(was) { .text($0) }, .known(now) { .text($0) },
                ])
            }
            guard let old, let new else {
                append(old == nil ? "added" : "removed", old?.status, new?.status)
                continue
            }
            if old.status != new.status {
                append(good.contains(new.status) ? "recovered" : "failed", old.status, new.status)
            }
            // A gate that does not tell any more has not changed, as far as is known.
            if old.firmware != new.firmware, !old.firmware.isEmpty, !new.firmware.isEmpty {
                append("firmware", old.firmware, new.firmware)
            }
            for fact in [GateFact.model, .mac, .fingerAlgorithm].map(\.rawValue) {
                guard let was = old.told?[fact], let now = new.told?[fact], was != now else {
                    continue
                }
                append(fact, was, now)
            }
        }
    }
}

extension [SiteException] {
    /// Those of which the other list has fewer, in order.
    fileprivate func minus(_ other: [SiteException]) -> [SiteException] {
        var left: [SiteException: Int] = [:]
        for exception in other { left[exception, default: 0] += 1 }
        return filter { exception in
            guard let count = left[exception], count > 0 else { return true }
            left[exception] = count - 1
            return false
        }
    }
}
