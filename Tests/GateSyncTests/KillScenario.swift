import Foundation
import GateModel
import Store
import TestKit
import Testing
import ZKProtocol

@testable import GateSync

/// Three gates and two rosters: going from one to the other needs every kind of action.
struct KillScenario {
    static let yesterday = SyncFixture.date.adding(days: -1)

    /// The roster before: "3" is blocked and "8" on no gate.
    static let before = [
        SyncFixture.member("1"), SyncFixture.member("2"),
        SyncFixture.member("3", until: yesterday),
        SyncFixture.member("5", gates: ["F"]),
    ]

    /// The roster after: "1" and "5" go, "3" comes back, "8" is new, "2" has a card.
    static let after = [
        SyncFixture.member("1", until: yesterday), SyncFixture.member("2", card: "90210"),
        SyncFixture.member("3"), SyncFixture.member("5", status: .suspended, gates: ["F"]),
        SyncFixture.member("8"),
    ]

    /// Gate A with people and fingers, gate B with few, gate F with faces; all with an administrator
    /// and a stranger.
    static func network() -> MemoryNetwork {
        var first = MemoryGate.State()
        first.users = [
            SyncFixture.user(1, "1", card: 4711, password: "77"), SyncFixture.user(2, "2"),
            SyncFixture.user(3, "3", card: 12), others(4)[0], others(5)[1],
        ]
        first.templates = [
            SyncFixture.finger(1, 0, seed: 10), SyncFixture.finger(1, 5, seed: 11),
            SyncFixture.finger(2, 6, seed: 12), SyncFixture.finger(3, 6, seed: 13),
            SyncFixture.finger(3, 7, seed: 14), SyncFixture.finger(4, 1, seed: 15),
            SyncFixture.finger(5, 1, seed: 16),
        ]
        var second = MemoryGate.State()
        second.users = [SyncFixture.user(7, "1"), others(8)[0], others(9)[1]]
        second.templates = [SyncFixture.finger(7, 0, seed: 20)]
        var third = MemoryGate.State()
        third.users = [
            SyncFixture.user(1, "5", card: 5, password: "555"), others(2)[0], others(3)[1],
        ]
        third.templates = [SyncFixture.finger(1, 4, seed: 30), SyncFixture.finger(1, 5, seed: 31)]
        return MemoryNetwork(gates: [
            MemoryGate("A", state: first), MemoryGate("B", state: second),
            MemoryGate("F", holdsFaces: true, state: third),
        ])
    }

    private static func others(_ slot: UInt16) -> [UserRecord] {
        [
            SyncFixture.user(slot, "chief", privilege: .superAdministrator, card: 1),
            SyncFixture.user(slot, "stranger", card: 2),
        ]
    }

    /// Users and templates of a gate, whatever their order and whatever slots new users got.
    static func holdings(_ gate: MemoryGate) -> [Set<[UInt8]>] {
        let ids = Dictionary(
            uniqueKeysWithValues: gate.state.users.map { ($0.slot, $0.userID ?? "") })
        let users = gate.state.users.map { user -> [UInt8] in
            // Whoever was there at the beginning or comes back has the same slot again.
            let isNew = user.userID == "8" || gate.serial == "B"
            return Array(user.savedContent(.bytes72).dropFirst(isNew ? 2 : 0))
        }
        let templates = gate.state.templates.map { template in
            Array("\(ids[template.slot] ?? "nobody") \(template.finger) ".utf8)
                + template.savedContent
        }
        return [Set(users), Set(templates)]
    }

    static func targets(_ network: MemoryNetwork) -> [GateTarget] {
        // Gate F is only for those who name it.
        network.gates.map { SyncFixture.target($0.serial, branch: $0.serial == "F" ? "F" : "GYM") }
    }
}

/// Everything that is left when a process is killed: the files, and what the gates hold.
struct Remains: Sendable {
    var moment: SyncMoment
    var folder: TemporaryFolder
    var network: MemoryNetwork
}

extension SyncFixture {
    /// Runs a sync and keeps what a kill at each of its moments would leave.
    func syncKeepingRemains(
        _ network: MemoryNetwork, _ members: [Member]
    ) async throws -> [Remains] {
        let kept = Locked<[Remains]>([])
        let (storePath, keyPath) = (storePath, keyPath)
        try await sync(
            network, members, targets: KillScenario.targets(network),
            atMoment: { moment in
                guard let folder = try? TemporaryFolder() else { return }
                for (path, name) in [
                    (storePath, "gatebook.sqlite"), (storePath + "-wal", "gatebook.sqlite-wal"),
                    (keyPath, "vault.key"),
                ] {
                    try? FileManager.default.copyItem(atPath: path, toPath: folder.path(name))
                }
                kept.withLock {
                    $0.append(Remains(moment: moment, folder: folder, network: network.copy()))
                }
            })
        return kept.withLock { $0 }
    }

    /// Runs until nothing is left to do, five times at most; returns the number of runs.
    func syncUntilQuiet(_ network: MemoryNetwork, _ members: [Member]) async throws -> Int {
        for run in 1...5 {
            let report = try await sync(
                network, members, targets: KillScenario.targets(network))
            if report.plan.actions.isEmpty, report.pendingCount == 0,
                report.gates.allSatisfy({ $0.failure == nil })
            {
                return run
            }
        }
        return 6
    }

    /// What of `network` as it was at the beginning neither its gates nor the vault hold now.
    func lost(of original: MemoryNetwork, in network: MemoryNetwork) async throws -> [String] {
        let vault = try await Vault.open(store(), keyFile: keyPath)
        var saved: Set<[UInt8]> = []
        for holding in 1...200 {
            if let content = try? await vault.content(of: Int64(holding)) { saved.insert(content) }
        }
        var lost: [String] = []
        for (old, new) in zip(original.gates, network.gates) {
            for user in old.state.users where !new.state.users.contains(user) {
                if !saved.contains(user.savedContent(.bytes72)) {
                    lost.append("user \(user.slot) of \(old.serial)")
                }
            }
            for template in old.state.templates where !new.state.templates.contains(template) {
                if !saved.contains(template.savedContent) {
                    lost.append("finger \(template.finger) of \(template.slot) of \(old.serial)")
                }
            }
        }
        return lost
    }

    /// A fixture on a copy of the files of this one.
    func copy() throws -> SyncFixture {
        let copy = try TemporaryFolder()
        for name in ["gatebook.sqlite", "gatebook.sqlite-wal", "vault.key"]
        where FileManager.default.fileExists(atPath: folder.path(name)) {
            try FileManager.default.copyItem(atPath: folder.path(name), toPath: copy.path(name))
        }
        return SyncFixture(folder: copy)
    }

    private init(folder: TemporaryFolder) { self.folder = folder }

    /// A fixture on the files that were left.
    init(_ remains: Remains) { self.init(folder: remains.folder) }
}
