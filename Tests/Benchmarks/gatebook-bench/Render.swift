import Attendance
import Foundation
import GateModel
import Reports
import Site

extension Benchmark {
    /// Days of a branch with two hundred people, from judged days to finished pages in memory.
    static let render = Benchmark(
        name: "render", summary: "day pages with JSON, 200 people each, from judged days",
        unit: "pages",
        run: { _ in
            let book = try book(days: 60)
            let renderer = try renderer(of: book)
            return try await .of {
                var bytes = 0
                for date in book.dates {
                    for file in try renderer.day(.build(date, from: book), downloads: []) {
                        bytes += file.bytes.count
                    }
                }
                guard bytes > 60 * 200 * 100 else {
                    throw WrongResult(description: "pages of \(bytes) bytes are too small")
                }
                return book.dates.count
            }
        })

    /// The same pages without their JSON; the peer renders nothing but the table of everybody, with
    /// the same rows, columns and punches, from values that are ready.
    static let renderTable = Benchmark(
        name: "render-table", summary: "day pages, 200 people each; the peer only their tables",
        unit: "pages",
        run: { _ in
            let book = try book(days: 60)
            let renderer = try renderer(of: book)
            let reports = book.dates.map { DayReport.build($0, from: book) }
            return try await .of {
                var bytes = 0
                for report in reports {
                    bytes += try renderer.dayPage(report, downloads: []).bytes.count
                }
                guard bytes > 60 * 200 * 100 else {
                    throw WrongResult(description: "pages of \(bytes) bytes are too small")
                }
                return reports.count
            }
        },
        peer: Peer(
            name: "Jinja2", yardstick: .cpu, leastRatio: 5,
            run: { folder in
                let book = try book(days: 60)
                let renderer = try renderer(of: book)
                var (rows, punches) = (0, 0)
                for date in book.dates {
                    for file in try renderer.day(.build(date, from: book), downloads: []) {
                        if file.path.hasSuffix(".html") {
                            rows += count("<tbody id=", in: file.bytes)
                            punches += count("<li class=\"", in: file.bytes, from: "<tbody id=")
                        } else {
                            let path = folder.path("\(date).json")
                            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
                        }
                    }
                }
                let told = try PeerProgram.run(
                    ["Tests/Benchmarks/day_table.py", folder.path("")])
                try WrongResult.unless(told.rows, is: rows, "rows of the peer")
                try WrongResult.unless(told.punches, is: punches, "punches of the peer")
                return Measurement(
                    count: told.count, seconds: told.seconds, cpuSeconds: told.cpuSeconds,
                    peakKiB: told.peakKiB)
            }))

    private static func renderer(of book: ReportBook) throws -> SiteRenderer {
        SiteRenderer(
            templates: try TemplateSet(folders: TemplateFolders(["templates"]), language: "en"),
            frame: SiteFrame(
                title: "Bench", asOf: book.asOf, lastRead: book.asOf, days: book.dates,
                branches: [.init(id: "B", name: "Branch")]))
    }

    /// How often `text` stands in a page, after the first `start`.
    private static func count(_ text: String, in bytes: [UInt8], from start: String = "") -> Int {
        let page = String(decoding: bytes, as: UTF8.self)
        let from = page.range(of: start)?.lowerBound ?? page.startIndex
        return page[from...].components(separatedBy: text).count - 1
    }

    /// Judging of the punches of one gate: two hundred people, sixty days.
    static let judge = Benchmark(
        name: "judge", summary: "60 days of 200 people out of 48,000 punches", unit: "days",
        run: { _ in
            let (dates, punches) = try input(days: 60)
            return try await .of {
                try builder(of: punches).build(dates: dates, punches: punches).days.count
            }
        })

    private static func book(days: Int) throws -> ReportBook {
        let (dates, punches) = try input(days: days)
        let asOf = LocalDateTime(dates.upperBound.adding(days: 2))
        return ReportBook(
            rules: try rules(),
            period: try builder(of: punches).build(dates: dates, punches: punches),
            coverage: Coverage([reading(at: asOf)]), gates: [], asOf: asOf)
    }

    private static func input(
        days: Int
    ) throws -> (dates: ClosedRange<LocalDate>, punches: [StoredPunch]) {
        let log = InventedLog.gates[0]
        let first = InventedLog.firstDay
        let dates = first...first.adding(days: days - 1)
        let end = LocalDateTime(dates.upperBound.adding(days: 1))
        let readAt = end.adding(seconds: 86_400)
        let punches = log.punches().prefix { $0.at < end }.enumerated().map { index, punch in
            StoredPunch(
                id: Int64(index), serial: log.serial, punch: punch, source: .pull, readAt: readAt,
                clockOffsetSeconds: 0)
        }
        return (dates, punches)
    }

    private static func builder(of punches: [StoredPunch]) throws -> DayBuilder {
        let members = (0..<200).map {
            Member(
                memberID: MemberID(String(10_000 + $0)), name: "Person \($0)", branch: "B",
                shift: "D")
        }
        return DayBuilder(
            members: members, rules: try rules(),
            readings: punches.first.map { [reading(at: $0.readAt)] } ?? [],
            quarantine: Quarantine(judging: punches))
    }

    private static func reading(at time: LocalDateTime) -> Reading {
        Reading(
            serial: InventedLog.gates[0].serial, source: .pull, origin: "192.0.2.1", readAt: time)
    }

    private static func rules() throws -> AttendanceRules {
        guard let start = LocalTime("09:00"), let end = LocalTime("18:00") else {
            throw WrongResult(description: "the times of the shift cannot be read")
        }
        let serial = InventedLog.gates[0].serial
        return AttendanceRules(
            gates: [serial: Gate(serial: serial, branch: "B", name: "Gate", host: "192.0.2.1")],
            branches: ["B": Branch(id: "B", name: "Branch", timeZone: "UTC")],
            shifts: ShiftBook([Shift(id: "D", start: start, end: end)]),
            policy: AttendancePolicy())
    }
}
