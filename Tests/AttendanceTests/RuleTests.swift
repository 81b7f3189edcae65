import Attendance
import GateModel
import Testing

@Suite struct `Rules beyond the table` {
    @Test func `the second and fourth Saturday are off, the others are not`() throws {
        var scenario = try Scenario()
        scenario.branches[0].weeklyOff = [.friday, OffDay(.saturday, weeks: [2, 4])]
        let days = try scenario.judge("2026-10-01", "2026-10-31").days
        let off = days.filter { $0.status == .off }.map(\.date.day)
        #expect(off == [2, 9, 10, 16, 23, 24, 30])
    }

    @Test func `a shift may have days off of its own`() throws {
        var scenario = try Scenario()
        scenario.shifts[0].weeklyOff = [.sunday]
        let days = try scenario.judge("2026-10-09", "2026-10-11").days
        #expect(days.map(\.status) == [.absent, .absent, .off])
    }

    @Test func `a date without an assigned shift is off, and work on it is overtime`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = nil
        let monday = try #require(LocalDate("2026-10-05"))
        scenario.assignments = [
            ShiftAssignment(memberID: "M1", from: monday, to: monday, shift: "N")
        ]
        try scenario.punch(
            "2026-10-05T21:50:00", "2026-10-06T06:10:00", "2026-10-06T15:00:00",
            "2026-10-06T17:07:00")
        let days = try scenario.judge("2026-10-05", "2026-10-07").days
        #expect(days.map(\.status) == [.present, .off, .off])
        #expect(days[1].overtimeMinutes == 127)
        #expect(days[1].countedSeconds == nil)
        #expect(days[2].why == "No shift on this date.")
    }

    @Test func `a shift that does not exist yet asks for nobody`() throws {
        var scenario = try Scenario()
        scenario.shifts[0].from = try #require(LocalDate("2026-10-06"))
        let days = try scenario.judge("2026-10-05", "2026-10-06").days
        #expect(days.map(\.status) == [.off, .absent])
        #expect(days[1].notes == ["Window 06:00 to 24:00; shift D as of 2026-10-06."])
    }

    @Test func `28 two entries in a row are flagged`() throws {
        var scenario = try Scenario()
        scenario.gates[0].isStateTrusted = true
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T13:00:00", state: 0)
        try scenario.punch("2026-10-05T18:00:00", state: 1)
        let flag = "Two entries, 09:00:00 and 13:00:00, without an exit between."
        #expect(try scenario.day("2026-10-05").notes.contains(flag))
        scenario.policy.mode = .pairs
        let day = try scenario.day("2026-10-05")
        #expect(day.notes.contains(flag))
        #expect(day.notes.contains("09:00:00 has no matching punch and adds no hours."))
        #expect(day.punches.map(\.use) == [.extra, .in, .out])
    }

    @Test func `an exit before the entry is not an entry`() throws {
        var scenario = try Scenario()
        scenario.gates[0].isStateTrusted = true
        try scenario.punch("2026-10-05T08:00:00", state: 1)
        try scenario.punch("2026-10-05T18:00:00", state: 0)
        let day = try scenario.day("2026-10-05")
        #expect(day.presenceSeconds == nil)
        #expect(day.missing == .out)
        #expect(day.punches.map(\.use) == [.extra, .in])
    }

    @Test func `a lone punch adds no hours also without a minimum span`() throws {
        var scenario = try Scenario()
        scenario.shifts[0].minSpanMinutes = 0
        try scenario.punch("2026-10-05T09:02:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.presenceSeconds == nil)
        #expect(day.missing == .out)
    }

    @Test func `pairs that end with an entry lack an exit`() throws {
        var scenario = try Scenario()
        scenario.policy.mode = .pairs
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T13:00:00", "2026-10-05T14:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.presenceSeconds == span(4))
        #expect(day.missing == .out)
        #expect(day.earlyMinutes == nil)
    }

    @Test func `duplicates are told apart by branch`() throws {
        var scenario = try Scenario()
        scenario.branches.append(Branch(id: "CTG", name: "Chattogram", timeZone: "Asia/Dhaka"))
        scenario.gates.append(Gate(serial: "C", branch: "CTG", name: "C", host: "c"))
        scenario.members[0].gates = ["DHK", "CTG"]
        try scenario.punch("2026-10-05T09:00:00")
        try scenario.punch("2026-10-05T09:01:00", "2026-10-05T18:00:00", gate: "C")
        let day = try scenario.day("2026-10-05")
        #expect(day.punches.map(\.use) == [.in, .extra, .out])
    }

    @Test func `overtime before the shift counts only where it is enabled`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T08:10:00", "2026-10-05T18:31:00")
        #expect(try scenario.day("2026-10-05").overtimeMinutes == 30)
        scenario.shifts[0].countsOvertimeBeforeShift = true
        #expect(try scenario.day("2026-10-05").overtimeMinutes == 75)
    }

    @Test func `half a day, a short stay, and neither for unknown hours`() throws {
        var scenario = try Scenario()
        scenario.shifts[0].absentBelowMinutes = 120
        scenario.shifts[0].unpaidBreakMinutes = 30
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T14:00:00")
        try scenario.punch("2026-10-06T09:00:00", "2026-10-06T11:29:59")
        try scenario.punch("2026-10-07T09:00:00")
        let days = try scenario.judge("2026-10-05", "2026-10-07").days
        #expect(days.map(\.isHalfDay) == [true, false, false])
        #expect(days.map(\.status) == [.present, .shortStay, .present])
        #expect(days.map(\.countedSeconds) == [span(4, 30), span(1, 59, 59), nil])
    }

    @Test func `a gate out of service asks for no reading but keeps its punches`() throws {
        var scenario = try Scenario()
        scenario.gates[1].isEnabled = false
        try scenario.read("A", at: "2026-10-07T02:00:00")
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T18:00:00", gate: "B")
        let days = try scenario.judge("2026-10-05", "2026-10-06").days
        #expect(days.map(\.status) == [.present, .absent])
    }

    @Test(arguments: [
        (ClockMode.annotate, 10, "2026-10-05T09:10:30"), (.correct, 0, "2026-10-05T09:05:30"),
    ])
    func `a measured offset is noted or taken off`(
        mode: ClockMode, late: Int, firstIn: String
    ) throws {
        var scenario = try Scenario()
        scenario.policy.clock = mode
        try scenario.punch("2026-10-05T09:10:30", "2026-10-05T18:10:00", offset: 300)
        let day = try scenario.day("2026-10-05")
        #expect(day.lateMinutes == late)
        #expect(day.firstIn == LocalDateTime(firstIn))
        #expect(day.punches.first?.stored.punch.at == LocalDateTime("2026-10-05T09:10:30"))
        let end = mode == .correct ? "its times were corrected" : "times are as read"
        #expect(day.notes.last == "The clock of A was 300 s ahead when it was read; \(end).")
    }

    @Test func `33 a time that does not exist means no summer time`() throws {
        var scenario = try Scenario()
        scenario.branches[0].timeZone = "Europe/London"
        scenario.members[0].shift = nil
        scenario.policy.dayStartsAt = try time("00:00")
        try scenario.punch("2026-03-29T01:30:00")
        let day = try scenario.day("2026-03-29")
        #expect(day.notes == ["A showed 01:30:00, a time that did not exist: not on summer time."])
    }

    @Test func `33 a time that occurs twice is settled by the gate's own order`() throws {
        var scenario = try Scenario()
        scenario.branches[0].timeZone = "Europe/London"
        scenario.members[0].shift = "N"
        scenario.members.append(Member(memberID: "M2", name: "Sumi", branch: "DHK", shift: "N"))
        try scenario.punch("2026-10-24T22:00:00", "2026-10-25T01:50:00", id: "M2")
        try scenario.punch("2026-10-24T22:00:00", "2026-10-25T01:30:00")
        let days = try scenario.judge("2026-10-24").days
        #expect(days.map(\.member.memberID) == ["M1", "M2"])
        #expect(days.map(\.presenceSeconds) == [span(4, 30), span(3, 50)])
        #expect(days.allSatisfy { $0.notes.count == 1 })
    }

    @Test func `33 a time that occurs twice is flagged where nothing settles it`() throws {
        var scenario = try Scenario()
        scenario.branches[0].timeZone = "Europe/London"
        scenario.members[0].shift = "N"
        try scenario.punch("2026-10-24T22:00:00", "2026-10-25T01:30:00")
        let day = try scenario.day("2026-10-24")
        #expect(day.presenceSeconds == span(3, 30))
        #expect(
            day.notes.last == "A showed 01:30:00, a time that occurs twice: the hours are ±1 h.")
    }

    @Test func `a gate with a zone of its own is judged in the time of its branch`() throws {
        var scenario = try Scenario()
        scenario.branches[0].timeZone = "Europe/London"
        scenario.gates[0].timeZone = "Etc/GMT"
        try scenario.punch("2026-07-06T08:05:00", "2026-07-06T17:00:00")
        let day = try scenario.day("2026-07-06")
        #expect(day.firstIn == LocalDateTime("2026-07-06T09:05:00"))
        #expect(day.lateMinutes == 0)
        #expect(day.punches.first?.stored.punch.at == LocalDateTime("2026-07-06T08:05:00"))
    }

    @Test func `35 a correction adds the exit and both stay visible`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:01:00")
        try scenario.correct("2026-10-05", .out, "18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.countedSeconds == span(8, 59))
        #expect(day.isCorrected)
        #expect(day.missing == nil)
        #expect(day.recorded?.missing == .out)
        #expect(day.punches.map(\.use) == [.in])
        #expect(
            day.notes.last
                == "Correction 1 by Office on 2026-10-08: exit 18:00:00, “forgot”; no exit recorded."
        )
    }

    @Test func `a corrected entry takes the place of the recorded one`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:31:00")
        try scenario.correct("2026-10-05", .in, "09:00:00", reason: "queue at the gate")
        let day = try scenario.day("2026-10-05")
        #expect(day.firstIn == LocalDateTime("2026-10-05T09:00:00"))
        #expect(day.missing == .out)
        #expect(day.lateMinutes == 0)
        #expect(day.punches.map(\.reason) == ["replaced by a correction"])
    }

    @Test func `an absent day may be corrected, and an undone correction does nothing`() throws {
        var scenario = try Scenario()
        try scenario.correct("2026-10-05", .in, "09:00:00")
        try scenario.correct("2026-10-05", .out, "18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.status == .present)
        #expect(day.recorded?.status == .absent)
        #expect(day.countedSeconds == span(9))
        scenario.corrections[0].undoneBy = 3
        scenario.corrections[1].undoneBy = 4
        let undone = try scenario.day("2026-10-05")
        #expect(undone.status == .absent)
        #expect(!undone.isCorrected)
    }

    @Test func `37 a renewed person stays entitled on the date after a later expiry`() throws {
        var scenario = try Scenario()
        // Renewed on 5 October; the page is made long after the renewal has run out, too.
        scenario.members[0].accessUntil = LocalDate("2026-11-04")
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T18:20:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.punches.map(\.use) == [.in, .out])
        #expect(!day.notes.contains { $0.contains("expired") })
        try scenario.punch("2026-11-05T09:00:00")
        #expect(try scenario.day("2026-11-05").notes.contains("Entered while expired, 1 day."))
    }

    @Test func `36 entitlement is that of the punch's date`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = nil
        scenario.members[0].accessUntil = LocalDate("2026-09-30")
        try scenario.punch("2026-10-05T18:20:00")
        #expect(try scenario.day("2026-10-05").notes == ["Entered while expired, 5 days."])
        scenario.members[0].accessUntil = LocalDate("2026-10-31")
        #expect(try scenario.day("2026-10-05").notes == [])
    }

    @Test func `an old file that comes late is not in quarantine`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:00:00", readAt: "2026-10-06T02:00:00")
        try scenario.punch(
            "2026-09-01T09:00:00", readAt: "2026-10-07T12:00:00", source: .file)
        #expect(try scenario.judge("2026-09-01", "2026-10-07").exceptions.isEmpty)
    }

    @Test func `a step back in the gate's own order is in quarantine`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:00:00", readAt: "2026-10-06T02:00:00")
        try scenario.punch(
            "2026-10-03T08:59:59", "2026-10-06T09:00:00", readAt: "2026-10-07T02:00:00")
        let period = try scenario.judge("2026-10-03", "2026-10-07")
        #expect(period.exceptions.map(\.kind) == [.quarantined])
        #expect(period.exceptions.first?.date == LocalDate("2026-10-07"))
        #expect(period.days.map(\.status) == [.absent, .absent, .present, .present, .absent])
    }

    @Test func `an hour of offset points to summer time`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:10:30", offset: -3610)
        #expect(
            try scenario.day("2026-10-05").notes.last
                == "The clock of A was 3610 s behind when it was read, an hour, which looks like "
                + "summer time; times are as read.")
    }

    @Test func `of many gates the first three are named`() throws {
        var scenario = try Scenario()
        scenario.gates = (0..<9).map {
            Gate(serial: GateSerial("G\($0)"), branch: "DHK", name: "G\($0)", host: "g")
        }
        #expect(
            try scenario.day("2026-10-05").why
                == "No punch; G0, G1, G2 and 6 more gates read by 2026-12-12T02:00:00, after the "
                + "day closed.")
        try scenario.read("G8", at: "2026-12-12T02:00:00")
        #expect(
            try scenario.day("2026-10-05").why
                == "No punch so far, but G0 was never read; G1 was never read; G2 was never read "
                + "and 5 more gates.")
    }
}
