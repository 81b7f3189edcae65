import GateModel
import Testing

@Suite struct `Weekly days off` {
    @Test(arguments: [
        ("fri", OffDay(.friday)), ("sat:2,4", OffDay(.saturday, weeks: [2, 4])),
        ("sat:5", OffDay(.saturday, weeks: [5])),
    ])
    func `are read`(text: String, day: OffDay) {
        #expect(OffDay(text) == day)
    }

    @Test(arguments: ["", "Fri", "sat:", "sat:0", "sat:6", "sat:2,", "sat:2:4", "sat: 2", "sat:+2"])
    func `other texts are refused`(text: String) {
        #expect(OffDay(text) == nil)
    }

    @Test func `the week is counted in the month`() throws {
        let second = OffDay(.saturday, weeks: [2])
        #expect(try #require(LocalDate("2026-10-10")).weekday == .saturday)
        #expect(second.covers(try #require(LocalDate("2026-10-10"))))
        #expect(!second.covers(try #require(LocalDate("2026-10-03"))))
        #expect(!second.covers(try #require(LocalDate("2026-10-17"))))
        #expect(!second.covers(try #require(LocalDate("2026-10-09"))))
    }
}
