import GateModel
import GateSync
import Store
import TestKit
import Testing
import ZKProtocol

@Suite struct `Syncing gates` {
    private let fixture: SyncFixture
    private let yesterday = SyncFixture.date.adding(days: -1)

    init() throws { fixture = try SyncFixture() }

    /// A gate with "1" (finger 6, card), "2" (fingers 6 and 7), an administrator "9" and a stranger.
    private static func gate(_ serial: GateSerial = "A", holdsFaces: Bool = false) -> MemoryGate {
        var state = MemoryGate.State()
        state.users = [
            SyncFixture.user(1, "1", card: 4711), SyncFixture.user(2, "2", password: "123"),
            SyncFixture.user(3, "9", privilege: .superAdministrator),
            SyncFixture.user(4, "stranger"),
        ]
        state.templates = [
            SyncFixture.finger(1, 6, seed: 1), SyncFixture.finger(2, 6, seed: 2),
            SyncFixture.finger(2, 7, seed: 3), SyncFixture.finger(3, 1, seed: 4),
            SyncFixture.finger(4, 1, seed: 5),
        ]
        return MemoryGate(serial, holdsFaces: holdsFaces, state: state)
    }

    @Test func `a leaver is removed, comes back byte for byte, and nobody else is touched`()
        async throws
    {
        let gate = Self.gate()
        let network = MemoryNetwork(gates: [gate])
        let before = gate.state
        let member = { (until: LocalDate?) in
            [
                SyncFixture.member("1", until: until), SyncFixture.member("2"),
                .init(memberID: "9", name: "Chief", status: .suspended),
            ]
        }
        let blocked = try await fixture.sync(network, member(yesterday))
        #expect(blocked.count(.block) == 1)
        #expect(blocked.plan.findings.map(\.name) == ["administrator", "unknown_user"])
        #expect(gate.state.users == Array(before.users.dropFirst()))
        #expect(gate.state.templates == Array(before.templates.dropFirst()))
        #expect(gate.state.isEnabled)
        #expect(gate.state.journal == ["disable", "delete_user 1", "refresh", "enable"])
        let row = try await fixture.store().accessRow(of: "1", at: "A")
        #expect(row?.seen == .absent)
        #expect(row?.isAsWanted == true)
        #expect(row?.reason == "access ended on \(yesterday)")

        let quiet = try await fixture.sync(network, member(yesterday))
        #expect(quiet.plan.actions == [])
        #expect(gate.state.journal.count == 4)

        let restored = try await fixture.sync(network, member(nil))
        #expect(restored.count(.restore) == 1)
        #expect(Set(gate.state.users) == Set(before.users))
        #expect(Set(gate.state.templates) == Set(before.templates))
        for user in gate.state.users {
            let original = try #require(before.users.first { $0.slot == user.slot })
            #expect(try user.encoded(as: .bytes72) == original.encoded(as: .bytes72))
        }
    }

    @Test func `fingers enrolled at one gate come to all gates the person may use`() async throws {
        let first = Self.gate("A")
        let second = MemoryGate("B")
        let other = MemoryGate("C", algorithm: "9")
        let network = MemoryNetwork(gates: [first, second, other])
        let members = [SyncFixture.member("1"), SyncFixture.member("2", gates: ["A"])]
        let report = try await fixture.sync(network, members)
        #expect(report.count(.create) == 2)
        #expect(second.state.users.map(\.userID) == ["1"])
        #expect(second.state.templates.map(\.bytes) == [SyncFixture.finger(1, 6, seed: 1).bytes])
        #expect(other.state.users.map(\.userID) == ["1"])
        #expect(other.state.templates == [])
        #expect(report.plan.findings.contains { $0.name == "other_algorithm" && $0.serial == "C" })
        let again = try await fixture.sync(network, members)
        #expect(again.plan.actions == [])
    }

