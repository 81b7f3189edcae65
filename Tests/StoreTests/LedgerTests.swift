import GateModel
import Testing

@testable import Store

struct LedgerTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a reading comes back exactly, whether it failed or not`() async throws {
        let store = try fixture.open()
        let failed = Fixture.reading(minutes: 30, failure: "The gate did not answer in 10 s.")
        let tail = Fixture.reading(minutes: 60, mode: .tail, clockOffset: 71)
        _ = try await store.record(tail)
        _ = try await store.record(failed)
        #expect(try await store.readings() == [failed, tail])
        #expect(try await store.readings(from: Fixture.nine(1801)) == [tail])
        #expect(try await store.readings(from: Fixture.nine(1800)) == [failed, tail])
    }

    @Test func `readings of one moment are ordered by serial and arrival`() async throws {
        let store = try fixture.open()
        let readings = [
            Fixture.reading("A", failure: "first"), Fixture.reading("A"), Fixture.reading("B"),
        ]
        for index in [2, 0, 1] { _ = try await store.record(readings[index]) }
        #expect(try await store.readings() == readings)
    }

    @Test func `the state of a gate tells what is known of it`() async throws {
        let store = try fixture.open()
        var facts = GateFacts()
        facts.model = "F18"
        facts.firmware = "Ver 6.60"
        facts.platform = "ZEM560"
        facts.mac = "00:00:5e:00:53:07"
        facts.fingerAlgorithm = "10"
        facts.userCount = 3
        facts.userCapacity = 3000
        facts.templateCount = 5
        facts.templateCapacity = 6000
        facts.recordCount = 40
        facts.recordCapacity = 100_000
        let success = Fixture.reading(minutes: 60)
        let failure = Fixture.reading(minutes: 120, failure: "Nobody answered.")
        _ = try await store.record(success, punches: Fixture.punches(10), facts: facts)
        _ = try await store.record(failure)
        _ = try await store.record(Fixture.reading("B", failure: "Nobody answered."))

        let states = try await store.gateStates()
        #expect(
            states == [
                GateState(
                    serial: "A", facts: facts, factsAt: Fixture.nine(3600),
                    firstSeen: Fixture.nine(3600), punchCount: 10, newestPunch: Fixture.nine(9),
                    lastSuccess: success, lastAttempt: failure),
                GateState(
                    serial: "B", facts: GateFacts(), factsAt: nil, firstSeen: Fixture.nine(3600),
                    punchCount: 0, newestPunch: nil, lastSuccess: nil,
                    lastAttempt: Fixture.reading("B", failure: "Nobody answered.")),
            ])
        #expect(try await store.latestReadings() == [success])
    }

    @Test func `an old file does not look like the latest reading`() async throws {
        let store = try fixture.open()
        var oldFacts = GateFacts()
        oldFacts.firmware = "old"
        var newFacts = GateFacts()
        newFacts.firmware = "new"
        let pull = Fixture.reading(minutes: 60)
        let file = Fixture.reading(source: .file, minutes: 10)
        _ = try await store.record(pull, punches: [Fixture.punch("1")], facts: newFacts)
        _ = try await store.record(file, punches: [Fixture.punch("2")], facts: oldFacts)

        let state = try #require(try await store.gateStates().first)
        #expect(state.facts == newFacts)
        #expect(state.lastSuccess == pull)
        #expect(state.lastAttempt == pull)
        #expect(state.firstSeen == Fixture.nine(600))
        #expect(state.punchCount == 2)
    }

    private func tell(
        _ store: GateStore, minutes: Int, firmware: String, mac: String
    ) async throws {
        var facts = GateFacts()
        facts.firmware = firmware
        facts.mac = mac
        _ = try await store.record(Fixture.reading(minutes: minutes), facts: facts)
    }

    @Test func `what a gate tells otherwise is kept with both ends of the doubt`() async throws {
        let store = try fixture.open()
        try await tell(store, minutes: 10, firmware: "1", mac: "a")
        try await tell(store, minutes: 20, firmware: "1", mac: "")
        try await tell(store, minutes: 30, firmware: "2", mac: "b")
        try await tell(store, minutes: 40, firmware: "2", mac: "b")
        // Older than what is known: it tells nothing new.
        try await tell(store, minutes: 15, firmware: "0", mac: "c")
        try await tell(store, minutes: 50, firmware: "1", mac: "b")

        let state = try #require(try await store.gateStates().first)
        #expect(
            state.factChanges == [
                GateFactChange(
                    fact: .firmware, before: "2", seenBefore: Fixture.nine(2400), after: "1",
                    seenAfter: Fixture.nine(3000)),
                GateFactChange(
                    fact: .firmware, before: "1", seenBefore: Fixture.nine(1200), after: "2",
                    seenAfter: Fixture.nine(1800)),
                // At the second reading the gate did not tell its address.
                GateFactChange(
                    fact: .mac, before: "a", seenBefore: Fixture.nine(600), after: "b",
                    seenAfter: Fixture.nine(1800)),
            ])
        #expect(state.facts.firmware == "1")
        #expect(try await store.firstGate() == "A")
    }

    @Test func `what was known before the step is where changes start`() async throws {
        let older = try GateStore(
            path: fixture.path, access: .create, migrations: Array(Migration.all.prefix(8)))
        _ = try await older.record(Fixture.reading(minutes: 10))
        try await older.execute("UPDATE gate SET firmware = '1', facts_at = first_seen")
        let store = try fixture.open()
        try await tell(store, minutes: 20, firmware: "2", mac: "a")
        let changes = try await store.gateStates().flatMap(\.factChanges)
        #expect(changes.map(\.before) == ["1"])
        #expect(changes.map(\.after) == ["2"])
    }

    @Test func `the last full reading is a successful pull of the whole log`() async throws {
        let store = try fixture.open()
        #expect(try await store.lastFullReading("A") == nil)
        let full = Fixture.reading(minutes: 1)
        let others = [
            Fixture.reading(minutes: 2, mode: .tail), Fixture.reading(minutes: 3, mode: .unchanged),
            Fixture.reading(minutes: 4, failure: "Cut off."),
            Fixture.reading(source: .file, minutes: 5), Fixture.reading("B", minutes: 6),
        ]
        for reading in [full] + others { _ = try await store.record(reading) }
        #expect(try await store.lastFullReading("A") == full)
    }
}
