import CSV
import Export
import Foundation
import GateModel
import Reports
import TestKit
import Testing

@Suite struct Workbooks {
    private func table(rows: Int) throws -> ReportTable {
        var table = ReportTable(
            name: "days",
            columns: [
                ReportColumn("date", "Date", .date), ReportColumn("member_id", "Id", .identifier),
                ReportColumn("name", "Name", .text), ReportColumn("first_in", "In", .time),
                ReportColumn("presence_seconds", "Presence", .duration),
                ReportColumn("late_minutes", "Late", .count),
            ])
        let date = try #require(LocalDate("2026-10-05"))
        for row in 0..<rows {
            table.append([
                .date(date), .identifier("007"), .text("=cmd \"x\", রহিম"),
                .time(LocalTime(secondOfDay: 86_399)), .duration(seconds: 100_000),
                row == 0 ? .missing : .count(row),
            ])
        }
        return table
    }

    private var properties: Workbook.Properties {
        .init(
            title: "Attendance", company: "Padma",
            asOf: LocalDateTime(LocalDate(daysSinceEpoch: 20_000)))
    }

    @Test func `the same table gives the same bytes`() throws {
        let folder = try TemporaryFolder()
        for name in ["a.xlsx", "b.xlsx"] {
            try Workbook.write(
                [try table(rows: 3)], properties: properties, to: folder.path(name))
        }
        let first = try Data(contentsOf: URL(fileURLWithPath: folder.path("a.xlsx")))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("b.xlsx"))) == first)
        #expect(first.starts(with: Data("PK".utf8)))
    }

    @Test func `a folder that is not there is a sentence and leaves nothing`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("missing/a.xlsx")
        #expect(throws: ExportError(path: path, reason: "No such file or directory")) {
            try Workbook.write([try table(rows: 1)], properties: properties, to: path)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test func `CSV has keys as header and empty cells for what is not known`() throws {
        let text = String(decoding: try table(rows: 1).csv(), as: UTF8.self)
        #expect(
            text == "date,member_id,name,first_in,presence_seconds,late_minutes\r\n"
                + "2026-10-05,007,\"=cmd \"\"x\"\", রহিম\",23:59:59,100000,\r\n")
    }
}
