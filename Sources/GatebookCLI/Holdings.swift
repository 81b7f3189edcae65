import Attendance
import GateModel
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
                seenAt: row.seenAt, since: row.since, failure: row.failure)
        }
        for held in try await store.heldParts() {
            let place = GateHoldings.Place(held.memberID, held.serial)
            switch held.part {
            case .user: holdings.users.insert(place)
            case .finger(let finger): holdings.fingers[place, default: []].append(Int(finger))
            }
        }
        // Operation 2: a verification failed.
        holdings.failedAttempts = try await store.operations().compactMap { line in
            guard line.operation == 2, let at = line.at else { return nil }
            return GateHoldings.FailedAttempt(serial: line.serial, at: at)
        }
        return holdings
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
            stamp.mix(access.seenAt?.secondsSinceEpoch)
            stamp.mix(access.since?.secondsSinceEpoch)
            stamp.mix(access.failure ?? "")
        }
        for (place, found) in fingers.sorted(by: { $0.key < $1.key }) {
            stamp.mix(place.memberID.rawValue)
            stamp.mix(place.serial.rawValue)
            for finger in found { stamp.mix(finger) }
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
