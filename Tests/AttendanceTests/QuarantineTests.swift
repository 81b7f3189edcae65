import Attendance
import GateModel
import TestKit
import Testing

struct QuarantineTests {
    /// Judges punches one by one, a verdict each: what millions of them are too many for.
    private struct Plainly {
        struct Verdict: Equatable {
            var sentence: String
            var doubt: ClosedRange<LocalDate>
        }
        private(set) var verdicts: [Int64: Verdict] = [:]

        init(_ punches: [StoredPunch]) throws {
            let earliest = try #require(LocalDate("2010-01-01"))
            for (_, punches) in Dictionary(grouping: punches, by: \.serial) {
                var last: LocalDateTime?
                var waiting: [Int64] = []
                var before: StoredPunch?
                for stored in punches.sorted(by: { $0.id < $1.id }) {
                    if let before, !Self.goesOn(before, stored) { (last, waiting) = (nil, []) }
                    before = stored
                    let (at, read) = (stored.punch.at, stored.readAt)
                    var sentence: String?
                    if let last, at < last.adding(seconds: -48 * 3600) {
                        sentence = "the time steps back more than 48 hours in the gate's own order"
                    }
                    if at > read.adding(seconds: 600 + (stored.clockOffsetSeconds ?? 0)) {
                        sentence = "the time lies after the reading that brought it"
                    }
                    if at.date < earliest { sentence = "the gate's clock was not set" }
                    if let sentence {
                        let from = min(last?.date ?? earliest, read.date)
                        verdicts[stored.id] = Verdict(
                            sentence: sentence, doubt: from...read.date)
                        waiting.append(stored.id)
                        continue
                    }
                    for id in waiting {
                        guard let doubt = verdicts[id]?.doubt else { continue }
                        verdicts[id]?.doubt =
                            doubt
                            .lowerBound...max(
                                doubt.lowerBound, min(doubt.upperBound, at.date))
                    }
                    (last, waiting) = (at, [])
                }
            }
        }

        private static func goesOn(_ one: StoredPunch, _ next: StoredPunch) -> Bool {
            if one.source == next.source, one.readAt == next.readAt { return true }
            return one.source == .pull && next.source == .pull
                && next.punch.position > one.punch.position
        }
    }

    /// Logs of two gates whose clocks are wrong now and then, for a while or for single punches, read
    /// by network and from files.
    private static func punches(seed: UInt64) throws -> [StoredPunch] {
        var numbers = SeededNumbers(seed: seed)
        let start = try #require(LocalDate("2026-10-01"))
        var found: [StoredPunch] = []
        var wrong: [GateSerial: LocalDate] = [:]
        for index in 0..<600 {
            let day = start.adding(days: index / 20)
            let serial: GateSerial = index % 3 == 0 ? "A" : "B 1"
            if Int.random(in: 0..<12, using: &numbers) == 0 {
                wrong[serial] =
                    wrong[serial] == nil
                    ? [start.adding(days: -9_000), day.adding(days: -9), day.adding(days: 40)]
                        .randomElement(using: &numbers) : nil
            }
            let isFile = index / 50 % 3 == 2
            let id = ["7", "x y", "50%", "a\nb", nil].randomElement(using: &numbers) ?? nil
            found.append(
                StoredPunch(
                    id: Int64(index + 1), serial: serial,
                    punch: Punch(
                        deviceUserID: id.map { DeviceUserID($0) },
                        at: LocalDateTime(wrong[serial] ?? day, secondOfDay: 30_000 + index),
                        state: 0, verify: 1, position: index),
                    source: isFile ? .file : .pull,
                    readAt: LocalDateTime(day.adding(days: 1), secondOfDay: 7200),
                    clockOffsetSeconds: index % 7 == 0 ? nil : 30))
        }
        return found
    }

    @Test(arguments: UInt64(1)...20)
    func `runs and ranges say the same as a verdict for every punch`(seed: UInt64) throws {
        let punches = try Self.punches(seed: seed)
        let expected = try Plainly(punches).verdicts
        let quarantine = Quarantine(judging: punches)
        #expect(quarantine.count == expected.count)
        var wanted: [Quarantine.Source: Set<LocalDate>] = [:]
        for stored in punches {
            let cause = quarantine.cause(of: stored)
            #expect(cause?.sentence == expected[stored.id]?.sentence)
            #expect(quarantine.holds(stored) == (cause != nil))
            guard let cause, let id = stored.punch.deviceUserID, let verdict = expected[stored.id]
            else { continue }
            let source = Quarantine.Source(
                serial: stored.serial, deviceUserID: id, readOn: stored.readAt.date, cause: cause)
            wanted[source, default: []].formUnion(verdict.doubt)
        }
        var found: [Quarantine.Source: Set<LocalDate>] = [:]
        quarantine.forEachDoubt { source, dates in
            for range in dates.ranges { found[source, default: []].formUnion(range) }
        }
        #expect(found == wanted)
    }

    @Test(arguments: UInt64(1)...20)
    func `runs hold the punches of their reading dates and no others`(seed: UInt64) throws {
        let punches = try Self.punches(seed: seed)
        let quarantine = Quarantine(judging: punches)
        for date in Set(punches.map(\.readAt.date)) {
            var ids: Set<Int64> = []
            for (serial, run) in quarantine.runs(readOn: date...date) {
                let own = punches.filter {
                    $0.serial == serial && (run.first...run.last).contains($0.id)
                }
                #expect(own.count == run.count)
                ids.formUnion(own.map(\.id))
            }
            let wanted = punches.filter { $0.readAt.date == date && quarantine.holds($0) }
            #expect(ids == Set(wanted.map(\.id)))
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `what was saved goes on as if nothing had happened`(seed: UInt64) throws {
        let punches = try Self.punches(seed: seed)
        var saved = Quarantine()
        for stored in punches {
            saved.judge(stored)
            if stored.id % 13 == 0 {
                saved = try #require(Quarantine(savedText: saved.savedText))
            }
        }
        #expect(saved == Quarantine(judging: punches))
    }

    @Test func `a million impossible times of a gate are one run`() throws {
        var quarantine = Quarantine()
        let readAt = try #require(LocalDateTime("2026-10-05T02:00:00"))
        let first = try #require(LocalDateTime("2000-01-01T00:00:00"))
        for index in 0..<1_000_000 {
            quarantine.judge(
                StoredPunch(
                    id: Int64(index + 1), serial: "A",
                    punch: Punch(
                        deviceUserID: index % 2 == 0 ? "1" : "2", at: first.adding(seconds: index),
                        state: 0, verify: 1, position: index),
                    source: .pull, readAt: readAt, clockOffsetSeconds: 0))
        }
        #expect(
            quarantine.progress["A"]?.runs == [
                .init(
                    first: 1, last: 1_000_000, count: 1_000_000, readOn: readAt.date,
                    cause: .clockNotSet)
            ])
        #expect(quarantine.savedText.split(separator: "\n").count == 6)
    }

    @Test(arguments: [
        "", "last 5", "gate - 0 pull 0 0 A", "quarantine 2\nlast x",
        "quarantine 2\nrun 1 2 2 0 unset", "quarantine 2\ngate - 0 pull 0 0 A\nrun 2 1 2 0 unset",
        "quarantine 2\ngate - 0 pull 0 0 A\ndoubt 5 4 0 unset 7",
        "quarantine 2\ngate - 0 pull 0 0 A\nwaits 0 never 7", "quarantine 2\nother",
        "quarantine 2\ngate - 0 pull 0 0 A%2",
    ])
    func `a text of another kind is not understood`(text: String) {
        #expect(Quarantine(savedText: text) == nil)
    }
}
