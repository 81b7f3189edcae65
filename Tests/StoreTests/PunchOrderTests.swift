import GateModel
import Testing

@testable import Store

struct PunchOrderTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// Two gates, read newest first, with equal times on both.
    private func filledStore() async throws -> GateStore {
        let store = try fixture.open()
        _ = try await store.record(
            Fixture.reading("B"),
            punches: [
                Fixture.punch("5", seconds: 10, position: 1),
                Fixture.punch("6", seconds: 10, position: 0),
                Fixture.punch("7", seconds: 0, position: 2),
            ])
        _ = try await store.record(
            Fixture.reading("A"),
            punches: [
                Fixture.punch("8", seconds: 86_400, position: 0),
                Fixture.punch("9", seconds: 10, position: 3),
            ])
        return store
    }

    @Test func `punches come by time, serial, position and arrival`() async throws {
        let store = try await filledStore()
        let order = try await store.punches().map { "\($0.serial)\($0.punch.deviceUserID ?? "")" }
        #expect(order == ["B7", "A9", "B6", "B5", "A8"])
    }

    @Test(arguments: [
        (0, 10, ["7"]), (0, 11, ["7", "9", "6", "5"]), (1, 86_400, ["9", "6", "5"]),
        (86_400, 90_000, ["8"]), (86_401, 90_000, []), (11, 11, []), (11, 5, []), (-9, 0, []),
    ])
    func `a range has its start and not its end`(
        from: Int, to: Int, ids: [String]
    ) async throws {
        let store = try await filledStore()
        let found = try await store.punches(from: Fixture.nine(from), to: Fixture.nine(to))
        #expect(found.map { $0.punch.deviceUserID?.rawValue } == ids)
    }

    @Test func `one gate's punches come by time and position`() async throws {
        let store = try await filledStore()
        let ids = try await store.punches(of: "B").map { $0.punch.deviceUserID?.rawValue }
        #expect(ids == ["7", "6", "5"])
        #expect(try await store.punches(of: "A", from: Fixture.nine(11)).map(\.id) == [4])
        #expect(try await store.punches(of: "Z") == [])
    }

    @Test func `spans hold the punches of their gate, in either order, a few at a time`()
        async throws
    {
        let store = try await filledStore()
        func ids(_ spans: [PunchSpan]) async throws -> [Int64] {
            try await store.punches(in: spans).map(\.id)
        }
        let spans = [
            PunchSpan(serial: "B", first: 1, last: 5), PunchSpan(serial: "A", first: 5, last: 9),
            PunchSpan(serial: "no \"gate\"", first: 1, last: 9),
        ]
        #expect(try await ids(spans) == [3, 5, 2, 1])
        #expect(try await ids([PunchSpan(serial: "A", first: 1, last: 3)]) == [])
        #expect(try await ids([]) == [])
        try await store.openWalk(of: spans, by: .arrival)
        #expect(try await store.nextPunches(limit: 3).map(\.id) == [3, 5, 1])
        #expect(try await store.nextPunches(limit: 3).map(\.id) == [2])
        #expect(try await store.nextPunches(limit: 3) == [])
    }

    @Test func `the end of time is a range like others`() async throws {
        let store = try await filledStore()
        let all = try await store.punches(
            from: LocalDateTime(secondsSinceEpoch: .min), to: LocalDateTime(secondsSinceEpoch: .max)
        )
        #expect(all.count == 5)
        let none = try await store.punches(
            from: LocalDateTime(secondsSinceEpoch: .max), to: LocalDateTime(secondsSinceEpoch: .min)
        )
        #expect(none == [])
    }

    @Test func `clocks that were wrong by decades do not hide or slow anything`() async throws {
        let store = try fixture.open()
        let times = [-2_000_000_000, -86_401, -1, 0, 951_782_400, 3_700_000_000]
        let punches = times.enumerated().map { position, time in
            Punch(
                deviceUserID: "1", at: LocalDateTime(secondsSinceEpoch: time), state: 0, verify: 1,
                position: position)
        }
        _ = try await store.record(Fixture.reading(), punches: punches)
        #expect(try await store.punches().map(\.punch) == punches)
        #expect(
            try await store.punchRange()
                == LocalDateTime(
                    secondsSinceEpoch: -2_000_000_000)...LocalDateTime(
                    secondsSinceEpoch: 3_700_000_000))
        let dates = try await store.punchDates()
        #expect(dates.map(\.date) == punches.map(\.at.date))
        #expect(dates.map(\.count) == [1, 1, 1, 1, 1, 1])
    }

    @Test func `a punch at the edge of a day comes once`() async throws {
        let store = try fixture.open()
        let seconds = [0, 86_398, 86_399, 86_400, 172_799, 172_800]
        let punches = seconds.map { Fixture.punch(seconds: $0) }
        for serial in ["A", "B"] as [GateSerial] {
            _ = try await store.record(Fixture.reading(serial), punches: punches)
        }
        let found = try await store.punches()
        #expect(found.map(\.punch) == punches.flatMap { [$0, $0] })
        #expect(found.map(\.serial) == seconds.flatMap { _ in ["A", "B"] as [GateSerial] })
    }

    @Test func `a walk hands over the punches in order and ends at an error`() async throws {
        struct Enough: Error {}
        let store = try await filledStore()
        let ids = try await store.foldPunches(into: [Int64]()) { $0.append($1.id) }
        #expect(ids == (try await store.punches()).map(\.id))
        await #expect(throws: Enough.self) {
            try await store.forEachPunch { _ in throw Enough() }
        }
        #expect(try await store.record(Fixture.reading("C"), punches: [Fixture.punch()]).new == 1)
    }

    @Test func `an empty store has no range and no dates`() async throws {
        let store = try fixture.open()
        #expect(try await store.punchRange() == nil)
        #expect(try await store.punchDates().isEmpty)
        #expect(try await store.punches() == [])
        #expect(try await store.gateStates() == [])
    }

    @Test func `dates are counted`() async throws {
        let store = try await filledStore()
        let dates = try await store.punchDates()
        #expect(dates.map(\.date.description) == ["2026-10-05", "2026-10-06"])
        #expect(dates.map(\.count) == [4, 1])
    }

    @Test(arguments: [PunchReader.ofAllGates, PunchReader.ofOneGate])
    func `ranges are found through the index`(sql: String) async throws {
        let store = try await filledStore()
        let plan = try await store.plan(of: sql)
        #expect(
            plan.contains { $0.contains("punch_by_content (gate_id=? AND at>? AND at<?)") },
            "\(plan)")
    }
}

extension GateStore {
    /// What SQLite would do for `sql`.
    func plan(of sql: String) throws -> [String] {
        let rows = try connection.statement("EXPLAIN QUERY PLAN " + sql)
        defer { rows.reset() }
        var steps: [String] = []
        while try rows.step() { steps.append(rows.text(3)) }
        return steps
    }
}
