import Foundation
import GateModel
import Reports
import TestKit
import Testing

@testable import Export

@Suite struct `The workbook of a period` {
    private static let other = [ReportColumn("note", "Note", .text)]

    /// Two months of days of a few people.
    private func book(in folder: TemporaryFolder, people: Int) throws -> AttendanceBook {
        let first = try #require(LocalDate("2026-01-20"))
        let days = try RowSpool("days", columns: DayColumns.all, in: folder.url.path)
        for date in first..<first.adding(days: 30) {
            for person in 0..<people {
                try days.append(
                    [
                        .date(date), .identifier("B"), .identifier("0\(person)"),
                        .text("Person \(person)"), .text("D"), .missing, .text("present"),
                        .text("P"), .time(LocalTime(secondOfDay: 0)),
                        .time(LocalTime(secondOfDay: 86_399)), .duration(seconds: 90_000),
                        .duration(seconds: 3_600), .count(person), .count(0), .count(0),
                        .flag(false), .flag(false), .text("Why."),
                    ], on: date)
            }
        }
        try days.finish()
        func none(_ name: String) -> TableRows {
            TableRows(ReportTable(name: name, columns: Self.other), monthOf: first)
        }
        return AttendanceBook(
            properties: .init(title: "T", company: "C", asOf: LocalDateTime(first)),
            days: days, punches: none("punches"), exceptions: none("exceptions"),
            corrections: none("corrections"), policy: none("policy"))
    }

    /// The names of the sheets, taken from the file itself.
    private func part(_ name: String, of path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())",
            path, name,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `a table that does not fit has a sheet a month, and sums go over all of them`()
        throws
    {
        let folder = try TemporaryFolder()
        var book = try book(in: folder, people: 3)
        book.rowLimit = 60
        let path = folder.path("a.xlsx")
        try book.write(to: path)
        let names = try part("xl/workbook.xml", of: path)
        for name in ["Days 2026-01", "Days 2026-02", "Muster", "Policy"] {
            #expect(names.contains("<sheet name=\"\(name)\""))
        }
        let summary = try part("xl/worksheets/sheet2.xml", of: path)
        #expect(
            summary.contains(
                "COUNTIFS('Days 2026-01'!$S$2:$S$37,\"p1\",'Days 2026-01'!$G$2:$G$37,\"present\")"
                    + "+COUNTIFS('Days 2026-02'!$S$2:$S$55,\"p1\",'Days 2026-02'!$G$2:$G$55,"
                    + "\"present\")</f><v>30</v>"))
    }

    @Test func `sums that would take a spreadsheet minutes are plain values`() throws {
        let folder = try TemporaryFolder()
        var book = try book(in: folder, people: 3)
        book.formulaBudget = 100
        let path = folder.path("a.xlsx")
        try book.write(to: path)
        let summary = try part("xl/worksheets/sheet2.xml", of: path)
        #expect(!summary.contains("COUNTIFS"))
        #expect(summary.contains("<v>30</v>"))
    }

    @Test(arguments: ["xml:\u{FFFE}x", "a\u{0}b\u{FFFF}"])
    func `characters XML has no room for are left out`(text: String) {
        let fit = text.fitForCell.unicodeScalars.map(\.value)
        #expect(!fit.contains { $0 == 0 || $0 == 0xFFFE || $0 == 0xFFFF })
    }

    @Test func `text that looks like an escape stays what it is`() {
        #expect("_x0041_".fitForCell == "_x005F_x0041_")
        #expect("short_stay_x004".fitForCell == "short_stay_x004")
        #expect(String(repeating: "ñ", count: 40_000).fitForCell.utf16.count == 32_767)
    }
}
