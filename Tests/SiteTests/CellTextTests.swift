import GateModel
import Reports
import Testing

@testable import Site

@Suite struct `Cells for people` {
    private let text: CellText
    private let day = LocalDate(daysSinceEpoch: 20_411)

    init() throws {
        text = CellText(
            try Wording(language: "en", folders: TemplateFolders([InventedReports.shipped])))
    }

    @Test(arguments: [
        (0, "0 min"), (59, "0 min"), (60, "1 min"), (2_700, "45 min"), (3_600, "1 h 00 min"),
        (32_910, "9 h 08 min"), (-61_245, "−17 h 00 min"), (-30, "0 min"),
        (36_000_000, "10,000 h 00 min"),
    ])
    func `a span shows hours and minutes`(seconds: Int, expected: String) {
        #expect(text.span(seconds) == expected)
    }

    @Test(arguments: [
        (0, "00:00"), (32_110, "08:55"), (86_399, "23:59"), (86_400, "00:00 +1 day"),
        (108_120, "06:02 +1 day"), (-1, "Tue 18 Nov 2025, 23:59"),
        (172_800, "Fri 21 Nov 2025, 00:00"),
    ])
    func `a time of another day says so`(second: Int, expected: String) {
        #expect(text.time(LocalDateTime(day, secondOfDay: second), on: day) == expected)
    }

    @Test func `each kind of cell has one look`() {
        func shown(_ cell: ReportCell, _ key: String, _ kind: ReportColumn.Kind) -> CellText.Shown {
            text.shown(cell, ReportColumn(key, key, kind), on: day)
        }
        #expect(shown(.missing, "x", .count) == .init(text: "—", isMissing: true))
        #expect(shown(.count(0), "late_minutes", .count) == .init(text: "0", isZero: true))
        #expect(shown(.count(45), "late_minutes", .count) == .init(text: "45 min"))
        #expect(shown(.count(229), "early_minutes", .count) == .init(text: "3 h 49 min"))
        #expect(shown(.text("after_leaving"), "kind", .text) == .init(text: "After leaving"))
        #expect(shown(.count(11_902), "punches", .count) == .init(text: "11,902"))
        #expect(shown(.text("short_stay"), "status", .text) == .init(text: "Short stay"))
        #expect(shown(.text("present"), "name", .text) == .init(text: "present"))
        #expect(shown(.identifier("007"), "id", .identifier) == .init(text: "007"))
        #expect(shown(.flag(true), "corrected", .flag) == .init(text: "yes"))
        #expect(shown(.date(day), "date", .date) == .init(text: "19 Nov"))
        #expect(text.long(day) == "Wednesday 19 November 2025")
    }

    @Test(arguments: [(0, "1 KB"), (1_000, "1 KB"), (1_001, "2 KB"), (999_001, "1 MB")])
    func `a file size is rounded up`(bytes: Int, expected: String) {
        #expect(text.wording.fileSize(bytes) == expected)
    }

    @Test func `a value cannot bring placeholders of its own`() {
        #expect(text.wording("since", ["time": "{time} {n}"]) == "since {time} {n}")
        #expect(text.wording.counted("gates_read", 1) == "1 gate read")
        #expect(text.wording.counted("gates_read", 1_200) == "1,200 gates read")
    }
}
