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
