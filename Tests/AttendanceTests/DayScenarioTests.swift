import Attendance
import GateModel
import Testing

@Suite struct `Scenarios of a day` {
    @Test func `1 a plain day`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T08:55:10", "2026-10-05T18:03:40")
        let day = try scenario.day("2026-10-05")
        #expect(day.status == .present)
        #expect(day.presenceSeconds == span(9, 8, 30))
        #expect(day.countedSeconds == span(9))
        #expect(day.lateMinutes == 0)
        #expect(day.earlyMinutes == 0)
        #expect(day.overtimeMinutes == 0)
        #expect(day.punches.map(\.use) == [.in, .out])
    }

    @Test func `2 the edge of the grace is on time`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:10:00", "2026-10-05T18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.lateMinutes == 0)
        #expect(day.countedSeconds == span(8, 50))
    }

    @Test func `3 one second past the grace is late and early`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:10:01", "2026-10-05T17:49:59")
        let day = try scenario.day("2026-10-05")
        #expect(day.lateMinutes == 10)
        #expect(day.earlyMinutes == 10)
        #expect(day.countedSeconds == span(8, 39, 58))
    }

    @Test func `5 overtime goes down to the step`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T08:58:00", "2026-10-05T19:07:59")
        let day = try scenario.day("2026-10-05")
        #expect(day.countedSeconds == span(9))
        #expect(day.overtimeMinutes == 60)
    }

    @Test func `7 duplicates up to exactly the policy's seconds`() throws {
        var scenario = try Scenario()
        scenario.policy.mode = .pairs
        try scenario.punch(
            "2026-10-05T08:59:58", "2026-10-05T09:00:31", "2026-10-05T09:01:58",
            "2026-10-05T18:01:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.punches.map(\.use) == [.in, .duplicate, .duplicate, .out])
        #expect(day.punches[1].reason == "33 s after the punch before it")
        #expect(day.presenceSeconds == span(9, 1, 2))
    }

    @Test func `8 a span below the minimum is one punch`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T09:02:01")
        let day = try scenario.day("2026-10-05")
        #expect(day.punches.map(\.use) == [.in, .extra])
        #expect(day.missing == .out)
        #expect(day.presenceSeconds == nil)
        #expect(day.countedSeconds == nil)
    }

    @Test func `9 a lone entry keeps the hours empty`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:02:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.status == .present)
        #expect(day.missing == .out)
        #expect(day.countedSeconds == nil)
        #expect(day.lateMinutes == 0)
        #expect(day.earlyMinutes == nil)
        #expect(day.lastOut == nil)
    }

    @Test(arguments: [GateRole.both, .out])
    func `10 a lone exit is not hours of lateness`(role: GateRole) throws {
        var scenario = try Scenario()
        scenario.gates[0].role = role
        try scenario.punch("2026-10-05T17:58:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.status == .present)
        #expect(day.missing == .in)
        #expect(day.earlyMinutes == 0)
        #expect(day.lateMinutes == nil)
    }

    @Test func `11 order starts again in each window`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:01:00", "2026-10-06T08:57:00", "2026-10-06T18:02:00")
        #expect(try scenario.day("2026-10-05").missing == .out)
        let tuesday = try scenario.day("2026-10-06")
        #expect(tuesday.missing == nil)
        #expect(tuesday.countedSeconds == span(9))
    }

    @Test func `12 a night shift belongs to the day it starts`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = "N"
        try scenario.punch("2026-10-05T21:52:00", "2026-10-06T06:04:00")
        let period = try scenario.judge("2026-10-05", "2026-10-06")
        #expect(period.days.map(\.status) == [.present, .absent])
        #expect(period.days[0].presenceSeconds == span(8, 12))
        #expect(period.days[0].countedSeconds == span(8))
        #expect(period.days[1].punches.isEmpty)
    }

    @Test func `14 a late shift may end after midnight`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = "E"
        try scenario.punch("2026-10-05T13:55:00", "2026-10-06T00:30:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.countedSeconds == span(8))
        #expect(day.overtimeMinutes == 150)
    }

    @Test func `16 work on the weekly day off is overtime`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-09T10:00:00", "2026-10-09T13:00:00")
        let day = try scenario.day("2026-10-09")
        #expect(day.status == .off)
        #expect(day.overtimeMinutes == 180)
        #expect(day.lateMinutes == nil)
        #expect(day.earlyMinutes == nil)
    }

    @Test func `17 a holiday is not an absence`() throws {
        var scenario = try Scenario()
        let date = try #require(LocalDate("2026-10-07"))
        scenario.branches[0].holidays[date] = "Founders' day"
        let day = try scenario.day("2026-10-07")
        #expect(day.status == .holiday)
        #expect(day.why == "Public holiday: Founders' day.")
    }

    @Test func `18 absent when every gate was read afterwards`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-07T02:00:00")
        try scenario.read("B", at: "2026-10-07T02:00:00")
        #expect(try scenario.day("2026-10-06").status == .absent)
    }

    @Test func `19 unknown when a gate was not read afterwards`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-07T02:00:00")
        try scenario.read("B", at: "2026-10-05T23:00:00")
        let day = try scenario.day("2026-10-06")
        #expect(day.status == .unknown)
        #expect(day.why == "No punch so far, but B not read since Mon 23:00.")
    }

    @Test func `20 a late reading turns unknown into an answer`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-07T02:00:00")
        try scenario.read("B", at: "2026-10-08T02:00:00")
        try scenario.punch("2026-10-06T09:05:00", "2026-10-06T18:00:00", gate: "B")
        #expect(try scenario.day("2026-10-06").status == .present)
    }

    @Test func `25 the nearest punch at another gate is a duplicate`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T08:59:00")
        try scenario.punch("2026-10-05T08:59:40", "2026-10-05T18:00:00", gate: "B")
        let day = try scenario.day("2026-10-05")
        #expect(day.punches.map(\.use) == [.in, .duplicate, .out])
        #expect(day.punches.map(\.stored.serial) == ["A", "B", "B"])
    }

    @Test func `27 state 255 goes by order`() throws {
        var scenario = try Scenario()
        scenario.policy.mode = .pairs
        try scenario.punch(
            "2026-10-05T09:00:00", "2026-10-05T13:00:00", "2026-10-05T14:00:00",
            "2026-10-05T18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.punches.map(\.use) == [.in, .out, .in, .out])
        #expect(day.presenceSeconds == span(8))
    }

    @Test(arguments: [(PairingMode.firstLast, span(9)), (.pairs, span(5))])
    func `28 two entries and one exit`(mode: PairingMode, presence: Int) throws {
        var scenario = try Scenario()
        scenario.gates[0].isStateTrusted = true
        scenario.policy.mode = mode
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T13:00:00", state: 0)
        try scenario.punch("2026-10-05T18:00:00", state: 1)
        #expect(try scenario.day("2026-10-05").presenceSeconds == presence)
    }

    @Test func `44 a window is half open`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T05:59:59", "2026-10-05T06:00:00")
        let period = try scenario.judge("2026-10-05")
        #expect(period.days.first?.punches.map(\.stored.id) == [2])
        #expect(period.exceptions.map(\.kind) == [.outsideAnyWindow])
    }
}
