import Attendance
import Foundation
import GateModel
import GateSync
import Reports
import Store

/// What the gates hold of people, from the verification table and the vault's list.
enum Holdings {
    /// Loads what is known.
    static func load(from store: GateStore) async throws -> GateHoldings {
        var holdings = GateHoldings()
        for row in try await store.accessRows() {
            holdings.accesses[.init(row.memberID, row.serial)] = GateHoldings.Access(
                isWanted: row.isWanted, reason: row.reason, seen: row.seen.map(Self.seen),
                ways: .init(
                    card: row.otherWays?.hasCard, password: row.otherWays?.hasPassword,
                    face: row.otherWays?.hasFace),
                seenAt: row.seenAt, since: row.since, failure: row.failure)
        }
        for held in try await store.heldParts() {
            let place = GateHoldings.Place(held.memberID, held.serial)
            switch held.part {
            case .user: holdings.users.insert(place)
            case .finger(let finger): holdings.fingers[place, default: []].append(Int(finger))
            }
        }
        for saved in try await store.savedPeople() {
            holdings.saved[saved.memberID] = .init(
                fingerCount: saved.fingerCount, at: saved.savedAt)
        }
        for door in try await store.lastDoorSteps() {
            holdings.doors[door.serial] = .init(isOpen: door.isOpen, at: door.at)
        }
        holdings.strangers = try await strangers(in: store)
        // Operation 2: a verification failed.
        holdings.failedAttempts = try await store.operations().compactMap { line in
            guard line.operation == 2, let at = line.at else { return nil }
            return GateHoldings.FailedAttempt(serial: line.serial, at: at)
        }
        return holdings
    }

    // MARK: - Users whom the roster does not know

    private static let strangersPrefix = "strangers/"

    /// Keeps whom the roster does not know on the gates that a sync has read.
    static func keepStrangers(of plan: SyncPlan, in store: GateStore) async throws {
        var values: [String: String] = [:]
        for gate in plan.gates {
            let found = gate.findings.filter { $0.kind == .unknownUser }.map { finding in
                GateHoldings.Stranger(
                    serial: gate.serial.rawValue,
                    deviceUserID: finding.deviceUserID?.rawValue ?? "",
                    name: finding.nameOnGate ?? "")
            }
            let text = String(decoding: try JSONEncoder().encode(found), as: UTF8.self)
            values[strangersPrefix + gate.serial.rawValue] = text
        }
        try await store.keepDerived(values)
    }

    private static func strangers(
        in store: GateStore
    ) async throws -> [GateHoldings.Stranger] {
        let values = try await store.derivedValues(prefix: strangersPrefix)
        return try values.sorted { $0.key < $1.key }.flatMap { _, value in
            try JSONDecoder().decode([GateHoldings.Stranger].self, from: Data(value.utf8))
                .sorted { ($0.deviceUserID, $0.name) < ($1.deviceUserID, $1.name) }
        }
    }

    private static func seen(_ access: SeenAccess) -> GateHoldings.Seen {
        switch access {
        case .present: .present
        case .absent: .absent
        case .partly: .partly
        }
    }
}

extension GateHoldings {
    /// Takes everything that pages show of it into a stamp.
    func mix(into stamp: inout Fingerprint) {
        for (place, access) in accesses.sorted(by: { $0.key < $1.key }) {
            stamp.mix(place.memberID.rawValue)
            stamp.mix(place.serial.rawValue)
            stamp.mix(access.isWanted ? 1 : 0)
            stamp.mix(access.reason)
            stamp.mix(access.seen?.rawValue ?? "")
            for way in [access.ways.card, access.ways.password, access.ways.face] {
                stamp.mix(way.map { $0 ? 1 : 0 })
            }
            stamp.mix(access.seenAt?.secondsSinceEpoch)
            stamp.mix(access.since?.secondsSinceEpoch)
            stamp.mix(access.failure ?? "")
        }
        for (place, found) in fingers.sorted(by: { $0.key < $1.key }) {
            stamp.mix(place.memberID.rawValue)
            stamp.mix(place.serial.rawValue)
            for finger in found { stamp.mix(finger) }
        }
        for stranger in strangers {
            stamp.mix(stranger.serial)
            stamp.mix(stranger.deviceUserID)
            stamp.mix(stranger.name)
        }
        for (member, saved) in saved.sorted(by: { $0.key < $1.key }) {
            stamp.mix(member.rawValue)
            stamp.mix(saved.fingerCount)
            stamp.mix(saved.at.secondsSinceEpoch)
        }
        for attempt in failedAttempts { stamp.mix("\(attempt.serial) \(attempt.at)") }
        for place in users.sorted(by: <) {
            stamp.mix(place.memberID.rawValue)
            stamp.mix(place.serial.rawValue)
        }
    }
}

private func < (left: GateHoldings.Place, right: GateHoldings.Place) -> Bool {
    (left.serial, left.memberID) < (right.serial, right.memberID)
}
