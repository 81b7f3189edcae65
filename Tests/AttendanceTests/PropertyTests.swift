import Attendance
import GateModel
import TestKit
import Testing

@Suite struct `Whatever the punches are` {
    private static let seeds: [UInt64] = Array(1...30)

    @Test(arguments: seeds)
    func `the order of input changes nothing`(seed: UInt64) throws {
        var month = try InventedMonth(seed: seed)
        let expected = try month.judge()
        var numbers = SeededNumbers(seed: seed &+ 1000)
        month.scenario.punches.shuffle(using: &numbers)
        month.scenario.readings.shuffle(using: &numbers)
        #expect(try month.judge() == expected)
    }

    @Test(arguments: seeds)
    func `every punch is in one day or one exception`(seed: UInt64) throws {
        let month = try InventedMonth(seed: seed)
        let period = try month.judge()
        let told =
            period.days.flatMap { $0.punches.map(\.stored.id) } + period.exceptions.map(\.punch.id)
        #expect(told.count == month.scenario.punches.count)
        #expect(Set(month.scenario.punches.map(\.id)).subtracting(told).isEmpty)
    }

    @Test(arguments: seeds)
    func `a date comes out the same alone and in a period`(seed: UInt64) throws {
        let month = try InventedMonth(seed: seed)
        let whole = try month.judge()
        var parts = JudgedPeriod()
        for date in month.dates {
            let part = try month.scenario.judge(date.description)
            parts.days += part.days
            parts.exceptions += part.exceptions
        }
        #expect(parts.days == whole.days)
        #expect(Set(parts.exceptions) == Set(whole.exceptions))
        #expect(parts.exceptions.count == whole.exceptions.count)
    }

    @Test(arguments: seeds)
    func `the days of some people are those of everybody`(seed: UInt64) throws {
        let month = try InventedMonth(seed: seed)
        let whole = try month.judge()
        let builder = try month.scenario.builder()
        let everybody = Set(whole.days.map(\.member.memberID)).sorted()
        for some in [Set(everybody.prefix(1)), Set(everybody.dropFirst()), []] {
            let part = builder.build(
                dates: month.dates, punches: month.scenario.punches, quarantined: [], of: some)
            #expect(part.days == whole.days.filter { some.contains($0.member.memberID) })
        }
    }

    @Test(arguments: seeds)
    func `only punches near a date matter for it`(seed: UInt64) throws {
        let month = try InventedMonth(seed: seed)
        let whole = try month.judge()
        let quarantine = Quarantine(judging: month.scenario.punches)
        let builder = try month.scenario.builder()
        for date in month.dates {
            let context = DayBuilder.context(of: date...date)
            let near = month.scenario.punches.filter { context.contains($0.punch.at.date) }
            let listed = month.scenario.punches.filter {
                $0.readAt.date == date && quarantine.holds($0)
            }
            let part = builder.build(dates: date...date, punches: near, quarantined: listed)
            #expect(part.days == whole.days.filter { $0.date == date })
            #expect(part.exceptions == whole.exceptions.filter { $0.date == date })
        }
    }

