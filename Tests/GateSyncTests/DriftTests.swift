import GateModel
import GateSync
import Store
import Testing
import ZKProtocol

/// Every kind of difference between gates, vault, verification table and roster.
@Suite struct `Differences for review` {
    private let fixture: SyncFixture
    private let gate: MemoryGate

    init() async throws {
        fixture = try SyncFixture()
        var state = MemoryGate.State()
        state.users = [
            SyncFixture.user(1, "1", card: 11), SyncFixture.user(2, "2", card: 22),
            SyncFixture.user(3, "3"),
        ]
        state.templates = [
            SyncFixture.finger(1, 6, seed: 1), SyncFixture.finger(2, 6, seed: 2),
            SyncFixture.finger(2, 7, seed: 3), SyncFixture.finger(3, 6, seed: 4),
        ]
        gate = MemoryGate("A", state: state)
        try await fixture.sync(MemoryNetwork(gates: [gate]), Self.members)
    }

    private static let members = ["1", "2", "3"].map { SyncFixture.member(MemberID($0)) }

    /// What reconcile tells; it must change nothing.
    private func drift(
        _ members: [Member] = Self.members, target: GateTarget = SyncFixture.target("A"),
        _ change: (inout MemoryGate.State) -> Void = { _ in }
    ) async throws -> [Drift] {
        gate.update(change)
        let store = try fixture.store()
        let before = (gate.state, try await store.accessRows(), try await store.steps())
        let engine = SyncEngine(
            vault: try await Vault.open(store, keyFile: fixture.keyPath),
            connector: MemoryNetwork(gates: [gate]), options: SyncFixture.options,
            sleep: { _ in })
        let found = try await engine.reconcile(
            [target], policy: AccessPolicy(members: members))
        #expect(gate.state == before.0)
        #expect(try await store.accessRows() == before.1)
        #expect(try await store.steps() == before.2)
        return found
    }

    private static let suspended = [
        SyncFixture.member("1", status: .suspended), SyncFixture.member("2"),
        SyncFixture.member("3"),
    ]

    @Test func `gates that agree differ in nothing`() async throws {
        #expect(try await drift() == [])
    }

    @Test func `should be blocked and is not, with the ways that are left`() async throws {
        let found = try await drift(Self.suspended)
        #expect(found.map(\.kind) == [.shouldBeBlocked])
        #expect(found.first?.text == "status is suspended; still valid: finger, card")
    }

    @Test func `should be blocked and is an administrator`() async throws {
        let found = try await drift(Self.suspended) {
            $0.users[0] = SyncFixture.user(1, "1", privilege: .superAdministrator, card: 11)
        }
        #expect(found.first?.kind == .shouldBeBlocked)
        #expect(found.first?.text.contains("administrator rights") == true)
    }

    @Test func `missing`() async throws {
        let found = try await drift { state in
            state.users.remove(at: 2)
            state.templates.removeAll { $0.slot == 3 }
        }
        #expect(found.map(\.kind) == [.missing])
        #expect(found.first?.memberID == "3")
    }

    @Test func `extra`() async throws {
        let found = try await drift { $0.users.append(SyncFixture.user(9, "77")) }
        #expect(found.map(\.kind) == [.extra])
        #expect(found.first?.deviceUserID == "77")
        #expect(found.first?.memberID == nil)
    }

    @Test func `changed at the keypad`() async throws {
        let found = try await drift { $0.users[1] = SyncFixture.user(2, "2", card: 23) }
        #expect(found.map(\.kind) == [.changedAtKeypad])
    }

    @Test func `a template differs or is missing`() async throws {
        let found = try await drift { state in
            state.templates[1] = SyncFixture.finger(2, 6, seed: 99)
            state.templates.remove(at: 2)
        }
        #expect(found.map(\.kind) == [.templateDiffers, .templateMissing])
        #expect(found.map { $0.text.prefix(8) } == ["finger 6", "finger 7"])
    }

    @Test func `enrolled again after a removal`() async throws {
        try await fixture.sync(MemoryNetwork(gates: [gate]), Self.suspended)
        #expect(try await drift(Self.suspended) == [])
        let found = try await drift(Self.suspended) {
            $0.users.append(SyncFixture.user(8, "1"))
        }
        #expect(found.map(\.kind) == [.reenrolled, .changedAtKeypad])
    }

    @Test func `the id is known as somebody else's`() async throws {
        var members = Self.members
        members[0] = SyncFixture.member("new", deviceUserID: "1")
        #expect(try await drift(members).map(\.kind) == [.reusedID])
    }

    @Test func `another device at the address, and none`() async throws {
        var other = SyncFixture.target("A")
        other.gate.serial = "Z"
        #expect(try await drift(target: other).map(\.kind) == [.otherSerial])
        gate.setOffline(true)
        let engine = SyncEngine(
            vault: try await Vault.open(fixture.store(), keyFile: fixture.keyPath),
            connector: MemoryNetwork(gates: [gate]), options: SyncFixture.options,
            sleep: { _ in })
        let found = try await engine.reconcile(
            [SyncFixture.target("A")], policy: AccessPolicy(members: Self.members))
        #expect(found.map(\.kind) == [.unreachable])
    }
}
