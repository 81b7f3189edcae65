import Foundation
import GateModel
import TestKit
import Testing

@testable import Store

struct CrashTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private struct Killed: Error {}

    @Test func `a full disk rolls the whole reading back and loses nothing`() async throws {
        let store = try fixture.open()
        _ = try await store.record(Fixture.reading(), punches: Fixture.punches(100))
        let readings = try await store.readings()
        try await store.limitGrowth(toPages: 20)

        let more = Fixture.punches(50_000)
        let error = await #expect(throws: StoreError.self) {
            try await store.record(Fixture.reading(minutes: 70), punches: more)
        }
        #expect(error?.code == .diskFull)
        #expect(
            error?.description
                == "There is no room left for \(fixture.path): nothing of this step was stored, and "
                + "everything stored before is still there; free some disk space and run the "
                + "command again.")
        #expect(try await store.punches().map(\.punch) == Fixture.punches(100))
        #expect(try await store.readings() == readings)

        try await store.limitGrowth(toPages: 100_000)
        let counts = try await store.record(Fixture.reading(minutes: 70), punches: more)
        #expect(counts == RecordedCounts(read: 50_000, new: 49_900, duplicate: 100))
    }

    @Test func `a store that cannot be written says so and changes nothing`() async throws {
        let store = try fixture.open()
        _ = try await store.record(Fixture.reading(), punches: [Fixture.punch("1")])
        try await store.execute("PRAGMA query_only = ON")
        let error = await #expect(throws: StoreError.self) {
            try await store.record(Fixture.reading("B"), punches: [Fixture.punch("2")])
        }
        #expect(error?.code == .readOnly)
        #expect(error?.sentence.hasPrefix("\(fixture.path) cannot be written") == true)
        #expect(try await store.punches().map(\.punch) == [Fixture.punch("1")])
    }

    @Test(arguments: GateStore.RecordingStep.allCases)
    func `a step that fails leaves neither reading nor punches`(
        step: GateStore.RecordingStep
    ) async throws {
        let store = try fixture.open()
        await store.setAfterStep { if $0 == step { throw Killed() } }
        await #expect(throws: Killed.self) {
            try await store.record(Fixture.reading(), punches: Fixture.punches(10))
        }
        #expect(try await store.readings() == [])
        #expect(try await store.punches() == [])
        #expect(try await store.gateStates() == [])
        await store.setAfterStep(nil)
        #expect(
            try await store.record(Fixture.reading(), punches: Fixture.punches(10)).new == 10)
    }

    @Test(arguments: GateStore.RecordingStep.allCases)
    func `a process killed between steps leaves all of a reading or nothing`(
        step: GateStore.RecordingStep
    ) async throws {
        let store = try fixture.open()
        _ = try await store.record(Fixture.reading(), punches: Fixture.punches(100))
        // A tiny cache writes unfinished pages to the log early, as a big reading would.
        try await store.execute("PRAGMA cache_size = 10")
        let (path, left) = (fixture.path, fixture.folder.path("left.sqlite"))
        await store.setAfterStep {
            guard $0 == step else { return }
            // What a killed process leaves behind: the files as they are at this moment.
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: left + suffix)
            }
        }
        _ = try await store.record(
            Fixture.reading(minutes: 70), punches: Fixture.punches(20_000))

        if step != .ledgerWritten {
            let log = try FileManager.default.attributesOfItem(atPath: left + "-wal")
            #expect((log[.size] as? Int ?? 0) > 500_000, "unfinished pages are among what is left")
        }
        let reopened = try GateStore(path: left)
        #expect(try await reopened.punches().map(\.punch) == Fixture.punches(100))
        #expect(try await reopened.readings() == [Fixture.reading()])
        #expect(try await reopened.damage() == [])
        let counts = try await reopened.record(
            Fixture.reading(minutes: 80), punches: Fixture.punches(20_000))
        #expect(counts == RecordedCounts(read: 20_000, new: 19_900, duplicate: 100))
    }

    @Test func `a second store reads while the first one writes`() async throws {
        let writer = try fixture.open()
        let reader = try fixture.open()
        _ = try await writer.record(Fixture.reading(), punches: Fixture.punches(100))
        #expect(try await reader.punches().count == 100)
    }
}
