import GateModel
import GateSync
import Store
import Testing

@Suite struct `Checking access` {
    @Test func `the answer is the policy's and tells what was seen`() async throws {
        let fixture = try SyncFixture()
        let yesterday = SyncFixture.date.adding(days: -1)
        var state = MemoryGate.State()
        state.users = [SyncFixture.user(1, "1"), SyncFixture.user(2, "2")]
        let network = MemoryNetwork(gates: [MemoryGate("A", state: state)])
        let members = [SyncFixture.member("1", until: yesterday), SyncFixture.member("2")]
        try await fixture.sync(network, members)
        let check = AccessCheck(
            policy: AccessPolicy(members: members), store: try fixture.store())
        let gate = SyncFixture.target("A").gate
        let denied = try #require(try await check.check("1", at: gate, on: SyncFixture.date))
        #expect(!denied.isAllowed)
        #expect(
            denied.text == "deny: 1 at gate A: access ended on \(yesterday); not on the gate, seen "
                + "\(SyncFixture.now)")
        let before = try #require(try await check.check("1", at: gate, on: yesterday))
        #expect(before.isAllowed)
        #expect(before.text.contains("NOT on the gate yet"))
        let allowed = try #require(try await check.check("2", at: gate, on: SyncFixture.date))
        #expect(
            allowed.text
                == "allow: 2 at gate A: active and entitled; on the gate, seen \(SyncFixture.now)")
        let unread = try #require(
            try await check.check("2", at: SyncFixture.target("B").gate, on: SyncFixture.date))
        #expect(unread.text.hasSuffix("never seen on the gate"))
        #expect(try await check.check("nobody", at: gate, on: SyncFixture.date) == nil)
    }
}
