import Configuration
import Export
import ExportPeer
import Foundation
import GateModel
import Reports
import Store

extension Benchmark {
    /// A million punches into a workbook; the goal of our overhead over plain C.
    static let workbook = Benchmark(
        name: "xlsx", summary: "1,000,000 invented punches into a workbook", unit: "rows",
        run: { folder in try await writeWorkbook(rows: 1_000_000, folder) },
        peer: Peer(
            name: "plain C", leastRatio: 1 / 1.15,
            run: { folder in
                await .of {
                    let outcome = export_peer_workbook(
                        folder.path("peer.xlsx"), folder.path(""), 1_000_000)
                    return outcome == 0 ? 1_000_000 : 0
                }
            }))

    /// The same with Python's XlsxWriter, which most exports in the field are made with.
    static let workbookPython = Benchmark(
        name: "xlsx-python", summary: "200,000 invented punches into a workbook", unit: "rows",
        run: { folder in try await writeWorkbook(rows: 200_000, folder) },
        peer: Peer(
            name: "XlsxWriter", leastRatio: 4,
            run: { folder in
                let python = try PythonPeer.path(with: "xlsxwriter", of: "XlsxWriter")
                return try await .ofProgram {
                    try runPeer(
                        python, ["-c", pythonProgram, folder.path("peer.xlsx"), "200000"])
                    return 200_000
                }
            }))

    /// A million punches of a store as CSV.
    static let csv = Benchmark(
        name: "csv", summary: "1,000,000 punches of a store as CSV", unit: "rows",
        run: { folder in
            let path = try await filledStore(folder)
            return try await .of { try await writeCSV(of: path, to: folder.path("punches.csv")) }
        },
        peer: Peer(
            name: "sqlite3 -csv", leastRatio: 1,
            run: { folder in
                let path = try await filledStore(folder)
                return try await .ofProgram {
                    try runPeer(
                        "/usr/bin/sqlite3",
                        [
                            "-csv", "-header", path, ".output \(folder.path("peer.csv"))",
                            """
                            SELECT g.serial, p.device_user_id,
                                strftime('%Y-%m-%dT%H:%M:%S', p.at, 'unixepoch') AS at, p.state,
                                p.verify, p.work_code, r.source,
                                strftime('%Y-%m-%dT%H:%M:%S', r.read_at, 'unixepoch') AS read_at
                            FROM punch p JOIN gate g ON g.id = p.gate_id
                            JOIN reading r ON r.id = p.reading_id
                            ORDER BY p.at, g.serial, p.position
                            """,
                        ])
                    return 1_000_000
                }
            }))

    // MARK: - Workbooks

    private static func writeWorkbook(
        rows: Int, _ folder: BenchmarkFolder
    ) async throws -> Measurement {
        try await .of {
            let day = LocalDate(daysSinceEpoch: 20_089)
            func none(_ name: String, _ columns: [ReportColumn]) -> TableRows {
                TableRows(ReportTable(name: name, columns: columns), monthOf: day)
            }
            let other = [ReportColumn("note", "Note", .text)]
            try AttendanceBook(
                properties: .init(
                    title: "Benchmark", company: "Invented", asOf: LocalDateTime(day)),
                days: none("days", DayColumns.all), punches: InventedRows(count: rows),
                exceptions: none("exceptions", other), corrections: none("corrections", other),
                policy: none("policy", other)
            ).write(to: folder.path("ours.xlsx"))
            return rows
        }
    }

    private static let pythonProgram = """
        import datetime, sys, xlsxwriter
        book = xlsxwriter.Workbook(sys.argv[1], {"constant_memory": True})
        sheet = book.add_worksheet("Punches")
        text, count = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        uses = ["in", "duplicate", "extra", "out"]
        for index in range(int(sys.argv[2])):
            row, person, day = index + 1, index % 500, index // 2000
            second = 28800 + index % 30000
            badge = str(10000 + person)
            sheet.write_string(row, 0, "BENCH1000", text)
            sheet.write_string(row, 1, "MAIN", text)
            sheet.write_string(row, 2, badge, text)
            sheet.write_string(row, 3, badge, text)
            sheet.write_string(row, 4, "Invented Person %d" % person)
            sheet.write_number(row, 5, 45658 + day + second / 86400, moment)
            sheet.write_number(row, 6, index % 2, count)
            sheet.write_number(row, 7, 1, count)
            sheet.write_string(row, 9, uses[index % 4])
            sheet.write_number(row, 10, 45658 + day, date)
            sheet.write_string(row, 11, "pull")
            sheet.write_number(row, 12, 46023.5, moment)
        book.close()
        """

