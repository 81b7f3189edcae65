import GateModel
import Sealing
import Store

/// Makes the rows of the verification table of one gate.
struct AccessWriter {
    let serial: GateSerial
    let now: LocalDateTime
    let policy: AccessPolicy
    let prior: [MemberID: AccessRow]
    let backoff: Backoff

    /// The rows after a read-back.
    func rows(
        _ plan: GatePlan, leftovers: [SyncAction], refusals: [MemberID: String],
        heldBack: (stop: SyncStop, actions: [SyncAction])?
    ) -> [AccessRow] {
        var failures: [MemberID: String] = [:]
        for action in heldBack?.actions ?? [] {
            failures[action.memberID] = heldBack?.stop.description
        }
        for action in leftovers {
            failures[action.memberID] =
                refusals[action.memberID]
                ?? "the gate acknowledged \(action.kind.rawValue) and does not show it"
        }
        let refused = Dictionary(
            plan.findings.filter(\.isRefusal).compactMap { finding in
                finding.memberID.map { ($0, finding.text) }
            }, uniquingKeysWith: { first, _ in first })
        return plan.seen.map { seen in
            let member = policy.members[seen.person.index]
            var row = row(of: member.memberID, seen.person)
            if row.seen != seen.access { row.since = now }
            row.seen = seen.access
            row.otherWays = seen.otherWays
            row.seenAt = now
            if let failure = failures[member.memberID] {
                postpone(&row, failure)
            } else {
                row.attempts = 0
                row.nextAttempt = nil
                row.failure = refused[member.memberID]
            }
            return row
        }
    }

    /// The rows of people who have to wait, after a gate could not be worked on.
    func rows(unreachable gate: Gate, failure: String) -> [AccessRow] {
        var gate = gate
        gate.serial = serial
        let known = prior.compactMapValues { row in
            row.seen == .present || row.seen == .partly ? row.deviceUserID : nil
        }
        return policy.people(at: gate, on: now.date, known: known).compactMap { person in
            var row = row(of: policy.members[person.index].memberID, person)
            guard !row.isAsWanted else { return nil }
            postpone(&row, failure)
            return row
        }
    }

    private func row(of memberID: MemberID, _ person: AccessPolicy.PersonAtGate) -> AccessRow {
        var row =
            prior[memberID]
            ?? AccessRow(
                memberID: memberID, serial: serial, deviceUserID: person.deviceUserID,
                isWanted: false, reason: "")
        row.deviceUserID = person.deviceUserID
        row.isWanted = person.reason.isAllowed
        row.reason = person.reason.description
        return row
    }

    private func postpone(_ row: inout AccessRow, _ failure: String) {
        row.failure = failure
        row.attempts += 1
        var generator = SystemRandomNumberGenerator()
        let delay = backoff.delay(afterAttempt: row.attempts, using: &generator)
        row.nextAttempt = now.adding(seconds: Int(delay / .seconds(1)))
    }
}

extension Error {
    /// Whether no gate is to blame, so that no other gate may be touched either.
    var isAboutThisMachine: Bool {
        self is StoreError || self is VaultError || self is SealingError
            || self is CancellationError
    }
}
