import GateModel

extension EnrollmentReport {
    /// Takes how full the gates of the page are from what they told when they were last read; a gate
    /// that told nothing has a row without numbers.
    package mutating func addCapacity(of records: [GateRecord]) {
        let bySerial = Dictionary(
            records.compactMap { record in record.serial.map { ($0.rawValue, record) } },
            uniquingKeysWith: { first, _ in first })
        for gate in gates {
            let record = bySerial[gate.serial]
            let facts = record?.facts
            capacity.append([
                .identifier(gate.serial), .text(gate.name), .identifier(gate.branch),
                .known(record?.lastSuccess) { .dateTime($0.readAt) },
                .known(facts?.userCount) { .count($0) },
                .known(facts?.userCapacity) { .count($0) },
                .known(facts?.templateCount) { .count($0) },
                .known(facts?.templateCapacity) { .count($0) },
            ])
        }
    }

    static var noCapacity: ReportTable {
        ReportTable(
            name: "capacity",
            columns: [
                ReportColumn("serial", "Serial", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("read_at", "Last read", .dateTime),
                ReportColumn("users", "Users", .count),
                ReportColumn("user_capacity", "User capacity", .count),
                ReportColumn("templates", "Fingers", .count),
                ReportColumn("template_capacity", "Finger capacity", .count),
            ])
    }
}
