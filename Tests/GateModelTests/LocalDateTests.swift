import GateModel
import Testing

@Suite struct `Local dates` {
    @Test func `every day of four centuries survives parts and text`() throws {
        var expected = try #require(LocalDate("1800-01-01"))
        let last = try #require(LocalDate("2200-12-31"))
        while expected <= last {
            let (year, month, day) = expected.components
            #expect(LocalDate(year: year, month: month, day: day) == expected)
            expected = expected.adding(days: 1)
        }
        #expect(LocalDate(last.description) == last)
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "2026-01-32", "", "2026-01-01 "])
    func `text that is no day is refused`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test(arguments: [
        ("2026-10-05", Weekday.monday), ("1970-01-01", .thursday), ("1969-12-28", .sunday),
    ])
    func `weekdays are those of the calendar`(text: String, weekday: Weekday) throws {
        #expect(try #require(LocalDate(text)).weekday == weekday)
    }

    @Test(arguments: ["2026-10-05T08:55:10", "1969-12-31T23:59:59", "2099-12-31T00:00:00"])
    func `wall times survive text`(text: String) throws {
        #expect(try #require(LocalDateTime(text)).description == text)
    }

    @Test(arguments: [
        "2026-10-05T24:00:00", "2026-10-05T08:60:00", "2026-10-05", "2026-10-05x08:00:00",
    ])
    func `text that is no wall time is refused`(text: String) {
        #expect(LocalDateTime(text) == nil)
    }

    @Test func `a shift that ends before it starts ends on the next day`() throws {
        let night = Shift(
            id: "N", start: try #require(LocalTime("22:00")), end: try #require(LocalTime("06:00")))
        let monday = try #require(LocalDate("2026-10-05"))
        #expect(night.endTime(on: monday).description == "2026-10-06T06:00:00")
    }
}