    @Test func `a dry run plans what the real run does and changes nothing`() async throws {
        let network = MemoryNetwork(gates: [Self.gate("A"), MemoryGate("B")])
        let members = [
            SyncFixture.member("1", card: "77"), SyncFixture.member("2", until: yesterday),
            SyncFixture.member("3"),
        ]
        var options = SyncFixture.options
        options.isDryRun = true
        let states = network.gates.map(\.state)
        let plan = try await fixture.sync(network, members, options: options).plan
        #expect(network.gates.map(\.state) == states)
        #expect(try await fixture.store().steps() == [])
        #expect(try await fixture.store().accessRows() == [])
        #expect(try await fixture.store().vaultKeys() == [:])
        let again = try await fixture.sync(network, members, options: options).plan
        #expect(again == plan)
        let real = try await fixture.sync(network, members).plan
        #expect(real.text == plan.text)
        #expect(
            plan.text == """
                gate A: block 2: remove user record, fingers and card; access ended on \(yesterday)
                gate A: create 3: create user record; active and entitled
                gate A: update 1: write card of the roster
                gate B: create 1: create user record and write finger 6; active and entitled
                gate B: create 3: create user record; active and entitled
                gate A: id 9: left alone: the roster does not know this user
                gate A: id stranger: left alone: the roster does not know this user

                """)
    }

    @Test(arguments: [false, true])
    func `cards and passwords are told as yes or no, faces only where there are none`(
        holdsFaces: Bool
    ) async throws {
        let network = MemoryNetwork(gates: [Self.gate(holdsFaces: holdsFaces)])
        try await fixture.sync(network, [SyncFixture.member("1"), SyncFixture.member("2")])
        let store = try fixture.store()
        let face = holdsFaces ? nil : false
        #expect(
            try await store.accessRow(of: "1", at: "A")?.otherWays
                == OtherWays(hasCard: true, hasPassword: false, hasFace: face))
        #expect(
            try await store.accessRow(of: "2", at: "A")?.otherWays
                == OtherWays(hasCard: false, hasPassword: true, hasFace: face))
        try await fixture.sync(
            network, [SyncFixture.member("1", status: .suspended), SyncFixture.member("2")])
        let blocked = try await store.accessRow(of: "1", at: "A")
        #expect(
            blocked?.otherWays
                == (holdsFaces
                    ? OtherWays(hasCard: false, hasPassword: false, hasFace: nil) : nil))
    }

    @Test func `a gate with faces keeps the record and loses everything else`() async throws {
        let gate = Self.gate(holdsFaces: true)
        let network = MemoryNetwork(gates: [gate])
        let before = gate.state
        let suspended = [
            SyncFixture.member("1", status: .suspended),
            SyncFixture.member("2", status: .suspended),
        ]
        let report = try await fixture.sync(network, suspended)
        #expect(report.count(.block) == 2)
        #expect(gate.state.users.map(\.userID) == ["1", "2", "9", "stranger"])
        #expect(gate.state.users[0].card == 0)
        #expect(gate.state.users[1].passwordBytes.isEmpty)
        #expect(gate.state.templates.map(\.slot) == [3, 4])
        let row = try await fixture.store().accessRow(of: "1", at: "A")
        #expect(row?.seen == .partly)
        #expect(row?.failure?.contains("still able to pass by face") == true)
        let quiet = try await fixture.sync(network, suspended)
        #expect(quiet.plan.actions == [])
        try await fixture.sync(network, [SyncFixture.member("1"), SyncFixture.member("2")])
        #expect(gate.state.users == before.users)
        #expect(Set(gate.state.templates) == Set(before.templates))
    }

    @Test func `a gate that is another device is not touched`() async throws {
        let gate = Self.gate("B")
        let network = MemoryNetwork(gates: [gate])
        var target = SyncFixture.target("B")
        target.gate.serial = "A"
        let report = try await fixture.sync(
            network, [SyncFixture.member("1", until: yesterday)], targets: [target])
        #expect(report.gates[0].failure?.contains("is another one") == true)
        #expect(report.drift.map(\.kind) == [.otherSerial])
        #expect(report.pendingCount == 1)
        #expect(gate.state.journal == [])
    }

    @Test func `a gate that is away waits in the queue and is done by the next run`() async throws {
        let gate = Self.gate()
        let network = MemoryNetwork(gates: [gate])
        gate.setOffline(true)
        let members = [SyncFixture.member("1", until: yesterday), SyncFixture.member("2")]
        let failed = try await fixture.sync(network, members)
        #expect(failed.pendingCount == 2)
        let row = try await fixture.store().accessRow(of: "1", at: "A")
        #expect(row?.attempts == 1)
        let due = try #require(row?.nextAttempt)
        #expect((150...300).contains(due.seconds(since: SyncFixture.now)))
        gate.setOffline(false)
        var options = SyncFixture.options
        options.honoursQueue = true
        let early = try await fixture.sync(network, members, options: options)
        #expect(early.count(.block) == 0)
        #expect(early.pendingCount == 2)
        #expect(gate.state.journal == [])
        let done = try await fixture.sync(network, members)
        #expect(done.count(.block) == 1)
        #expect(done.pendingCount == 0)
        #expect(try await fixture.store().accessRow(of: "1", at: "A")?.attempts == 0)
    }

    @Test func `a lost key stops everything in one sentence`() async throws {
        let gate = Self.gate()
        let network = MemoryNetwork(gates: [gate])
        try await fixture.sync(network, [SyncFixture.member("1")])
        let journal = gate.state.journal
        let other = try SyncFixture()
        let store = try fixture.store()
        let error = await #expect(throws: VaultError.self) {
            try await Vault.open(store, keyFile: other.keyPath)
        }
        #expect(error?.sentence.contains("is another key") == true)
        let missing = await #expect(throws: VaultError.self) {
            try await Vault.open(store, keyFile: other.folder.path("none.key"))
        }
        #expect(missing?.code == .lostKey)
        #expect(gate.state.journal == journal)
    }

    @Test func `another key seals everything again and brings everybody back`() async throws {
        let gate = Self.gate()
        let network = MemoryNetwork(gates: [gate])
        let before = gate.state
        let leaver = [SyncFixture.member("1", until: yesterday), SyncFixture.member("2")]
        try await fixture.sync(network, leaver)
        let store = try fixture.store()
        let old = try await store.vaultKeys()
        _ = try await Vault.open(store, keyFile: fixture.keyPath).rotateKey(
            keyFile: fixture.keyPath)
        let new = try await store.vaultKeys()
        #expect(new.count == 1)
        #expect(new.values.first == old.values.first)
        #expect(new.keys != old.keys)
        try await fixture.sync(network, [SyncFixture.member("1"), SyncFixture.member("2")])
        #expect(Set(gate.state.users) == Set(before.users))
        #expect(Set(gate.state.templates) == Set(before.templates))
    }

    @Test
    func `whoever is enrolled again after a removal is removed again, with the new finger saved`()
        async throws
    {
        let gate = Self.gate()
        let network = MemoryNetwork(gates: [gate])
        let leaver = [SyncFixture.member("1", until: yesterday), SyncFixture.member("2")]
        try await fixture.sync(network, leaver)
        gate.update { state in
            state.users.append(SyncFixture.user(9, "1"))
            state.templates.append(SyncFixture.finger(9, 2, seed: 77))
        }
        let report = try await fixture.sync(network, leaver)
        #expect(report.drift.contains { $0.kind == .reenrolled && $0.memberID == "1" })
        #expect(report.count(.block) == 1)
        try await fixture.sync(network, [SyncFixture.member("1"), SyncFixture.member("2")])
        let slot = try #require(gate.state.users.first { $0.userID == "1" }?.slot)
        #expect(slot == 9)
        #expect(
            gate.state.templates.filter { $0.slot == slot }.map(\.finger).sorted() == [2, 6])
    }
}
