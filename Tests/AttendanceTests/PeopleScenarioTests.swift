import Attendance
import Foundation
import GateModel
import Testing

@Suite struct `Scenarios of people, clocks and zones` {
    @Test func `23 an id with zeros is another id`() throws {
        var scenario = try Scenario()
        scenario.members = [
            Member(memberID: "007", name: "Ayesha", branch: "DHK", shift: "D"),
            Member(memberID: "7", name: "Karim", branch: "DHK", shift: "D"),
        ]
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T18:00:00", id: "007")
        let period = try scenario.judge("2026-10-05")
        #expect(period.days.map(\.member.memberID) == ["007", "7"])
        #expect(period.days.map(\.status) == [.present, .absent])
    }

    @Test func `24 the same id in two branches is two people`() throws {
        var scenario = try Scenario()
        scenario.branches.append(Branch(id: "CTG", name: "Chattogram", timeZone: "Asia/Dhaka"))
        scenario.gates.append(Gate(serial: "C", branch: "CTG", name: "C", host: "c"))
        scenario.members = [
            Member(
                memberID: "M1", name: "Rahim", branch: "DHK", shift: "D", deviceUserID: "12"),
            Member(
                memberID: "M2", name: "Karim", branch: "CTG", shift: "D", deviceUserID: "12"),
        ]
        try scenario.punch("2026-10-05T09:00:00", id: "12", gate: "A")
        try scenario.punch("2026-10-05T09:00:00", id: "12", gate: "C")
        let days = try scenario.judge("2026-10-05").days
        #expect(days.map(\.member.name) == ["Karim", "Rahim"])
        #expect(days.map { $0.punches.map(\.use) } == [[.in], [.in]])
    }

