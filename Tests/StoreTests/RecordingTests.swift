import GateModel
import Testing

@testable import Store

struct RecordingTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a punch comes back exactly as it was read`() async throws {
        let store = try fixture.open()
        let punch = Fixture.punch(
            "007", state: 255, verify: 15, slot: 65_535, workCode: "né 4", position: 12)
        let counts = try await store.record(
            Fixture.reading(clockOffset: -3), punches: [punch])

        #expect(counts == RecordedCounts(read: 1, new: 1))
        let stored = StoredPunch(
            id: 1, serial: "A", punch: punch, source: .pull, readAt: Fixture.nine(3600),
            clockOffsetSeconds: -3)
        #expect(try await store.punches() == [stored])
    }

    @Test func `reading the same log twice changes nothing`() async throws {
        let store = try fixture.open()
        let punches = Fixture.punches(1000)
        let first = try await store.record(Fixture.reading(), punches: punches)
        let before = try await store.punches()
        let second = try await store.record(Fixture.reading(minutes: 90), punches: punches)

        #expect(first == RecordedCounts(read: 1000, new: 1000))
        #expect(second == RecordedCounts(read: 1000, duplicate: 1000))
        #expect(try await store.punches() == before)
        #expect(try await store.readings().count == 2)
    }

    @Test func `an overlap adds only what is new`() async throws {
        let store = try fixture.open()
        let punches = Fixture.punches(100)
        _ = try await store.record(Fixture.reading(), punches: Array(punches[..<60]))
        let counts = try await store.record(Fixture.reading(), punches: Array(punches[50...]))

        #expect(counts == RecordedCounts(read: 50, new: 40, duplicate: 10))
        #expect(try await store.punches().map(\.punch) == punches)
    }

    @Test(arguments: [
        ("another id", Fixture.punch("07")),
        ("no id", Fixture.punch(nil, slot: 7, isSlotKeyed: true)),
        ("another second", Fixture.punch(seconds: 1)),
        ("another state", Fixture.punch(state: 1)),
        ("another verify code", Fixture.punch(verify: 15)),
    ])
    func `a punch that differs in its content is another punch`(
        difference: String, other: Punch
    ) async throws {
        let store = try fixture.open()
        let counts = try await store.record(
            Fixture.reading(), punches: [Fixture.punch(), other])
        #expect(counts.new == 2, "\(difference)")
    }

    @Test func `equal punches of two gates are two punches`() async throws {
        let store = try fixture.open()
        _ = try await store.record(Fixture.reading("A"), punches: [Fixture.punch()])
        let counts = try await store.record(Fixture.reading("B"), punches: [Fixture.punch()])
        #expect(counts.new == 1)
        #expect(try await store.punches(of: "B").map(\.serial) == ["B"])
    }

    @Test func `a slot used again does not invent a second punch`() async throws {
        let store = try fixture.open()
        let read = Fixture.punch("12", slot: 5, isSlotKeyed: true)
        let relabelled = Fixture.punch("99", slot: 5, isSlotKeyed: true)
        let unknown = Fixture.punch(nil, slot: 5, isSlotKeyed: true)
        _ = try await store.record(Fixture.reading(), punches: [read])
        let counts = try await store.record(Fixture.reading(), punches: [relabelled, unknown])

        #expect(counts == RecordedCounts(read: 2, duplicate: 2))
        #expect(try await store.punches().map(\.punch) == [read])
    }

    @Test func `two slots at the same second are two punches`() async throws {
        let store = try fixture.open()
        let punches = [
            Fixture.punch(nil, slot: 5, isSlotKeyed: true, position: 0),
            Fixture.punch(nil, slot: 6, isSlotKeyed: true, position: 1),
        ]
        #expect(try await store.record(Fixture.reading(), punches: punches).new == 2)
        #expect(try await store.record(Fixture.reading(), punches: punches).new == 0)
    }

    @Test func `records that name nobody are stored once`() async throws {
        let store = try fixture.open()
        let nobody = [Fixture.punch(nil)]
        #expect(try await store.record(Fixture.reading(), punches: nobody).new == 1)
        #expect(try await store.record(Fixture.reading(), punches: nobody).duplicate == 1)
    }

    @Test func `a slot that is known beside the id does not make punches equal`() async throws {
        let store = try fixture.open()
        let punches = [Fixture.punch("1", slot: 5), Fixture.punch("2", slot: 5)]
        #expect(try await store.record(Fixture.reading(), punches: punches).new == 2)
    }

    @Test func `a punch that comes a second way has two sources`() async throws {
        let store = try fixture.open()
        let both = Fixture.punch("1", position: 0)
        let pulled = Fixture.punch("2", position: 1)
        let slot = Fixture.punch("3", slot: 9, isSlotKeyed: true, position: 2)
        let renamed = Fixture.punch("4", slot: 9, isSlotKeyed: true, position: 1)
        _ = try await store.record(Fixture.reading(), punches: [both, pulled, slot])
        let file = Fixture.reading(source: .file)
        let filed = Fixture.punch("5", position: 2)
        _ = try await store.record(file, punches: [both, renamed, filed])
        let counts = try await store.record(file, punches: [both])

        #expect(counts == RecordedCounts(read: 1, duplicate: 1))
        #expect(
            try await store.sources(of: [1, 2, 3, 4, 5])
                == [1: [.pull, .file], 2: [.pull], 3: [.pull, .file], 4: [.file]])
        #expect(try await store.punches().map(\.source) == [.pull, .pull, .pull, .file])
        _ = try await store.record(Fixture.reading(), punches: [both, pulled, slot])
        #expect(try await store.number("SELECT count(*) FROM punch_source") == 2)
    }

    @Test func `a file that is known is not read again`() async throws {
        let store = try fixture.open()
        let file = Fixture.reading(source: .file)
        let bad = UndecodableRecord(position: 3, bytes: [1, 2], reason: "Too short.")
        let first = try await store.record(
            file, punches: [Fixture.punch()], undecodable: [bad], digest: "d1")
        let again = try await store.record(
            file, punches: [Fixture.punch()], undecodable: [bad], digest: "d1")
        let elsewhere = try await store.record(
            Fixture.reading("B", source: .file), punches: [Fixture.punch()], digest: "d1")

        #expect(first == RecordedCounts(read: 2, new: 1, undecodable: 1))
        #expect(again == RecordedCounts(read: 2, duplicate: 1, wasKnownFile: true))
        #expect(elsewhere == RecordedCounts(read: 1, new: 1))
        #expect(try await store.readings().count == 2)
    }

    @Test func `a file whose reading failed is read again`() async throws {
        let store = try fixture.open()
        let failed = Fixture.reading(source: .file, failure: "The file ended early.")
        _ = try await store.record(failed, punches: [Fixture.punch("1")], digest: "d1")
        let counts = try await store.record(
            Fixture.reading(source: .file), punches: [Fixture.punch("1"), Fixture.punch("2")],
            digest: "d1")
        #expect(counts == RecordedCounts(read: 2, new: 1, duplicate: 1))
    }

    @Test func `undecodable records are kept once as bytes`() async throws {
        let store = try fixture.open()
        let torn = UndecodableRecord(position: 4, bytes: [0, 255, 0], reason: "Torn.")
        let empty = UndecodableRecord(position: 9, bytes: [], reason: "Empty.")
        _ = try await store.record(Fixture.reading("B"), undecodable: [torn])
        let first = try await store.record(Fixture.reading(), undecodable: [torn, empty])
        let second = try await store.record(Fixture.reading(), undecodable: [torn, empty])

        #expect(first == RecordedCounts(read: 2, undecodable: 2))
        #expect(second == RecordedCounts(read: 2))
        let all = try await store.undecodable()
        #expect(all.map(\.serial) == ["A", "A", "B"])
        #expect(all.map(\.record) == [torn, empty, torn])
        #expect(try await store.undecodable(of: "B").map(\.record) == [torn])
    }

    @Test func `long and odd texts survive`() async throws {
        let store = try fixture.open()
        let long = String(repeating: "ż", count: 300)
        let odd = "a\u{0}b\u{202E}"
        let punches = [
            Fixture.punch(DeviceUserID(long), workCode: odd, position: 0),
            Fixture.punch(DeviceUserID(odd), workCode: long, position: 1),
            Fixture.punch("", workCode: "", position: 2),
        ]
        _ = try await store.record(Fixture.reading(), punches: punches)
        #expect(try await store.punches().map(\.punch) == punches)
    }

    @Test(arguments: [
        "UPDATE punch SET at = at + 1", "DELETE FROM punch",
        "UPDATE reading SET failure = NULL", "DELETE FROM reading",
        "UPDATE undecodable SET reason = ''", "DELETE FROM undecodable",
    ])
    func `what was read cannot be changed by anybody`(sql: String) async throws {
        let store = try fixture.open()
        let bad = UndecodableRecord(position: 0, bytes: [1], reason: "Torn.")
        _ = try await store.record(
            Fixture.reading(), punches: [Fixture.punch()], undecodable: [bad])
        let error = await #expect(throws: StoreError.self) { try await store.execute(sql) }
        #expect(error?.sentence.contains("never") == true)
        #expect(try await store.punches().map(\.punch) == [Fixture.punch()])
    }
}
