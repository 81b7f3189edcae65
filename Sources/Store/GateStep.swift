package import GateModel

/// What may be done to a gate; there are no other kinds of step.
package enum GateStepKind: String, Sendable, CaseIterable {
    case disable
    case enable
    case deleteUser = "delete_user"
    case writeUser = "write_user"
    case deleteTemplate = "delete_template"
    case writeTemplate = "write_template"
    case refresh
    case enroll
}

/// How a step ended.
package enum GateStepOutcome: String, Sendable {
    /// The gate acknowledged it; whether it holds is for the read-back to say.
    case done
    /// The gate refused it.
    case failed
    /// Nobody knows: no answer came, or the run ended before it came.
    case unknown
}

/// One step at a gate, as the journal keeps it: the intention, then the outcome.
package struct GateStep: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// What is done.
    package var kind: GateStepKind
    /// For whom; `nil` for steps about the gate itself.
    package var memberID: MemberID?
    /// The id of the person on the gate.
    package var deviceUserID: DeviceUserID?
    /// The user slot.
    package var userSlot: Int?
    /// The finger.
    package var finger: Int?
    /// Why it is done.
    package var reason: String
    /// Wall time of the intention.
    package var intendedAt: LocalDateTime
    /// How it ended; `nil` while it is open.
    package var outcome: GateStepOutcome?
    /// Why it failed, in the words of whoever found out; `nil` when it did not.
    package var failure: String?

    /// Makes an intention.
    package init(
        serial: GateSerial, kind: GateStepKind, memberID: MemberID? = nil,
        deviceUserID: DeviceUserID? = nil, userSlot: Int? = nil, finger: Int? = nil,
        reason: String, intendedAt: LocalDateTime, outcome: GateStepOutcome? = nil
    ) {
        self.serial = serial
        self.kind = kind
        self.memberID = memberID
        self.deviceUserID = deviceUserID
        self.userSlot = userSlot
        self.finger = finger
        self.reason = reason
        self.intendedAt = intendedAt
        self.outcome = outcome
    }
}