    @Test func `30 impossible times are in quarantine and make the day unknown`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-07T02:00:00")
        try scenario.read("B", at: "2026-10-07T02:00:00")
        try scenario.punch(
            "2000-01-01T00:03:11", "2026-10-07T19:00:00", readAt: "2026-10-07T02:00:00")
        let period = try scenario.judge("2026-10-06", "2026-10-07")
        #expect(period.exceptions.map(\.kind) == [.quarantined, .quarantined])
        #expect(period.days.map(\.status) == [.unknown, .unknown])
    }

    @Test func `30 a reading with a wrong clock proves nothing`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-07T02:00:00", offset: 61_200)
        try scenario.read("B", at: "2026-10-07T02:00:00")
        let day = try scenario.day("2026-10-06")
        #expect(day.status == .unknown)
        #expect(
            day.why
                == "No punch so far, but A was read at 2026-10-07T02:00:00 with a wrong clock.")
    }

    @Test func `32 the night the clocks go back has an hour more`() throws {
        var scenario = try Scenario()
        scenario.branches[0].timeZone = "Europe/London"
        scenario.members[0].shift = "N"
        try scenario.punch("2026-10-24T21:58:00", "2026-10-25T06:02:00")
        let day = try scenario.day("2026-10-24")
        #expect(day.presenceSeconds == span(9, 4))
        #expect(day.countedSeconds == span(9))
    }

    @Test func `38 an id that is not on the roster is listed`() throws {
        var scenario = try Scenario()
        try scenario.punch(
            "2026-10-05T09:00:00", "2026-10-05T12:00:00", "2026-10-05T18:00:00", id: "99")
        let before = try scenario.judge("2026-10-05")
        #expect(before.exceptions.map(\.kind) == [.unknownID, .unknownID, .unknownID])
        scenario.members[0].deviceUserID = "99"
        let after = try scenario.judge("2026-10-05")
        #expect(after.exceptions.isEmpty)
        #expect(after.days.map(\.status) == [.present])
    }

    @Test func `42 a policy version holds from its date`() throws {
        var scenario = try Scenario()
        var earlier = Shift(id: "D", start: try time("08:00"), end: try time("18:00"))
        earlier.from = try #require(LocalDate("2026-10-08"))
        scenario.shifts.append(earlier)
        try scenario.punch("2026-10-07T09:05:00", "2026-10-07T18:00:00")
        try scenario.punch("2026-10-08T08:15:00", "2026-10-08T18:00:00")
        let period = try scenario.judge("2026-10-07", "2026-10-08")
        #expect(period.days.map(\.lateMinutes) == [0, 15])
    }

    @Test func `a dated assignment goes before the shift of the roster`() throws {
        var scenario = try Scenario()
        let monday = try #require(LocalDate("2026-10-05"))
        scenario.assignments = [
            ShiftAssignment(memberID: "M1", from: monday, to: monday, shift: "E")
        ]
        try scenario.punch("2026-10-05T13:55:00", "2026-10-05T22:01:00")
        try scenario.punch("2026-10-06T09:00:00", "2026-10-06T18:00:00")
        let period = try scenario.judge("2026-10-05", "2026-10-06")
        #expect(period.days.map(\.shift) == ["E", "D"])
        #expect(period.days.map(\.lateMinutes) == [0, 0])
    }

    @Test func `two shifts on one date are two rows`() throws {
        var scenario = try Scenario()
        let monday = try #require(LocalDate("2026-10-05"))
        scenario.shifts.append(Shift(id: "M", start: try time("06:00"), end: try time("10:00")))
        scenario.assignments = ["M", "E"].map {
            ShiftAssignment(memberID: "M1", from: monday, to: monday, shift: $0)
        }
        try scenario.punch(
            "2026-10-05T06:00:00", "2026-10-05T10:00:00", "2026-10-05T14:00:00",
            "2026-10-05T22:00:00")
        let days = try scenario.judge("2026-10-05").days
        #expect(days.map(\.shift) == ["M", "E"])
        #expect(days.map(\.countedSeconds) == [span(4), span(8)])
    }

    @Test func `an identity holds in its branch and period`() throws {
        var scenario = try Scenario()
        scenario.identities = [
            Identity(
                memberID: "M1", branch: "DHK", deviceUserID: "77", to: LocalDate("2026-10-05"))
        ]
        try scenario.punch("2026-10-05T09:00:00", "2026-10-06T09:00:00", id: "77")
        try scenario.punch("2026-10-05T18:00:00", "2026-10-06T18:00:00")
        let period = try scenario.judge("2026-10-05", "2026-10-06")
        #expect(period.days.map(\.missing) == [.out, .in])
        #expect(period.exceptions.map(\.punch.punch.deviceUserID) == ["M1", "77"])
    }

    @Test func `a day that was not over at the last reading has no exit and no hours yet`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-05T17:30:00")
        try scenario.read("B", at: "2026-10-05T17:30:00")
        try scenario.punch(
            "2026-10-05T09:25:00", "2026-10-05T13:00:00", "2026-10-05T14:00:00",
            readAt: "2026-10-05T17:30:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.isRunning)
        #expect(day.status == .present)
        #expect(day.lateMinutes == 25)
        #expect(day.lastOut == nil)
        #expect(day.missing == nil)
        #expect(day.earlyMinutes == nil)
        #expect(day.presenceSeconds == nil)
        #expect(day.punches.map(\.use) == [.in, .out, .in])
        #expect(
            day.why == "In at 09:25:00, the day was not over when the gates were last read, "
                + "25 min late; shift D 09:00–18:00.")
    }

    @Test func `a guard on duty has come and not left`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = "N"
        try scenario.read("A", at: "2026-10-06T02:00:00")
        try scenario.read("B", at: "2026-10-06T02:00:00")
        try scenario.punch(
            "2026-10-05T21:52:00", "2026-10-05T21:52:40", readAt: "2026-10-06T02:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.isRunning)
        #expect(day.punches.map(\.use) == [.in, .duplicate])
        #expect(day.missing == nil)
    }

    @Test func `one gate read after the close ends the day`() throws {
        var scenario = try Scenario()
        try scenario.read("A", at: "2026-10-05T17:30:00")
        try scenario.read("B", at: "2026-10-06T00:00:00")
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T18:00:00", gate: "B")
        let day = try scenario.day("2026-10-05")
        #expect(!day.isRunning)
        #expect(day.countedSeconds == span(9))
    }

    @Test func `a person without a shift makes visits`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = nil
        try scenario.punch(
            "2026-10-05T06:30:00", "2026-10-05T07:40:00", "2026-10-05T08:00:00",
            "2026-10-05T18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.status == .visit)
        #expect(day.punches.map(\.use) == [.in, .in, .extra, .in])
        #expect(day.presenceSeconds == nil)
        #expect(try scenario.judge("2026-10-06").days.isEmpty)
    }

    @Test func `punches after leaving are exceptions and the day is blank`() throws {
        var scenario = try Scenario()
        scenario.members[0].left = LocalDate("2026-10-04")
        try scenario.punch("2026-10-05T09:00:00")
        let period = try scenario.judge("2026-10-05")
        #expect(period.days.isEmpty)
        #expect(period.exceptions.map(\.kind) == [.afterLeaving])
    }

    @Test func `leave beats absent and a punch on leave is noted`() throws {
        var scenario = try Scenario()
        let from = try #require(LocalDate("2026-10-05"))
        scenario.branches[0].leaves = [
            Leave(memberID: "M1", from: from, to: from.adding(days: 1), kind: "annual")
        ]
        try scenario.punch("2026-10-06T09:00:00", "2026-10-06T18:00:00")
        let period = try scenario.judge("2026-10-05", "2026-10-06")
        #expect(period.days.map(\.status) == [.leave, .present])
        #expect(period.days[1].notes.contains("On leave (annual), but came."))
    }

    @Test func `the order of input changes nothing`() throws {
        var scenario = try Scenario()
        try scenario.punch(
            "2026-10-05T08:55:10", "2026-10-05T13:00:00", "2026-10-05T18:03:40",
            "2026-10-06T09:00:00")
        let expected = try scenario.judge("2026-10-05", "2026-10-06")
        scenario.punches.reverse()
        #expect(try scenario.judge("2026-10-05", "2026-10-06") == expected)
    }
}
