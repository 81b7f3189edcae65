import Configuration
import Digests
import Export
import GateModel
import Reports
import Store

/// What the gates said, as tables of a bundle: records, undecodable records, readings.
struct RawTables {
    /// The tables.
    let tables: [any RowSource]

    private let selection: ExportRows.Selection
    private let branchOfMember: [MemberID: BranchID?]
    private let folder: SheetFolder

    /// Whether a person's rows are wanted.
    func includes(_ member: MemberID) -> Bool {
        selection.includes(branchOfMember[member] ?? nil, member)
    }

    /// Removes what was kept on the way.
    func remove() { folder.remove() }

    private static let rawColumns = [
        ReportColumn("record", "Record", .count), ReportColumn("serial", "Gate", .identifier),
        ReportColumn("position", "Position", .count),
        ReportColumn("device_user_id", "Id on the gate", .identifier),
        ReportColumn("user_slot", "User slot", .count), ReportColumn("at", "At", .dateTime),
        ReportColumn("state", "State", .count), ReportColumn("verify", "Verify", .count),
        ReportColumn("work_code", "Work code", .identifier),
        ReportColumn("source", "Source", .text), ReportColumn("read_at", "Read at", .dateTime),
        ReportColumn("clock_offset_seconds", "Clock offset (s)", .count),
        ReportColumn("reading", "Reading", .count),
    ]

    private static let readingColumns = [
        ReportColumn("reading", "Reading", .count),
        ReportColumn("serial", "Gate", .identifier), ReportColumn("source", "Source", .text),
        ReportColumn("origin", "Origin", .text), ReportColumn("read_at", "Read at", .dateTime),
        ReportColumn("mode", "Mode", .text), ReportColumn("attempts", "Attempts", .count),
        ReportColumn("clock_offset_seconds", "Clock offset (s)", .count),
        ReportColumn("records_on_gate", "Records on the gate", .count),
        ReportColumn("records_read", "Records read", .count),
        ReportColumn("failure", "Failure", .text),
    ]

    private static let undecodableColumns = [
        ReportColumn("serial", "Gate", .identifier), ReportColumn("position", "Position", .count),
        ReportColumn("reason_code", "Reason", .text), ReportColumn("length", "Length", .count),
        ReportColumn("bytes", "Bytes", .text), ReportColumn("reading", "Reading", .count),
    ]

    /// Collects the tables: records from a day before the dates to a day after them, since a shift may
    /// run over midnight, and readings from the first date on.
    init(
        workspace: Workspace, store: GateStore, rows: ExportRows,
        dates: ClosedRange<LocalDate>
    ) async throws {
        let folder = try SheetFolder()
        self.folder = folder
        let selection = rows.selection
        self.selection = selection
        branchOfMember = Dictionary(
            workspace.roster.members.map { ($0.memberID, $0.branch) },
            uniquingKeysWith: { first, _ in first })
        let fleet = workspace.fleet(knowing: try await store.gateStates())
        let branchOf = Dictionary(
            fleet.compactMap { gate in gate.serial.map { ($0, gate.branch) } },
            uniquingKeysWith: { first, _ in first })
        func isWanted(_ serial: GateSerial) -> Bool {
            selection.branches.isEmpty
                || branchOf[serial].map(selection.branches.contains) ?? false
        }
        // People of a branch pass gates of others, and an id is another person's at another gate.
        let holders = selection.isLimited ? try Self.holders(of: rows.punches) : []
        let visited = Set(holders.map(\.serial))
        let raw = try RowSpool("raw", columns: Self.rawColumns, in: folder.path(""))
        let wide = dates.lowerBound.adding(days: -1)...dates.upperBound.adding(days: 1)
        var named: Set<Int64> = []
        for date in wide {
            let (from, to) = (LocalDateTime(date), LocalDateTime(date.adding(days: 1)))
            let punches = try await store.punches(from: from, to: to)
            let numbers = try await store.readingNumbers(ofPunchesFrom: from, to: to)
            for stored in punches {
                let holder = Holder(
                    serial: stored.serial.rawValue,
                    id: stored.punch.deviceUserID?.rawValue ?? "")
                let isOfBranch = selection.members.isEmpty && isWanted(stored.serial)
                guard isOfBranch || holders.contains(holder) else { continue }
                let number = numbers[stored.id]
                if let number { named.insert(number) }
                try raw.append(
                    Self.row(stored) + [.known(number) { .count(Int($0)) }], on: date)
            }
        }
        try raw.finish()
        var readings = ReportTable(name: "readings", columns: Self.readingColumns)
        let start = LocalDateTime(dates.lowerBound)
        for (number, reading) in try await store.numberedReadings(from: start, and: named)
        where isWanted(reading.serial) || visited.contains(reading.serial.rawValue) {
            readings.append([.count(Int(number))] + Self.row(reading))
        }
        var undecodable = ReportTable(name: "undecodable", columns: Self.undecodableColumns)
        for (serial, record, reading) in try await store.undecodable() where isWanted(serial) {
            undecodable.append([
                .identifier(serial.rawValue), .count(record.position), .text(record.reason),
                .count(record.bytes.count), .text(Hex.text(of: record.bytes)), .count(Int(reading)),
            ])
        }
        tables = [
            raw, TableRows(readings, monthOf: dates.lowerBound),
            TableRows(undecodable, monthOf: dates.lowerBound),
        ]
    }

    /// An id at a gate.
    private struct Holder: Hashable {
        var serial: String
        var id: String
    }

    /// The gates and ids that stand in rows of punches.
    private static func holders(of punches: RowSpool) throws -> Set<Holder> {
        func index(_ key: String) -> Int { punches.columns.firstIndex { $0.key == key } ?? 0 }
        let (serial, id) = (index("serial"), index("device_user_id"))
        var holders: Set<Holder> = []
        try punches.forEachRow {
            holders.insert(Holder(serial: $0[serial].plainText, id: $0[id].plainText))
        }
        return holders
    }

    private static func row(_ stored: StoredPunch) -> [ReportCell] {
        let punch = stored.punch
        return [
            .count(Int(stored.id)), .identifier(stored.serial.rawValue), .count(punch.position),
            .known(punch.deviceUserID) { .identifier($0.rawValue) },
            .known(punch.userSlot) { .count($0) }, .dateTime(punch.at),
            .count(Int(punch.state)), .count(Int(punch.verify)),
            punch.workCode.isEmpty ? .missing : .identifier(punch.workCode),
            .text(stored.source.rawValue), .dateTime(stored.readAt),
            .known(stored.clockOffsetSeconds) { .count($0) },
        ]
    }

    private static func row(_ reading: Reading) -> [ReportCell] {
        [
            .identifier(reading.serial.rawValue), .text(reading.source.rawValue),
            .text(reading.origin), .dateTime(reading.readAt), .text(reading.mode.rawValue),
            .count(reading.attempts), .known(reading.clockOffsetSeconds) { .count($0) },
            .known(reading.recordsOnGate) { .count($0) }, .count(reading.recordsRead),
            .known(reading.failure) { .text($0) },
        ]
    }
}
