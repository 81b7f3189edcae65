import GateModel
import GateSync
import Store
import Testing
import ZKClient

struct LogPlanTests {
    private static let now = LocalDateTime(secondsSinceEpoch: 1_791_288_000)

    /// A log of 100 records of 8 bytes, each of its own number.
    private static let log = (0..<100).flatMap { [UInt8](repeating: UInt8($0), count: 8) }

    private static var known: KnownLog {
        var known = KnownLog(
            whole: log, recordSize: 8, isVerifyFirst: false, firmware: "Ver 1",
            at: now.adding(seconds: -86_400), before: nil)
        known.isProven = true
        return known
    }

    private func plan(
        _ known: KnownLog? = known, firmware: String = "Ver 1", count: Int? = 120,
        capacity: Int? = 1000, wholeEveryDays: Int = 7
    ) -> LogPlan {
        LogPlan(
            known, firmware: firmware, count: count, capacity: capacity, now: Self.now,
            wholeEveryDays: wholeEveryDays)
    }

    @Test func `the end is asked for when everything speaks for it`() {
        #expect(plan() == .end(offset: 84 * 8))
        #expect(plan(count: 100) == .end(offset: 84 * 8))
    }

    @Test func `anything that speaks against it means a whole reading`() {
        var unproven = Self.known
        unproven.isProven = false
        var struck = Self.known
        struck.strikes = KnownLog.strikeLimit
        var future = Self.known
        future.readWholeAt = Self.now.adding(seconds: 1)
        #expect(plan(nil) == .whole)
        #expect(plan(unproven) == .whole)
        #expect(plan(struck) == .whole)
        #expect(plan(future) == .whole)
        #expect(plan(firmware: "Ver 2") == .whole)
        #expect(plan(count: nil) == .whole)
        #expect(plan(count: 0) == .whole)
        #expect(plan(count: 99) == .whole)
        #expect(plan(capacity: nil) == .whole)
        #expect(plan(capacity: 120) == .whole)
        #expect(plan(wholeEveryDays: 1) == .whole)
        #expect(plan(wholeEveryDays: 0) == .whole)
    }

    @Test func `an end is believed when it begins with what is known`() {
        let more = Self.log + [UInt8](repeating: 200, count: 16)
        let end = AttendanceBytes(records: Array(more[(84 * 8)...]), offset: 84 * 8)
        #expect(
            Self.known.newRecords(in: end, count: 102).map(Array.init) == Array(more.suffix(16)))
        // The gate counts a record that did not come.
        #expect(Self.known.newRecords(in: end, count: 103) == nil)
        let other = AttendanceBytes(records: end.records.map { $0 ^ 1 }, offset: 84 * 8)
        #expect(Self.known.newRecords(in: other, count: 102) == nil)
        let moved = AttendanceBytes(records: end.records, offset: 83 * 8)
        #expect(Self.known.newRecords(in: moved, count: 101) == nil)
        let torn = AttendanceBytes(records: end.records.dropLast(3), offset: 84 * 8)
        #expect(Self.known.newRecords(in: torn, count: 101) == nil)
    }

    @Test func `what is known grows at its end`() {
        var known = Self.known
        known.strikes = 2
        known.append([UInt8](repeating: 200, count: 16)[...])
        #expect(known.recordCount == 102)
        #expect(known.lastRecords.count == 16 * 8)
        #expect(known.lastRecords.suffix(17) == [99] + [UInt8](repeating: 200, count: 16))
        #expect(known.strikes == 0)
    }

    @Test func `the first end is checked against the whole log`() {
        let whole = KnownLog(
            whole: Self.log, recordSize: 8, isVerifyFirst: false, firmware: "Ver 1", at: Self.now,
            before: nil)
        #expect(whole.wantsProof)
        var good = whole
        good.learn(from: AttendanceBytes(records: Array(Self.log.suffix(128)), offset: 84 * 8))
        #expect(good.isProven)
        #expect(!good.wantsProof)
        var bad = whole
        bad.learn(from: AttendanceBytes(records: Array(Self.log.prefix(128)), offset: 84 * 8))
        #expect(!bad.isProven)
        #expect(!bad.wantsProof)
        var silent = whole
        silent.learn(from: nil)
        #expect(silent.strikes == 1)
        #expect(silent.wantsProof)
        var inline = whole
        inline.learn(from: AttendanceBytes(records: Self.log))
        #expect(inline.strikes == 0)
        #expect(!inline.isProven)
    }
}
