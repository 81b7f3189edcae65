package import GateModel
package import Store

/// Tells whether a person may pass a gate, and why, in the words of the policy.
///
/// The answer comes from the roster alone; beside it stands what was last seen on the gate, from an
/// index. Nothing is asked of a gate.
package struct AccessCheck: Sendable {
    /// The answer for one gate.
    package struct Answer: Hashable, Sendable {
        /// The person.
        package var memberID: MemberID
        /// The gate.
        package var gate: Gate
        /// Why the person may pass, or not.
        package var reason: AccessReason
        /// What was last seen on the gate; `nil` when it was never read for this person.
        package var row: AccessRow?

        /// Whether the person may pass.
        package var isAllowed: Bool { reason.isAllowed }

        /// The answer as a sentence.
        package var text: String {
            let answer = isAllowed ? "allow" : "deny"
            let name = gate.serial.map(\.rawValue) ?? gate.name
            return "\(answer): \(memberID) at gate \(name): \(reason)" + seenText
        }

        private var seenText: String {
            guard let row, let seen = row.seen, let seenAt = row.seenAt else {
                return "; never seen on the gate"
            }
            switch (seen, isAllowed) {
            case (.present, true): return "; on the gate, seen \(seenAt)"
            case (.present, false): return "; STILL on the gate, seen \(seenAt)"
            case (.absent, true): return "; NOT on the gate yet, seen \(seenAt)"
            case (.absent, false): return "; not on the gate, seen \(seenAt)"
            case (.partly, _):
                return "; finger and card are gone, maybe a face is left, seen \(seenAt)"
            }
        }
    }

    private let policy: AccessPolicy
    private let store: GateStore

    /// Makes a check on a roster; `store` has the verification table.
    package init(policy: AccessPolicy, store: GateStore) {
        self.policy = policy
        self.store = store
    }

    /// Answers for one person at one gate on one local date of the gate.
    ///
    /// - Returns: The answer; `nil` when the roster has no such person.
    /// - Throws: `StoreError`.
    /// - Complexity: Two look-ups in indexes, whatever the number of people and gates.
    package func check(
        _ memberID: MemberID, at gate: Gate, on date: LocalDate
    ) async throws -> Answer? {
        guard let member = policy.member(memberID) else { return nil }
        var row: AccessRow?
        if let serial = gate.serial {
            row = try await store.accessRow(of: memberID, at: serial)
        }
        return Answer(
            memberID: memberID, gate: gate, reason: policy.reason(for: member, at: gate, on: date),
            row: row)
    }
}
