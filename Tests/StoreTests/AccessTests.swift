import GateModel
import TestKit
import Testing

@testable import Store

struct AccessTests {
    /// A new one for every test; it lives as long as the test.
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private static let time = LocalDateTime(secondsSinceEpoch: 1_760_000_000)

    private static func row(_ member: MemberID, _ ways: OtherWays?) -> AccessRow {
        var row = AccessRow(
            memberID: member, serial: "A", deviceUserID: DeviceUserID(member.rawValue),
            isWanted: true, reason: "on the roster")
        row.seen = .present
        row.seenAt = time
        row.otherWays = ways
        return row
    }

    @Test func `ways to pass come back as they were seen, the unknown ones as unknown`()
        async throws
    {
        let store = try fixture.open()
        let rows = [
            Self.row("1", OtherWays(hasCard: true, hasPassword: false, hasFace: nil)),
            Self.row("2", OtherWays(hasCard: false, hasPassword: true, hasFace: false)),
            Self.row("3", nil),
        ]
        try await store.recordAccess(rows, at: Self.time)
        #expect(try await store.accessRows() == rows)
        try await store.recordAccess([Self.row("1", nil)], at: Self.time)
        #expect(try await store.accessRow(of: "1", at: "A")?.otherWays == nil)
    }

    @Test func `what an older store saw of people is kept, and their other ways are unknown`()
        async throws
    {
        let old = try GateStore(
            path: fixture.path, access: .create, migrations: Array(Migration.all.prefix(7)))
        _ = try await old.record(Fixture.reading(), punches: [])
        try await old.run(
            """
            INSERT INTO access (member_id, gate_id, device_user_id, wanted, reason, seen, seen_at)
            VALUES ('1', 1, '1', 1, 'on the roster', 'present', 5)
            """)
        let rows = try await fixture.open().accessRows()
        #expect(rows.map(\.memberID) == ["1"])
        #expect(rows.map(\.seen) == [.present])
        #expect(rows.allSatisfy { $0.otherWays == nil })
    }
}

extension GateStore {
    fileprivate func run(_ sql: String) throws { try connection.execute(sql) }
}
