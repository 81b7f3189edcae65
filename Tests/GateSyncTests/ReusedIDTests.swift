import GateModel
import GateSync
import Store
import Testing
import ZKProtocol

/// A leaver's id is given to a new person.
@Suite struct `Ids that are given to somebody else` {
    private let fixture: SyncFixture
    private let yesterday = SyncFixture.date.adding(days: -1)

    init() throws { fixture = try SyncFixture() }

    /// Two gates that know "old" under the id 12 with fingers and a card, and "2".
    private static func network(holdsFaces: Bool = false) -> MemoryNetwork {
        var state = MemoryGate.State()
        state.users = [
            SyncFixture.user(1, "12", card: 4711, name: "Old"), SyncFixture.user(2, "2"),
        ]
        state.templates = [
            SyncFixture.finger(1, 6, seed: 1), SyncFixture.finger(1, 7, seed: 2),
            SyncFixture.finger(2, 6, seed: 3),
        ]
        return MemoryNetwork(gates: [
            MemoryGate("A", holdsFaces: holdsFaces, state: state),
            MemoryGate("B", holdsFaces: holdsFaces, state: state),
        ])
    }

    private static let two = SyncFixture.member("2")

    private static func member(
        _ id: MemberID, _ name: String? = nil, status: MemberStatus = .active
    ) -> Member {
        var member = SyncFixture.member(id, status: status, deviceUserID: "12")
        if let name { member.name = name }
        return member
    }

