import Foundation
import GateModel
import GateSync
import Sealing
import Store
import TestKit
import ZKProtocol

/// A store, a key and an invented roster for runs against gates in memory.
struct SyncFixture {
    static let date = LocalDate(daysSinceEpoch: 20_777)
    static let now = LocalDateTime(date, secondOfDay: 2 * 3600)

    let folder: TemporaryFolder
    var storePath: String { folder.path("gatebook.sqlite") }
    var keyPath: String { folder.path("vault.key") }

    init() throws {
        folder = try TemporaryFolder()
        _ = try KeyRing.create(at: keyPath)
    }

    func store() throws -> GateStore { try GateStore(path: storePath, access: .create) }

    static func target(_ serial: GateSerial, branch: BranchID = "GYM") -> GateTarget {
        GateTarget(
            gate: Gate(
                serial: serial, branch: branch, name: "Door \(serial)", host: "gate-\(serial)"),
            commKey: 0, wallClock: { .seconds(now.secondsSinceEpoch) })
    }

    static func member(
        _ id: MemberID, until: LocalDate? = nil, status: MemberStatus = .active,
        gates: [String] = [], card: String = "", deviceUserID: DeviceUserID? = nil,
        branch: BranchID = "GYM"
    ) -> Member {
        Member(
            memberID: id, name: "Person \(id)", branch: branch, accessUntil: until, status: status,
            deviceUserID: deviceUserID, gates: gates, card: card)
    }

    static func user(
        _ slot: UInt16, _ id: String, privilege: Privilege = .user, card: UInt32 = 0,
        password: String = "", name: String? = nil
    ) -> UserRecord {
        let record = UserRecord(
            slot: slot, userID: id, name: name ?? "Person \(id)", privilege: privilege,
            password: password, card: card, zones: AccessZones(flag: 1, first: 2))
        // As a gate tells it: whole fields, with garbage behind the password's NUL.
        var bytes = (try? record.encoded(as: .bytes72)) ?? []
        if password.utf8.count < 7 { bytes[10] = 0x5A }
        return (try? UserRecord(decoding: bytes[...], as: .bytes72)) ?? record
    }

    static func finger(_ slot: UInt16, _ finger: UInt8, seed: UInt64) -> TemplateRecord {
        var numbers = SeededNumbers(seed: seed)
        return TemplateRecord(
            slot: slot, finger: finger,
            bytes: (0..<512).map { _ in UInt8.random(in: 0...255, using: &numbers) })
    }

    /// Runs a sync as one process would: opens store and vault, runs, and is gone.
    @discardableResult
    func sync(
        _ network: MemoryNetwork, _ members: [Member], targets: [GateTarget]? = nil,
        identities: [Identity] = [], options: SyncOptions = SyncFixture.options,
        facts: RosterFacts? = nil,
        atMoment: @escaping @Sendable (SyncMoment) async -> Void = { _ in }
    ) async throws -> SyncReport {
        let store = try store()
        let vault = try await Vault.open(store, keyFile: keyPath)
        let engine = SyncEngine(
            vault: vault, connector: network, options: options, sleep: { _ in },
            atMoment: atMoment)
        let count = try await store.lastRosterCount()
        return try await engine.run(
            targets ?? network.gates.map { Self.target($0.serial) },
            policy: AccessPolicy(members: members, identities: identities),
            roster: facts
                ?? RosterFacts(
                    source: "members.csv", ageHours: 1, memberCount: members.count,
                    acceptedCount: count))
    }

    static var options: SyncOptions {
        SyncOptions(width: 1, retries: 2, bounds: SyncGuard(maxBlockCount: 25, maxBlockFraction: 1))
    }
}
