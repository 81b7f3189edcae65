import GateModel
import Testing

@testable import Store

@Suite struct `Log of exports` {
    private func record(_ bundle: Int?, digest: String) throws -> ExportRecord {
        let first = try #require(LocalDate("2026-10-01"))
        return ExportRecord(
            bundle: bundle, madeAt: LocalDateTime(first.adding(days: 40)), madeBy: "somebody",
            dates: first...first.adding(days: 30), what: "csv", dayCount: 31, punchCount: 62,
            digest: digest)
    }

    @Test func `entries are numbered and come back as they were`() async throws {
        let fixture = try Fixture()
        let store = try GateStore(path: fixture.path, access: .create)
        let first = try await store.add(record(nil, digest: "a"))
        let second = try await store.add(record(1, digest: "b"))
        #expect([first.number, second.number] == [1, 2])
        #expect(try await store.exports() == [first, second])
        #expect(try await store.lastBundle() == second)
    }

    @Test func `no bundle has the number of another, and no entry is ever changed`() async throws {
        let fixture = try Fixture()
        let store = try GateStore(path: fixture.path, access: .create)
        _ = try await store.add(record(1, digest: "a"))
        let again = try record(1, digest: "b")
        await #expect(throws: StoreError.self) { try await store.add(again) }
        for sql in ["UPDATE export_log SET digest = 'c'", "DELETE FROM export_log"] {
            await #expect(throws: StoreError.self) { try await store.execute(sql) }
        }
        #expect(try await store.exports().map(\.digest) == ["a"])
    }
}
