import Foundation
import GateModel
import TestKit
import Testing

@testable import Store

struct SchemaTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// A step that does not exist, as a later gatebook may have one.
    private static let later = Migration(
        version: Migration.all.count + 1,
        sql: "ALTER TABLE gate ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'")

    @Test func `versions count from 1 without gaps`() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
    }

    @Test(arguments: 0...Migration.all.count)
    func `every older schema opens`(version: Int) async throws {
        _ = try GateStore(
            path: fixture.path, access: .create, migrations: Array(Migration.all.prefix(version)))
        let store = try fixture.open()
        #expect(try await store.number("PRAGMA user_version") == Migration.all.count)
        #expect(try await store.record(Fixture.reading(), punches: [Fixture.punch()]).new == 1)
    }

    @Test func `a step keeps what was stored before it`() async throws {
        _ = try await fixture.open().record(Fixture.reading(), punches: Fixture.punches(20))
        let newer = try GateStore(
            path: fixture.path, access: .existing, migrations: Migration.all + [Self.later])
        #expect(try await newer.number("PRAGMA user_version") == Self.later.version)
        #expect(try await newer.punches().map(\.punch) == Fixture.punches(20))
        #expect(try await newer.number("SELECT count(*) FROM gate WHERE colour = 'grey'") == 1)
    }

    @Test func `a step that fails leaves the version before it`() async throws {
        _ = try fixture.open()
        var broken = Self.later
        broken.sql += "; ALTER TABLE nothing ADD COLUMN colour TEXT"
        #expect(throws: StoreError.self) {
            try GateStore(
                path: fixture.path, access: .existing, migrations: Migration.all + [broken])
        }
        let store = try fixture.open()
        #expect(try await store.number("PRAGMA user_version") == Migration.all.count)
        #expect(
            try await store.number(
                "SELECT count(*) FROM pragma_table_info('gate') WHERE name = 'colour'") == 0)
    }

    @Test func `a newer schema is refused and left alone`() throws {
        _ = try GateStore(
            path: fixture.path, access: .create, migrations: Migration.all + [Self.later])
        let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.code == .newerSchema)
        #expect(
            error?.description
                == "\(fixture.path) was written by a newer gatebook: it has schema version "
                + "\(Self.later.version), this program knows versions up to "
                + "\(Migration.all.count). Install the newer gatebook; the database was left as "
                + "it is.")
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
    }

    @Test(arguments: [
        "CREATE TABLE songs (name TEXT)", "PRAGMA application_id = 7", "PRAGMA user_version = 1",
    ])
    func `a database of another program is refused and left alone`(sql: String) throws {
        try Connection(file: fixture.path, access: .create).execute(sql)
        let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.code == .notGatebook)
        #expect(error?.sentence.hasPrefix("\(fixture.path) is a database of another pro") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path).count == 1)
    }

    @Test func `a file that is no database is refused`() throws {
        try fixture.folder.write(
            String(repeating: "member_id,name\n", count: 99), to: "gatebook.sqlite")
        let error = #expect(throws: StoreError.self) { try fixture.open() }
        #expect(error?.code == .notGatebook)
        #expect(error?.sentence.contains("does not start like a database file") == true)
    }

    @Test func `a missing database is named with what to do`() throws {
        let error = #expect(throws: StoreError.self) { try GateStore(path: fixture.path) }
        #expect(error?.code == .notFound)
        #expect(error?.sentence.contains("gatebook init") == true)
        #expect(FileManager.default.fileExists(atPath: fixture.path) == false)
    }

    @Test func `a missing folder is named`() throws {
        let path = fixture.folder.path("nowhere/gatebook.sqlite")
        let error = #expect(throws: StoreError.self) { try GateStore(path: path, access: .create) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.sentence.hasPrefix("\(path) cannot be opened") == true)
    }

    @Test func `a damaged database names the remedy`() async throws {
        _ = try await fixture.open().record(Fixture.reading(), punches: Fixture.punches(5000))
        let url = URL(fileURLWithPath: fixture.path)
        var bytes = try Data(contentsOf: url)
        // The first pages, with header and schema, stay; every other page is overwritten.
        let kept = 40 * 4096
        bytes.replaceSubrange(kept..., with: Data(repeating: 0xA5, count: bytes.count - kept))
        try bytes.write(to: url)

        let store = try fixture.open()
        let error = await #expect(throws: StoreError.self) { try await store.punches() }
        #expect(error?.code == .corrupt)
        #expect(error?.sentence.contains("copy made by `gatebook backup`") == true)
        #expect(try await store.damage().isEmpty == false)
    }

    @Test func `a database cut short names the remedy`() async throws {
        _ = try await fixture.open().record(Fixture.reading(), punches: Fixture.punches(5000))
        let url = URL(fileURLWithPath: fixture.path)
        try Data(contentsOf: url).prefix(3 * 4096).write(to: url)
        let error = await #expect(throws: StoreError.self) {
            _ = try await fixture.open().punches()
        }
        #expect(error?.code == .corrupt)
    }

    @Test func `a healthy database has no damage`() async throws {
        let store = try fixture.open()
        _ = try await store.record(Fixture.reading(), punches: Fixture.punches(500))
        #expect(try await store.damage() == [])
    }
}
