import Attendance
import GateModel
import Testing

/// What stands on a time card: pairs, breaks, and what tells the direction of a punch.
@Suite struct `Pairs of a day` {
    /// Pairs as `08:55–12:58`, with a dash for a side that is not known.
    private func text(_ day: PersonDay) -> [String] {
        (day.pairs?.pairs ?? []).map { pair in
            func time(_ side: DayPairs.Side?) -> String {
                side.map { String($0.at.time.description.prefix(5)) } ?? "—"
            }
            return "\(time(pair.entry))–\(time(pair.exit))"
        }
    }

    @Test func `pairs mode pairs by order and adds up the breaks between`() throws {
        var scenario = try Scenario()
        scenario.policy.mode = .pairs
        try scenario.punch(
            "2026-10-05T08:55:00", "2026-10-05T12:58:00", "2026-10-05T13:41:00",
            "2026-10-05T18:03:00")
        let day = try scenario.day("2026-10-05")
        let pairs = try #require(day.pairs)
        #expect(text(day) == ["08:55–12:58", "13:41–18:03"])
        #expect(pairs.basis == .pairs)
        #expect(pairs.insideSeconds == span(8, 25))
        #expect(pairs.insideSeconds == day.presenceSeconds)
        #expect(pairs.breakSeconds == span(0, 43))
        #expect(pairs.pairs.map(\.breakSeconds) == [nil, span(0, 43)])
        #expect(pairs.unpaired == 0)
        #expect(day.punches.map(\.source) == [.order, .order, .order, .order])
        #expect(day.punches.map(\.direction) == [.entry, .exit, .entry, .exit])
    }

    @Test func `one pair of pairs mode has no break`() throws {
        var scenario = try Scenario()
        scenario.policy.mode = .pairs
        try scenario.punch("2026-10-05T08:55:00", "2026-10-05T18:03:00")
        #expect(try scenario.day("2026-10-05").pairs?.breakSeconds == 0)
    }

    @Test func `an open pair adds nothing and hides the breaks beside it`() throws {
        var scenario = try Scenario()
        scenario.policy.mode = .pairs
        scenario.gates[0].isStateTrusted = true
        try scenario.punch("2026-10-05T09:00:00", state: 0)
        try scenario.punch("2026-10-05T11:00:00", state: 1)
        try scenario.punch("2026-10-05T13:00:00", state: 1)
        try scenario.punch("2026-10-05T14:00:00", state: 0)
        try scenario.punch("2026-10-05T18:00:00", state: 1)
        let day = try scenario.day("2026-10-05")
        #expect(text(day) == ["09:00–11:00", "—–13:00", "14:00–18:00"])
        #expect(day.pairs?.insideSeconds == span(6))
        #expect(day.pairs?.breakSeconds == nil)
        #expect(day.pairs?.hasOpenPair == true)
        #expect(day.punches.map(\.source) == [.state, .state, .state, .state, .state])
    }

    @Test func `first and last punch say nothing of breaks`() throws {
        var scenario = try Scenario()
        try scenario.punch(
            "2026-10-05T08:55:00", "2026-10-05T12:58:00", "2026-10-05T13:41:00",
            "2026-10-05T18:03:00")
        let day = try scenario.day("2026-10-05")
        let pairs = try #require(day.pairs)
        #expect(text(day) == ["08:55–18:03"])
        #expect(pairs.basis == .firstLast)
        #expect(pairs.insideSeconds == day.presenceSeconds)
        #expect(pairs.breakSeconds == nil)
        #expect(pairs.unpaired == 2)
        #expect(day.punches.map(\.source) == [.position, nil, nil, .position])
        #expect(day.punches.map(\.direction) == [.entry, .unknown, .unknown, .exit])
    }

