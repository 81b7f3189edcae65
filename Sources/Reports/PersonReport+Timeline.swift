import GateModel

extension PersonReport {
    /// Events that are told; ``olderEvents`` says how many there are besides.
    package static let mostEvents = 40

    /// The columns of ``timeline``.
    static let timelineColumns = [
        ReportColumn("day", "Day", .date),
        ReportColumn("time", "Time", .time),
        ReportColumn("act", "What", .text),
        ReportColumn("serial", "Serial", .identifier),
        ReportColumn("gate", "Gate", .text),
        ReportColumn("finger_numbers", "Finger numbers", .text),
        ReportColumn("reason", "Reason", .text),
        ReportColumn("outcome", "Outcome", .text),
        ReportColumn("failure", "Failure", .text),
        ReportColumn("proven_at", "Proven at", .dateTime),
    ]

    /// The columns of ``backups``.
    static let backupColumns = [
        ReportColumn("finger", "Finger", .count),
        ReportColumn("saved_at", "Saved at", .dateTime),
        ReportColumn("serial", "Serial", .identifier),
        ReportColumn("gate", "Gate", .text),
        ReportColumn("algorithm", "Algorithm", .text),
        ReportColumn("mark", "Mark", .identifier),
        ReportColumn("bytes", "Bytes", .count),
        ReportColumn("versions", "Versions", .count),
        ReportColumn("gates_fitting", "Gates that take it", .count),
        ReportColumn("gates_other", "Gates that do not", .count),
        ReportColumn("gates_unknown", "Gates not known", .count),
        ReportColumn("models", "Models", .text),
    ]
}

/// What happened to the entitlement of one person, and what of theirs is saved.
struct PersonTimeline {
    let member: Member
    let acts: [ChangesBuilder.Act]
    let saves: [PersonHistory.Save]
    let enrollments: [PersonHistory.Enrollment]
    let holdings: GateHoldings
    /// The gates in service that the person may use.
    let gates: [GateSerial]
    let asOf: LocalDateTime
    /// The name of a gate.
    let gateName: (GateSerial) -> String

    /// Something that happened; the cells behind its day and time.
    private struct Event {
        var at: LocalDateTime
        /// Whether only the day is known.
        var isDay = false
        var act: String
        var serial: GateSerial?
        var fingers: [Int] = []
        var reason = ""
        var outcome: String?
        var failure: String?
        var provenAt: LocalDateTime?
    }

    /// The newest events, newest first, and how many older ones there are.
    func table() -> (events: ReportTable, older: Int) {
        let all = rosterEvents + enrollmentEvents + saveEvents + actEvents + openEvents
        let events = all.enumerated()
            .sorted { left, right in
                left.element.at != right.element.at
                    ? left.element.at > right.element.at : left.offset > right.offset
            }.map(\.element)
        var table = ReportTable(name: "timeline", columns: PersonReport.timelineColumns)
        for event in events.prefix(PersonReport.mostEvents) { table.append(row(event)) }
        return (table, max(0, events.count - PersonReport.mostEvents))
    }

    // MARK: - Non public

    private func row(_ event: Event) -> [ReportCell] {
        [
            .date(event.at.date), event.isDay ? .missing : .time(event.at.time), .text(event.act),
            .known(event.serial) { .identifier($0.rawValue) },
            .known(event.serial) { .text(gateName($0)) },
            event.fingers.isEmpty
                ? .missing : .text(event.fingers.map(String.init).joined(separator: ";")),
            event.reason.isEmpty ? .missing : .text(event.reason),
            .known(event.outcome) { .text($0) }, .known(event.failure) { .text($0) },
            .known(event.provenAt) { .dateTime($0) },
        ]
    }

    /// The dates of the roster that have come; a suspension has none there.
    private var rosterEvents: [Event] {
        let begins = [member.joined, member.accessFrom].compactMap { $0 }.max()
        // The last day still counts.
        let ends = [member.left, member.accessUntil].compactMap { $0 }.min()?.adding(days: 1)
        return [("entitled", begins), ("ended", ends)].compactMap { act, date in
            guard let date, date <= asOf.date else { return nil }
            return Event(at: LocalDateTime(date), isDay: true, act: act)
        }
    }

