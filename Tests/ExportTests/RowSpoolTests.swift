import Foundation
import GateModel
import Reports
import TestKit
import Testing

@testable import Export

@Suite struct `Rows kept beside` {
    private static let columns = [
        ReportColumn("a", "A", .text), ReportColumn("b", "B", .count),
        ReportColumn("c", "C", .dateTime),
    ]

    @Test func `every row comes back as it was, as often as asked`() throws {
        let folder = try TemporaryFolder()
        let spool = try RowSpool("rows", columns: Self.columns, in: folder.url.path)
        var rows: [[ReportCell]] = []
        let first = try #require(LocalDate("2025-12-30"))
        for index in 0..<20_000 {
            let text =
                index % 7 == 0 ? String(repeating: "ñ", count: index % 500) : "x\u{0}\(index)"
            rows.append([
                index % 3 == 0 ? .missing : .text(text), .count(index - 10_000),
                .dateTime(LocalDateTime(secondsSinceEpoch: -index)),
            ])
            try spool.append(rows[index], on: first.adding(days: index / 5_000))
        }
        try spool.finish()
        for _ in 0..<2 {
            var back: [[ReportCell]] = []
            try spool.forEachRow { back.append($0) }
            #expect(back == rows)
        }
        #expect(
            spool.months == [
                MonthCount(month: "2025-12", rows: 10_000),
                MonthCount(month: "2026-01", rows: 10_000),
            ])
        #expect(spool.rowCount == 20_000)
    }

    @Test func `a damaged file is noticed`() throws {
        let folder = try TemporaryFolder()
        let spool = try RowSpool("rows", columns: Self.columns, in: folder.url.path)
        let date = try #require(LocalDate("2026-10-05"))
        for number in 0..<10 { try spool.append([.missing, .count(number), .missing], on: date) }
        try spool.finish()
        let path = folder.path("rows.rows")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.dropLast(3).write(to: URL(fileURLWithPath: path))
        #expect(
            throws: ExportError(
                path: path, reason: "9 rows came back of 10 that were written")
        ) {
            try spool.forEachRow { _ in }
        }
    }
}

@Suite struct `Plan of sheets` {
    private struct Months: RowSource {
        var months: [MonthCount]
        var name: String { "days" }
        var columns: [ReportColumn] { [] }
        var extraColumns: [ReportColumn] { [] }
        func forEachRow(_ body: ([ReportCell]) throws -> Void) throws {}
    }

    private func months(_ counts: [(String, Int)]) -> Months {
        Months(months: counts.map { MonthCount(month: $0.0, rows: $0.1) })
    }

    @Test func `what fits is one sheet, to the last row`() {
        let limit = Workbook.rowLimit
        let plan = SheetPlan(months([("2026-01", limit - 1), ("2026-02", 1)]), named: "Days")
        #expect(plan.parts == [.init(name: "Days", rows: limit)])
    }

    @Test func `one row more is a sheet a month, and a large month goes on`() {
        let limit = Workbook.rowLimit
        let plan = SheetPlan(months([("2026-01", limit), ("2026-02", 2 * limit + 1)]), named: "D")
        #expect(
            plan.parts == [
                .init(name: "D 2026-01", rows: limit), .init(name: "D 2026-02", rows: limit),
                .init(name: "D 2026-02 (2)", rows: limit), .init(name: "D 2026-02 (3)", rows: 1),
            ])
    }

    @Test func `more than a year of months is a file a year`() {
        let many = (1...13).map { month in
            (month < 13 ? "2025-\(month < 10 ? "0" : "")\(month)" : "2026-01", 100)
        }
        #expect(AttendanceBook.years([months(many)], limit: 1_000) == [2025, 2026])
        #expect(AttendanceBook.years([months(many)], limit: 1_300) == nil)
        #expect(AttendanceBook.years([months(Array(many.prefix(12)))], limit: 10) == nil)
    }
}