    @Test func `gates that tell every direction prove the pairs of a first and last day`() throws {
        var scenario = try Scenario()
        scenario.gates[0].role = .in
        scenario.gates[1].role = .out
        try scenario.punch("2026-10-05T08:55:00", "2026-10-05T13:41:00", gate: "A")
        try scenario.punch("2026-10-05T12:58:00", "2026-10-05T18:03:00", gate: "B")
        let day = try scenario.day("2026-10-05")
        #expect(text(day) == ["08:55–12:58", "13:41–18:03"])
        #expect(day.pairs?.basis == .directions)
        #expect(day.pairs?.breakSeconds == span(0, 43))
        // The policy counts on from the first entry to the last exit.
        #expect(day.presenceSeconds == span(9, 8))
        #expect(day.punches.map(\.use) == [.in, .extra, .extra, .out])
        #expect(day.punches.map(\.direction) == [.entry, .exit, .entry, .exit])
        #expect(day.punches.allSatisfy { $0.source == .gate })
        try scenario.punch("2026-10-05T15:00:00", gate: "B")
        let doubtful = try scenario.day("2026-10-05")
        #expect(text(doubtful) == ["08:55–18:03"])
        #expect(doubtful.pairs?.basis == .firstLast)
        #expect(doubtful.pairs?.breakSeconds == nil)
    }

    @Test func `a lone punch is one side of a pair`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T17:58:00")
        let day = try scenario.day("2026-10-05")
        #expect(text(day) == ["—–17:58"])
        #expect(day.pairs?.insideSeconds == nil)
        #expect(day.pairs?.breakSeconds == nil)
        #expect(day.punches.map(\.source) == [.shift])
        #expect(day.punches.map(\.direction) == [.exit])
    }

    @Test func `a corrected side says so`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T09:01:00")
        try scenario.correct("2026-10-05", .out, "18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(text(day) == ["09:01–18:00"])
        let pair = try #require(day.pairs?.pairs.first)
        #expect(pair.entry?.source == .shift)
        #expect(pair.exit?.source == .correction)
        #expect(pair.seconds == span(8, 59))
    }

    @Test func `a corrected exit before the entry makes two open sides`() throws {
        var scenario = try Scenario()
        try scenario.punch("2026-10-05T12:00:00")
        try scenario.correct("2026-10-05", .in, "12:00:00")
        try scenario.correct("2026-10-05", .out, "11:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(text(day) == ["—–11:00", "12:00–—"])
        #expect(day.pairs?.insideSeconds == nil)
    }

    @Test func `a day that is not over shows its entry alone`() throws {
        var scenario = try Scenario()
        try scenario.punch(
            "2026-10-05T09:00:00", "2026-10-05T12:00:00", readAt: "2026-10-05T13:00:00")
        try scenario.read("A", at: "2026-10-05T13:00:00")
        try scenario.read("B", at: "2026-10-05T13:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(day.isRunning)
        #expect(text(day) == ["09:00–—"])
        #expect(day.pairs?.unpaired == 1)
    }

    @Test func `a visit has a beginning only`() throws {
        var scenario = try Scenario()
        scenario.members[0].shift = nil
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T09:30:00", "2026-10-05T18:00:00")
        let day = try scenario.day("2026-10-05")
        #expect(text(day) == ["09:00–—", "18:00–—"])
        #expect(day.pairs?.basis == .visits)
        #expect(day.punches.map(\.source) == [.visit, nil, .visit])
    }

    @Test func `a night shift ends on the next date, and hours are those that passed`() throws {
        var scenario = try Scenario()
        scenario.branches[0].timeZone = "Europe/London"
        scenario.members[0].shift = "N"
        scenario.policy.mode = .pairs
        try scenario.punch(
            "2026-10-24T21:58:00", "2026-10-25T00:30:00", "2026-10-25T02:30:00",
            "2026-10-25T06:02:00")
        let pairs = try #require(try scenario.day("2026-10-24").pairs)
        #expect(pairs.pairs.map { $0.exit?.at.date.day } == [25, 25])
        #expect(pairs.breakSeconds == span(3))
        #expect(pairs.insideSeconds == span(2, 32) + span(3, 32))
    }

    @Test func `the unpaid break is taken off what was counted, and no more`() throws {
        var scenario = try Scenario()
        scenario.shifts[0].unpaidBreakMinutes = 60
        try scenario.punch("2026-10-05T09:00:00", "2026-10-05T18:00:00")
        try scenario.punch("2026-10-06T09:00:00", "2026-10-06T09:20:00")
        try scenario.punch("2026-10-07T09:00:00")
        let days = try scenario.judge("2026-10-05", "2026-10-07").days
        #expect(days.map(\.unpaidBreakSeconds) == [span(1), span(0, 20), nil])
        #expect(days.map(\.countedSeconds) == [span(8), 0, nil])
    }
}
