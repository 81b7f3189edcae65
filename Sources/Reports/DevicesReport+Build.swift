package import GateModel

extension DevicesReport {
    /// Builds the page of the gates from a book; `doors` are the gates that were ever paused,
    /// `readings` all that was tried.
    package static func build(
        from book: ReportBook, doors: [GateSerial: GateHoldings.Door] = [:],
        readings: [Reading] = []
    ) -> DevicesReport {
        var table = ReportTable(name: "gates", columns: columns)
        let tried = Dictionary(grouping: readings, by: \.serial.rawValue)
        for record in book.gates.worstFirst {
            let facts = record.facts
            let door = record.serial.flatMap { doors[$0] }
            let forecast = LogForecast(
                record.serial.flatMap { tried[$0.rawValue] } ?? [], capacity: facts.recordCapacity)
            table.append([
                .known(record.serial) { .identifier($0.rawValue) },
                .known(record.gate?.branch) { .identifier($0.rawValue) },
                .text(record.displayName),
                .known(record.gate) { .identifier("\($0.host):\($0.port)") },
                .flag(record.gate?.isEnabled ?? false),
                .text(record.status.rawValue),
                .known(record.lastSuccess) { .dateTime($0.readAt) },
                .known(record.lastAttempt) { .dateTime($0.readAt) },
                .known(record.lastAttempt?.failure) { .text($0) },
                .known(record.lastSuccess?.clockOffsetSeconds) { .count($0) },
                .known(facts.recordCount) { .count($0) },
                .count(record.punchCount),
                .known(facts.recordCapacity) { .count($0) },
                .known(facts.userCount) { .count($0) },
                .known(facts.userCapacity) { .count($0) },
                .known(facts.templateCount) { .count($0) },
                .known(facts.templateCapacity) { .count($0) },
                told(facts.model), told(facts.firmware),
                .known(record.lastSuccess) { .text($0.mode.rawValue) },
                .known(door) { .text($0.isOpen ? "open" : "may_be_paused") },
                .known(door) { .dateTime($0.at) },
                told(facts.platform), told(facts.mac), told(facts.fingerAlgorithm),
                .known(forecast) { .count($0.fullInDays) },
                .known(forecast) { .count($0.seenDays) },
            ])
        }
        return DevicesReport(
            asOf: book.asOf, gates: table, branches: branches(book),
            changes: changes(book.gates.worstFirst, readings),
            readings: tried.mapValues {
                ReadingDay.last(Self.daysOfReadings, upTo: book.asOf.date, of: $0)
            })
    }

    private static let daysOfReadings = 30

    /// What a gate tells; missing when it does not.
    private static func told(_ fact: String) -> ReportCell {
        fact.isEmpty ? .missing : .text(fact)
    }

    /// A table of branches without rows.
    package static var noBranches: ReportTable {
        ReportTable(
            name: "branches",
            columns: [
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("gates", "Gates", .count),
                ReportColumn("in_order", "In order", .count),
                ReportColumn("worst", "Worst", .text),
                ReportColumn("worst_gate", "Worst gate", .text),
                ReportColumn("oldest", "Oldest reading", .dateTime),
            ])
    }

    private static func branches(_ book: ReportBook) -> ReportTable {
        var table = noBranches
        let gates = book.gates.worstFirst.filter { $0.gate?.isEnabled == true }
        var seen: Set<BranchID> = []
        // The gates stand worst first, and so do the branches that they bring in.
        for record in gates {
            guard let branch = record.gate?.branch, seen.insert(branch).inserted else { continue }
            let own = gates.filter { $0.gate?.branch == branch }
            let reads = own.compactMap { $0.lastSuccess?.readAt }
            table.append([
                .identifier(branch.rawValue), .text(book.name(of: branch)), .count(own.count),
                .count(own.count { $0.status == .ok }), .text(record.status.rawValue),
                record.status == .ok ? .missing : .text(record.displayName),
                .known(reads.count == own.count ? reads.min() : nil) { .dateTime($0) },
            ])
        }
        return table
    }

    /// A table of changes without rows.
    package static var noChanges: ReportTable {
        ReportTable(
            name: "changes",
            columns: [
                ReportColumn("serial", "Serial", .identifier),
                ReportColumn("fact", "Fact", .text),
                ReportColumn("before", "Before", .text),
                ReportColumn("seen_before", "Last seen so", .dateTime),
                ReportColumn("after", "After", .text),
                ReportColumn("seen_after", "First seen so", .dateTime),
            ])
    }

    private static func changes(_ gates: [GateRecord], _ readings: [Reading]) -> ReportTable {
        var table = noChanges
        let swaps = readings.swaps
        for record in gates {
            guard let serial = record.serial else { continue }
            // Both lists are newest first; the address tells more than what the gate says.
            let found = (swaps[serial] ?? []) + record.factChanges
            for change in found.sorted(by: { $0.seenAfter > $1.seenAfter }) {
                table.append([
                    .identifier(serial.rawValue), .text(change.fact.rawValue),
                    .text(change.before), .dateTime(change.seenBefore), .text(change.after),
                    .dateTime(change.seenAfter),
                ])
            }
        }
        return table
    }

    private static let columns: [ReportColumn] = [
        ReportColumn("serial", "Serial", .identifier),
        ReportColumn("branch", "Branch", .identifier),
        ReportColumn("name", "Name", .text),
        ReportColumn("host", "Address", .identifier),
        ReportColumn("enabled", "In service", .flag),
        ReportColumn("status", "Status", .text),
        ReportColumn("last_success", "Last read", .dateTime),
        ReportColumn("last_attempt", "Last attempt", .dateTime),
        ReportColumn("failure", "Failure", .text),
        ReportColumn("clock_offset_seconds", "Clock offset (s)", .count),
        ReportColumn("records_on_gate", "Punches on the gate", .count),
        ReportColumn("records_stored", "Punches stored", .count),
        ReportColumn("record_capacity", "Punch capacity", .count),
        ReportColumn("users", "Users", .count),
        ReportColumn("user_capacity", "User capacity", .count),
        ReportColumn("templates", "Fingers", .count),
        ReportColumn("template_capacity", "Finger capacity", .count),
        ReportColumn("model", "Model", .text),
        ReportColumn("firmware", "Firmware", .text),
        ReportColumn("mode", "Read mode", .text),
        ReportColumn("door", "Door", .text),
        ReportColumn("door_at", "Door seen", .dateTime),
        ReportColumn("platform", "Platform", .text),
        ReportColumn("mac", "MAC address", .text),
        ReportColumn("finger_algorithm", "Finger algorithm", .text),
        ReportColumn("log_full_in_days", "Log full in days", .count),
        ReportColumn("log_growth_days", "Growth seen over days", .count),
    ]
}