    private static func runPeer(_ path: String, _ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        try process.run()
        process.waitUntilExit()
        try WrongResult.unless(Int(process.terminationStatus), is: 0, "\(path) ended with")
    }

    // MARK: - CSV

    private static func filledStore(_ folder: BenchmarkFolder) async throws -> String {
        let path = folder.path("gatebook.sqlite")
        try InventedLog.makeEmptyStore(at: path)
        let logs = InventedLog.gates.map { (reading: $0.reading, punches: $0.punches()) }
        _ = try await InventedLog.record(logs, in: path)
        return path
    }

    private static func writeCSV(of store: String, to path: String) async throws -> Int {
        let store = try GateStore(path: store)
        guard let range = try await store.punchRange() else { return 0 }
        let layout = TextLayout(
            ExportProfile(name: "csv", rows: .punches),
            columns: PunchColumns.all.filter {
                !["branch", "member_id", "name", "used_as", "work_date"].contains($0.key)
            })
        guard let file = fopen(path, "wb") else { return 0 }
        defer { fclose(file) }
        var part = PunchText(layout: layout)
        layout.appendHead(to: &part.bytes)
        var count = 0
        for date in range.lowerBound.date...range.upperBound.date {
            part = try await store.foldPunches(
                from: LocalDateTime(date), to: LocalDateTime(date.adding(days: 1)), into: part
            ) { $0.append($1) }
            count += part.rows
            fwrite(part.bytes, 1, part.bytes.count, file)
            part = PunchText(layout: layout)
        }
        try WrongResult.unless(count, is: 1_000_000, "rows")
        return count
    }
}

/// The text of some punches.
private struct PunchText {
    var layout: TextLayout
    var bytes: [UInt8] = []
    var rows = 0
    private var row: [ReportCell] = []

    init(layout: TextLayout) { self.layout = layout }

    mutating func append(_ stored: StoredPunch) {
        let punch = stored.punch
        row.removeAll(keepingCapacity: true)
        row.append(.identifier(stored.serial.rawValue))
        row.append(.known(punch.deviceUserID) { .identifier($0.rawValue) })
        row.append(.dateTime(punch.at))
        row.append(.count(Int(punch.state)))
        row.append(.count(Int(punch.verify)))
        row.append(.identifier(punch.workCode))
        row.append(.text(stored.source.rawValue))
        row.append(.dateTime(stored.readAt))
        if layout.append(row, to: &bytes) { rows += 1 }
    }
}

/// Rows of punches that are made up as they are asked for.
struct InventedRows: RowSource {
    var count: Int
    let name = "punches"
    let columns = PunchColumns.all
    let extraColumns: [ReportColumn] = []

    private static let uses = ["in", "duplicate", "extra", "out"]
    private static let perDay = 2_000
    private static let firstDay = 20_089

    var months: [MonthCount] {
        var counts: [String: Int] = [:]
        for day in 0...((count - 1) / Self.perDay) {
            let month = LocalDate(daysSinceEpoch: Self.firstDay + day).monthText
            counts[month, default: 0] += min(Self.perDay, count - day * Self.perDay)
        }
        return counts.sorted { $0.key < $1.key }.map { MonthCount(month: $0.key, rows: $0.value) }
    }

    func forEachRow(_ body: ([ReportCell]) throws -> Void) throws {
        let readAt = LocalDateTime(LocalDate(daysSinceEpoch: 20_454), secondOfDay: 43_200)
        for index in 0..<count {
            let day = LocalDate(daysSinceEpoch: Self.firstDay + index / Self.perDay)
            let person = index % 500
            let badge = String(10_000 + person)
            try body([
                .identifier("BENCH1000"), .identifier("MAIN"), .identifier(badge),
                .identifier(badge), .text("Invented Person \(person)"),
                .dateTime(LocalDateTime(day, secondOfDay: 28_800 + index % 30_000)),
                .count(index % 2), .count(1), .missing, .text(Self.uses[index % 4]), .date(day),
                .text("pull"), .dateTime(readAt),
            ])
        }
    }
}
