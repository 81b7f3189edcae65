import Foundation
import GateModel
import TestKit
import Testing

@testable import Store

struct BackupTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a backup opens and equals the store`() async throws {
        let store = try fixture.open()
        let bad = UndecodableRecord(position: 1, bytes: [9], reason: "Torn.")
        _ = try await store.record(
            Fixture.reading(), punches: Fixture.punches(3000), undecodable: [bad])
        let path = fixture.folder.path("copy.sqlite")
        try await store.backup(to: path)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path)
                .filter { $0.hasPrefix("copy") } == ["copy.sqlite"])

        let copy = try GateStore(path: path)
        #expect(try await copy.punches() == (try await store.punches()))
        #expect(try await copy.readings() == (try await store.readings()))
        #expect(try await copy.gateStates() == (try await store.gateStates()))
        #expect(try await copy.undecodable().map(\.record) == [bad])
    }

    @Test func `a newer backup replaces an older one`() async throws {
        let store = try fixture.open()
        let path = fixture.folder.path("copy.sqlite")
        try await store.backup(to: path)
        _ = try await store.record(Fixture.reading(), punches: Fixture.punches(10))
        try await store.backup(to: path)
        #expect(try await GateStore(path: path).punches().count == 10)
    }

    @Test func `a backup does not overwrite a file of another kind`() async throws {
        let text = String(repeating: "member_id,name\n", count: 99)
        let path = try fixture.folder.write(text, to: "members.csv")
        let store = try fixture.open()
        let error = await #expect(throws: StoreError.self) { try await store.backup(to: path) }
        #expect(error?.code == .notGatebook)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func `a backup into a missing folder leaves nothing`() async throws {
        let store = try fixture.open()
        let path = fixture.folder.path("nowhere/copy.sqlite")
        let error = await #expect(throws: StoreError.self) { try await store.backup(to: path) }
        #expect(error?.code == .cannotOpen)
    }
}