    private var actEvents: [Event] {
        let proving: Set = ["block", "restore", "create"]
        var newest: [GateSerial: Int] = [:]
        for (index, act) in acts.enumerated() where proving.contains(act.change) {
            newest[act.serial] = index
        }
        return acts.enumerated().map { index, act in
            Event(
                at: act.at, act: act.change, serial: act.serial, fingers: act.fingers,
                reason: act.reason, outcome: act.outcome, failure: act.failure,
                provenAt: newest[act.serial] == index ? proof(of: act) : nil)
        }
    }

    /// Since when read-backs have shown what an act was for; only the newest at a gate can be proven
    /// by what the verification table keeps.
    private func proof(of act: ChangesBuilder.Act) -> LocalDateTime? {
        guard let access = holdings.access(of: member.memberID, at: act.serial),
            access.failure == nil, let since = access.since, since >= act.at
        else { return nil }
        if act.change != "block" { return access.seen == .present ? since : nil }
        return access.seen == .absent
            && !holdings.remaining(of: member.memberID, at: act.serial).isAnythingLeft
            ? since : nil
    }

    private var enrollmentEvents: [Event] {
        enrollments.map { Event(at: $0.at, act: "enrolled_at_gate", serial: $0.serial) }
    }

    /// What was saved from a gate at the same time is one event.
    private var saveEvents: [Event] {
        var events: [Event] = []
        for save in saves {
            if events.last?.at != save.at || events.last?.serial != save.serial {
                events.append(Event(at: save.at, act: "saved_record", serial: save.serial))
            }
            guard let finger = save.finger else { continue }
            events[events.count - 1].act = "saved"
            events[events.count - 1].fingers.append(finger)
            events[events.count - 1].fingers.sort()
        }
        return events
    }

    /// Why it is not as wanted at a gate, as of its last read-back.
    private var openEvents: [Event] {
        gates.compactMap { serial in
            guard let access = holdings.access(of: member.memberID, at: serial),
                let failure = access.failure, let seenAt = access.seenAt
            else { return nil }
            return Event(
                at: seenAt, act: access.isWanted ? "not_let_in" : "not_blocked", serial: serial,
                reason: access.reason, failure: failure)
        }
    }

    // MARK: - Backups

    /// The newest saved version of each finger from each gate, by finger and gate.
    func backups(fitting: (String) -> FittingGates) -> ReportTable {
        var newest: [BackupKey: (save: PersonHistory.Save, versions: Int)] = [:]
        for save in saves {
            guard let finger = save.finger else { continue }
            let key = BackupKey(finger: finger, serial: save.serial, algorithm: save.algorithm)
            newest[key] = (save, (newest[key]?.versions ?? 0) + 1)
        }
        var table = ReportTable(name: "backups", columns: PersonReport.backupColumns)
        for (key, found) in newest.sorted(by: { $0.key < $1.key }) {
            let gates = fitting(key.algorithm)
            table.append([
                .count(key.finger), .dateTime(found.save.at), .identifier(key.serial.rawValue),
                .text(gateName(key.serial)),
                key.algorithm.isEmpty ? .missing : .text(key.algorithm),
                .identifier(found.save.mark), .known(found.save.size) { .count($0) },
                .count(found.versions), .count(gates.fitting), .count(gates.other),
                .count(gates.unknown), .text(gates.models.joined(separator: ";")),
            ])
        }
        return table
    }

    private struct BackupKey: Hashable, Comparable {
        var finger: Int
        var serial: GateSerial
        var algorithm: String

        static func < (left: BackupKey, right: BackupKey) -> Bool {
            (left.finger, left.serial, left.algorithm)
                < (right.finger, right.serial, right.algorithm)
        }
    }
}
