import GateModel
import GateSync
import Store
import TestKit
import Testing
import ZKProtocol

@Suite struct `Enrolling a finger` {
    private let fixture: SyncFixture
    private let gate: MemoryGate

    init() throws {
        fixture = try SyncFixture()
        var state = MemoryGate.State()
        state.users = [
            SyncFixture.user(1, "1"), SyncFixture.user(2, "9", privilege: .superAdministrator),
        ]
        state.templates = [SyncFixture.finger(1, 6, seed: 1)]
        gate = MemoryGate("A", state: state)
    }

    private static let members = [
        SyncFixture.member("1"), SyncFixture.member("2"), SyncFixture.member("9"),
        SyncFixture.member("3", status: .suspended),
    ]

    private func enroll(
        _ id: MemberID, finger: UInt8? = nil,
        onProgress: @escaping @Sendable (EnrollProgress) -> Void = { _ in }
    ) async throws -> FingerEnrollment.Outcome {
        let vault = try await Vault.open(fixture.store(), keyFile: fixture.keyPath)
        return try await FingerEnrollment(vault: vault, connector: MemoryNetwork(gates: [gate]))
            .run(
                id, finger: finger, at: SyncFixture.target("A"),
                policy: AccessPolicy(members: Self.members), onProgress: onProgress)
    }

    @Test func `a new person is made known, enrolled, read back and saved`() async throws {
        let progress = Locked<[EnrollProgress]>([])
        let outcome = try await enroll("2") { step in progress.withLock { $0.append(step) } }
        #expect(outcome.result == .stored)
        #expect(outcome.isSaved)
        #expect(outcome.finger == 6)
        #expect(outcome.slot == 3)
        #expect(
            progress.withLock { $0 } == [
                .started, .goodSample(1), .goodSample(2), .goodSample(3),
            ])
        #expect(gate.state.isEnabled)
        #expect(
            try await fixture.store().vaultVersionCount(of: "2", .finger(6), serial: "A") == 1)
        #expect(try await fixture.store().steps().map(\.kind).last == .enroll)
        // The next sync takes the finger to other gates.
        let other = MemoryGate("B")
        try await fixture.sync(
            MemoryNetwork(gates: [gate, other]), [SyncFixture.member("2")])
        #expect(other.state.templates.map(\.finger) == [6])
    }

    @Test func `a second finger takes the next free place`() async throws {
        #expect(try await enroll("1").finger == 3)
        #expect(gate.state.templates.map(\.finger) == [6, 3])
    }

    @Test func `a finger that is enrolled again is saved first and comes back when it fails`()
        async throws
    {
        let before = gate.state.templates
        gate.enrollResult.withLock { $0 = .timedOut }
        let failed = try await enroll("1", finger: 6)
        #expect(failed.result == .timedOut)
        #expect(!failed.isSaved)
        #expect(gate.state.templates == before)
        gate.enrollResult.withLock { $0 = .stored }
        #expect(try await enroll("1", finger: 6).isSaved)
        #expect(gate.state.templates != before)
        #expect(
            try await fixture.store().vaultVersionCount(of: "1", .finger(6), serial: "A") == 2)
    }

    @Test(arguments: ["9", "3", "nobody"] as [MemberID])
    func `administrators, blocked people and strangers are not enrolled`(id: MemberID) async throws
    {
        await #expect(throws: EnrollmentError.self) { try await enroll(id) }
        #expect(gate.state.journal == [])
    }
}
