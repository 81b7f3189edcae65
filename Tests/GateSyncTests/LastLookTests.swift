import GateModel
import GateSync
import Store
import Synchronization
import Testing
import ZKProtocol

/// Somebody works at the keypad while a run is between reading and writing.
@Suite struct `Changes at the keypad during a run` {
    private let fixture: SyncFixture
    private let gate: MemoryGate

    init() throws {
        fixture = try SyncFixture()
        var state = MemoryGate.State()
        state.users = [SyncFixture.user(1, "1", card: 11), SyncFixture.user(2, "2")]
        state.templates = [SyncFixture.finger(1, 6, seed: 1), SyncFixture.finger(2, 6, seed: 2)]
        gate = MemoryGate("A", state: state)
    }

    /// Runs a sync while `change` happens once, right after the gate was first disabled.
    private func sync(
        _ members: [Member], retries: Int = 2, network: MemoryNetwork? = nil,
        _ change: @escaping @Sendable (inout MemoryGate.State) -> Void
    ) async throws -> SyncReport {
        let isDone = Mutex(false)
        let gate = gate
        var options = SyncFixture.options
        options.retries = retries
        return try await fixture.sync(
            network ?? MemoryNetwork(gates: [gate]), members, options: options,
            atMoment: { moment in
                guard moment == .acted(.disable), !gate.state.isEnabled,
                    isDone.withLock({ done in
                        defer { done = true }
                        return !done
                    })
                else { return }
                gate.update(change)
            })
    }

    private static let leaving = [
        SyncFixture.member("1", status: .suspended), SyncFixture.member("2"),
    ]
    private static let staying = [SyncFixture.member("1"), SyncFixture.member("2")]

    @Test(arguments: [0, 2])
    func `a finger enrolled between proof and removal is saved before anything is removed`(
        retries: Int
    ) async throws {
        let late = SyncFixture.finger(1, 3, seed: 33)
        let first = try await sync(Self.leaving, retries: retries) { $0.templates.append(late) }
        if retries == 0 {
            #expect(gate.state.templates.contains(late))
            #expect(first.pendingCount == 1)
            #expect(
                try await fixture.store().accessRow(of: "1", at: "A")?.failure?.contains("put off")
                    == true)
            try await fixture.sync(MemoryNetwork(gates: [gate]), Self.leaving)
        }
        #expect(gate.state.users.map(\.userID) == ["2"])
        #expect(gate.state.isEnabled)
        try await fixture.sync(MemoryNetwork(gates: [gate]), Self.staying)
        #expect(gate.state.templates.contains(late))
        #expect(gate.state.templates.count == 3)
    }

    @Test func `a card or password set meanwhile is saved, too`() async throws {
        let changed = SyncFixture.user(1, "1", card: 99, password: "4321")
        _ = try await sync(Self.leaving) { $0.users[0] = changed }
        #expect(gate.state.users.map(\.userID) == ["2"])
        try await fixture.sync(MemoryNetwork(gates: [gate]), Self.staying)
        #expect(gate.state.users.contains(changed))
    }

    @Test func `whoever becomes an administrator meanwhile is left alone`() async throws {
        let changed = SyncFixture.user(1, "1", privilege: .superAdministrator, card: 11)
        let report = try await sync(Self.leaving) { $0.users[0] = changed }
        #expect(gate.state.users.contains(changed))
        #expect(gate.state.templates.count == 2)
        #expect(report.pendingCount == 0)
        #expect(
            try await fixture.store().accessRow(of: "1", at: "A")?.failure?.contains(
                "administrator")
                == true)
    }

    @Test func `another person put into the slot meanwhile is not removed`() async throws {
        let stranger = SyncFixture.user(1, "777")
        let finger = SyncFixture.finger(1, 0, seed: 70)
        _ = try await sync(Self.leaving) { state in
            state.users[0] = stranger
            state.templates[0] = finger
        }
        #expect(gate.state.users.contains(stranger))
        #expect(gate.state.templates.contains(finger))
        #expect(!gate.state.journal.contains { $0.hasPrefix("delete") })
    }

    @Test func `a record is not written over what was changed meanwhile`() async throws {
        let changed = SyncFixture.user(2, "2", privilege: .superAdministrator, password: "1")
        let members = [SyncFixture.member("1"), SyncFixture.member("2", card: "222")]
        _ = try await sync(members) { $0.users[1] = changed }
        #expect(gate.state.users.contains(changed))
    }

    @Test func `a new person does not take a slot or id that is taken meanwhile`() async throws {
        let stranger = SyncFixture.user(3, "777")
        _ = try await sync(Self.staying + [SyncFixture.member("3")]) { $0.users.append(stranger) }
        #expect(gate.state.users.contains(stranger))
        #expect(gate.state.users.contains { $0.slot == 4 && $0.userID == "3" })
        let own = SyncFixture.user(9, "5")
        _ = try await sync(
            Self.staying + [SyncFixture.member("3"), SyncFixture.member("5")]
        ) { $0.users.append(own) }
        #expect(gate.state.users.filter { $0.userID == "5" } == [own])
    }

    @Test func `a finger enrolled meanwhile is not written over by that of another gate`()
        async throws
    {
        var state = MemoryGate.State()
        state.users = [SyncFixture.user(1, "1")]
        state.templates = [SyncFixture.finger(1, 4, seed: 44)]
        let late = SyncFixture.finger(1, 4, seed: 45)
        let other = MemoryGate("B", state: state)
        _ = try await sync(Self.staying, network: MemoryNetwork(gates: [gate, other])) {
            $0.templates.append(late)
        }
        #expect(gate.state.templates.contains(late))
        #expect(gate.state.templates.count { $0.finger == 4 } == 1)
    }
}