    @Test(arguments: [MemberStatus.active, .suspended], [false, true])
    func `record and fingers of a leaver do not pass to the next person with the id`(
        status: MemberStatus, holdsFaces: Bool
    ) async throws {
        let network = Self.network(holdsFaces: holdsFaces)
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        let before = network.gates.map(\.state)
        for _ in 0..<2 {
            let report = try await fixture.sync(
                network, [Self.member("new", "New", status: status), Self.two])
            #expect(report.plan.actions == [])
            #expect(report.plan.findings.map(\.name) == ["reused_id", "reused_id"])
            #expect(report.needsAttention)
            #expect(report.drift.map(\.kind) == [.reusedID, .reusedID])
            #expect(network.gates.map(\.state) == before)
            #expect(
                report.plan.findings.first?.text.contains("that of old, saved on 2026-11-20")
                    == true)
            let row = try #require(try await fixture.store().accessRow(of: "new", at: "A"))
            #expect(row.seen == .absent)
            #expect(row.failure?.contains("must not open for another") == true)
        }
        // Nothing of it is filed under the new person.
        #expect(
            try await !fixture.store().heldParts().contains { $0.memberID == "new" })
    }

    @Test func `one finger that was left is enough`() async throws {
        let network = Self.network()
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        for gate in network.gates {
            // At the keypad: another name, no card, one finger replaced, one forgotten.
            gate.update { state in
                state.users[0] = SyncFixture.user(1, "12", name: "New")
                state.templates[0] = SyncFixture.finger(1, 6, seed: 99)
            }
        }
        let report = try await fixture.sync(network, [Self.member("new", "New"), Self.two])
        #expect(report.plan.actions == [])
        #expect(report.plan.findings.map(\.name) == ["reused_id", "reused_id"])
    }

    @Test func `a user deleted at the gate and enrolled anew is the new person's`() async throws {
        let network = Self.network()
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        network.gates[0].update { state in
            state.users[0] = SyncFixture.user(1, "12", name: "New")
            state.templates.removeAll { $0.slot == 1 }
            state.templates.append(SyncFixture.finger(1, 6, seed: 99))
        }
        network.gates[1].update { state in
            state.users.removeFirst()
            state.templates.removeAll { $0.slot == 1 }
        }
        for _ in 0..<2 {
            let report = try await fixture.sync(network, [Self.member("new", "New"), Self.two])
            #expect(report.plan.findings == [])
        }
        let added = network.gates[1].state
        let slot = try #require(added.users.first { $0.userID == "12" }).slot
        #expect(slot != 1)
        #expect(
            added.templates.filter { $0.slot == slot }.map(\.bytes)
                == [SyncFixture.finger(1, 6, seed: 99).bytes])
        // The old fingers come back with the old person, and with nobody else.
        network.gates[1].update { state in
            state.users.removeAll { $0.userID == "12" }
            state.templates.removeAll { $0.slot == slot }
        }
        let back = SyncFixture.member("old", gates: ["B"], deviceUserID: "12")
        try await fixture.sync(network, [back, Self.two])
        let restored = network.gates[1].state
        #expect(restored.users.contains { $0.slot == 1 && $0.userID == "12" && $0.card == 4711 })
        #expect(restored.templates.count { $0.slot == 1 } == 2)
    }

    @Test func `saved fingers of a leaver are not written for the next person with the id`()
        async throws
    {
        let network = Self.network()
        try await fixture.sync(
            network, [Self.member("old", status: .suspended), Self.two])
        #expect(network.gates.allSatisfy { $0.state.users.count == 1 })
        for _ in 0..<2 {
            let report = try await fixture.sync(network, [Self.member("new", "New"), Self.two])
            #expect(report.plan.findings == [])
        }
        for gate in network.gates {
            let user = try #require(gate.state.users.first { $0.userID == "12" })
            #expect(user.card == 0)
            #expect(!gate.state.templates.contains { $0.slot == user.slot })
        }
        // They come back from a stick or another program: known all the same.
        network.gates[0].update { state in
            guard let user = state.users.first(where: { $0.userID == "12" }) else { return }
            state.templates.append(
                TemplateRecord(
                    slot: user.slot, finger: 6, bytes: SyncFixture.finger(1, 6, seed: 1).bytes))
        }
        let report = try await fixture.sync(network, [Self.member("new", "New"), Self.two])
        #expect(report.plan.findings.map(\.name) == ["reused_id"])
        #expect(!network.gates[1].state.templates.contains { $0.slot != 2 })
    }

    @Test func `another name of the same member id is no other person`() async throws {
        let network = Self.network()
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        let report = try await fixture.sync(network, [Self.member("old", "Renamed"), Self.two])
        #expect(report.plan.findings == [])
        #expect(report.count(.update) == 2)
        #expect(network.gates[0].state.users[0].card == 4711)
        #expect(
            try await fixture.sync(network, [Self.member("old", "Renamed"), Self.two]).drift == [])
    }

    @Test func `identities say that both member ids are one person`() async throws {
        let network = Self.network()
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        func sync(_ status: MemberStatus = .active, from: LocalDate?) async throws -> SyncReport {
            try await fixture.sync(
                network, [Self.member("new", "Old", status: status), Self.two],
                identities: [
                    Identity(memberID: "new", branch: "GYM", deviceUserID: "12", from: from)
                ])
        }
        let before = network.gates.map(\.state)
        // Without a date, or with one after the saving, it is a new person.
        for from in [nil, SyncFixture.date.adding(days: 1)] {
            let report = try await sync(from: from)
            #expect(report.plan.findings.map(\.name) == ["reused_id", "reused_id"])
        }
        #expect(network.gates.map(\.state) == before)
        let same = try await sync(from: SyncFixture.date)
        #expect(same.plan.findings == [])
        #expect(network.gates.map(\.state) == before)
        // From now on they are the person's own, saved and brought back.
        #expect(try await sync(.suspended, from: SyncFixture.date).count(.block) == 2)
        #expect(try await sync(from: SyncFixture.date).count(.restore) == 2)
        #expect(network.gates.map { Set($0.state.users) } == before.map { Set($0.users) })
        #expect(network.gates.map { Set($0.state.templates) } == before.map { Set($0.templates) })
        #expect(
            try await fixture.sync(network, [Self.member("new", "Old"), Self.two]).plan.findings
                == [])
    }

    @Test func `whoever was blocked comes back under another member id, if identities say so`()
        async throws
    {
        let network = Self.network()
        let before = network.gates.map(\.state)
        try await fixture.sync(network, [Self.member("old", status: .suspended), Self.two])
        let identity = Identity(
            memberID: "new", branch: "GYM", deviceUserID: "12", from: SyncFixture.date)
        let report = try await fixture.sync(
            network, [Self.member("new", "Old"), Self.two], identities: [identity])
        #expect(report.count(.restore) == 2)
        #expect(network.gates.map { Set($0.state.users) } == before.map { Set($0.users) })
        #expect(network.gates.map { Set($0.state.templates) } == before.map { Set($0.templates) })
    }

    @Test func `a leaver on the roster is removed although the id is another's now`() async throws {
        let network = Self.network()
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        let members = [
            SyncFixture.member("old", until: yesterday, deviceUserID: "12", branch: "OTHER"),
            Self.member("new", "New"), Self.two,
        ]
        let first = try await fixture.sync(network, members)
        #expect(first.count(.block) == 2)
        #expect(network.gates.allSatisfy { !$0.state.users.contains { $0.userID == "12" } })
        let second = try await fixture.sync(network, members)
        #expect(second.count(.create) == 2)
        #expect(second.plan.findings == [])
        let third = try await fixture.sync(network, members)
        #expect(third.plan.actions == [])
        #expect(third.plan.findings == [])
        for gate in network.gates {
            #expect(gate.state.templates.map(\.slot) == [2])
            #expect(gate.state.users.first { $0.userID == "12" }?.card == 0)
        }
    }

    @Test func `nobody is enrolled into somebody else's record`() async throws {
        let network = Self.network()
        try await fixture.sync(network, [Self.member("old", "Old"), Self.two])
        let before = network.gates[0].state
        let vault = try await Vault.open(fixture.store(), keyFile: fixture.keyPath)
        let error = await #expect(throws: EnrollmentError.self) {
            try await FingerEnrollment(vault: vault, connector: network).run(
                "new", finger: 5, at: SyncFixture.target("A"),
                policy: AccessPolicy(members: [Self.member("new"), Self.two]), onProgress: { _ in })
        }
        #expect(error?.description.contains("that of old") == true)
        #expect(network.gates[0].state == before)
    }

    @Test func `where member id and device id are the same, ids are for one person for ever`()
        async throws
    {
        // Nothing but the name could tell, and people change their names.
        let network = Self.network()
        try await fixture.sync(network, [SyncFixture.member("12"), Self.two])
        let report = try await fixture.sync(network, [SyncFixture.member("12"), Self.two])
        #expect(report.plan.findings == [])
    }
}