    @Test(arguments: seeds)
    func `a late reading turns unknown into an answer and present into nothing else`(
        seed: UInt64
    ) throws {
        var month = try InventedMonth(seed: seed)
        let before = try month.judge().days
        for gate in month.scenario.gates {
            try month.scenario.read(try #require(gate.serial), at: "2026-12-01T02:00:00")
        }
        let after = try month.judge().days
        #expect(before.count == after.count)
        for (early, late) in zip(before, after) where early != late {
            #expect(early.status == .unknown || early.status == .absent)
            #expect(late.status == .absent || late.status == .unknown)
            if late.status == .unknown { #expect(late.why.contains("impossible time")) }
        }
    }

    @Test(arguments: seeds)
    func `hours are never negative and never more than there are`(seed: UInt64) throws {
        for day in try InventedMonth(seed: seed).judge().days {
            if let presence = day.presenceSeconds, let counted = day.countedSeconds {
                #expect(counted >= 0)
                #expect(counted <= presence)
            }
            #expect((day.presenceSeconds ?? 0) >= 0)
            #expect((day.presenceSeconds ?? 0) <= 49 * 3600)
            #expect((day.lateMinutes ?? 0) >= 0)
            #expect((day.earlyMinutes ?? 0) >= 0)
            #expect((day.overtimeMinutes ?? 0) >= 0)
            if day.presenceSeconds == nil { #expect(day.countedSeconds == nil) }
        }
    }

    @Test(arguments: seeds)
    func `pairs are those of the hours, in order, and no punch is lost`(seed: UInt64) throws {
        for day in try InventedMonth(seed: seed).judge().days {
            guard let pairs = day.pairs else {
                #expect(day.punches.isEmpty)
                continue
            }
            let sides = pairs.pairs.flatMap { [$0.entry, $0.exit].compactMap { $0 } }
            let kept = day.punches.count { $0.use != .duplicate }
            let corrected = sides.count { $0.source == .correction }
            if pairs.basis == .visits {
                #expect(sides.count - corrected == day.punches.count { $0.use == .in })
                continue
            }
            #expect(sides.count - corrected + pairs.unpaired == kept)
            for pair in pairs.pairs {
                #expect((pair.seconds == nil) == (pair.entry == nil || pair.exit == nil))
            }
            guard !day.isRunning else { continue }
            let between = pairs.basis == .directions ? pairs.breakSeconds ?? 0 : 0
            #expect(pairs.insideSeconds.map { $0 + between } == day.presenceSeconds)
        }
    }

    @Test(arguments: seeds)
    func `another zone of the branch moves no punch to another date`(seed: UInt64) throws {
        var month = try InventedMonth(seed: seed)
        // A gate with a zone of its own is the rule that does move them.
        month.scenario.gates.removeAll { $0.timeZone != nil }
        func dates() throws -> [Int64: LocalDate] {
            let days = try month.judge().days
            return Dictionary(
                days.flatMap { day in day.punches.map { ($0.stored.id, day.date) } },
                uniquingKeysWith: { first, _ in first })
        }
        month.scenario.branches[0].timeZone = "Europe/London"
        let london = try dates()
        month.scenario.branches[0].timeZone = "Asia/Dhaka"
        #expect(try dates() == london)
    }

    @Test(arguments: seeds)
    func `quarantine comes to the same in one go and bit by bit`(seed: UInt64) throws {
        let punches = try InventedMonth(seed: seed).scenario.punches
        let whole = Quarantine(judging: punches)
        var bitByBit = Quarantine()
        for stored in punches {
            bitByBit.judge(stored)
            if stored.id % 50 == 0 {
                bitByBit = try #require(Quarantine(savedText: bitByBit.savedText))
            }
        }
        #expect(bitByBit == whole)
        #expect(whole.count > 0)
    }

    @Test func `a digest changes with what a date is judged by, and only then`() throws {
        let month = try InventedMonth(seed: 1)
        let date = month.dates.lowerBound.adding(days: 10)
        func prints(_ change: (inout Scenario) throws -> Void) throws -> [Bool] {
            var changed = month.scenario
            try change(&changed)
            let (old, new) = (try month.scenario.inputs(), try changed.inputs())
            return [-8, 0, 8].map { days in
                let date = date.adding(days: days)
                return old.fingerprint(of: date) != new.fingerprint(of: date)
            }
        }
        #expect(try prints { _ in } == [false, false, false])
        #expect(try prints { $0.members[0].name = "Rahman" } == [true, true, true])
        #expect(try prints { $0.members[0].left = date.adding(days: -1) } == [false, true, true])
        #expect(try prints { $0.branches[0].holidays[date] = "" } == [false, true, false])
        #expect(try prints { $0.policy.duplicateSeconds = 60 } == [true, true, true])
        #expect(
            try prints {
                $0.policy.mode = .pairs; $0.policy.mode = month.scenario.policy.mode
            }
                == [false, false, false])
        #expect(
            try prints {
                try $0.read("A", at: LocalDateTime(date.adding(days: 2)).description)
            } == [false, true, false])
        #expect(
            try prints {
                var later = $0.shifts[0]
                later.from = date
                later.graceInMinutes = 0
                $0.shifts.append(later)
            } == [false, true, true])
    }
}
