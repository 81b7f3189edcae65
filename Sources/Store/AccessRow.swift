package import GateModel

/// What was seen of a person on a gate.
package enum SeenAccess: String, Sendable {
    /// The person's user record is there.
    case present
    /// Nothing of the person is there.
    case absent
    /// The record is there without finger, card and password; another way to pass may be left.
    case partly
}

/// Ways to pass besides fingers that a gate has for a person; never what they are.
package struct OtherWays: Hashable, Sendable {
    /// Whether the user record carries a card number.
    package var hasCard: Bool
    /// Whether the user record carries a password.
    package var hasPassword: Bool
    /// Whether there is a face; `nil` when the gate holds faces and does not tell whose.
    package var hasFace: Bool?

    /// Makes what was seen.
    package init(hasCard: Bool, hasPassword: Bool, hasFace: Bool?) {
        self.hasCard = hasCard
        self.hasPassword = hasPassword
        self.hasFace = hasFace
    }
}

/// A row of the verification table: what is wanted of a person at a gate, and what was seen.
package struct AccessRow: Hashable, Sendable {
    /// The person.
    package var memberID: MemberID
    /// The gate.
    package var serial: GateSerial
    /// The id of the person on the gate.
    package var deviceUserID: DeviceUserID
    /// Whether the person shall be able to pass.
    package var isWanted: Bool
    /// Why, in the words of the policy.
    package var reason: String
    /// What the last read-back showed; `nil` when the gate was never read for this.
    package var seen: SeenAccess?
    /// Ways to pass besides fingers at the last read-back; `nil` when not known, or nothing is there.
    package var otherWays: OtherWays?
    /// Wall time of the last read-back.
    package var seenAt: LocalDateTime?
    /// Wall time since when every read-back has shown the same.
    package var since: LocalDateTime?
    /// Attempts that failed since the last success.
    package var attempts: Int
    /// Wall time at which the next attempt is due; `nil` when nothing is pending.
    package var nextAttempt: LocalDateTime?
    /// Why it is not as wanted; `nil` when it is.
    package var failure: String?

    /// Makes a row of which nothing was seen yet.
    package init(
        memberID: MemberID, serial: GateSerial, deviceUserID: DeviceUserID, isWanted: Bool,
        reason: String
    ) {
        self.memberID = memberID
        self.serial = serial
        self.deviceUserID = deviceUserID
        self.isWanted = isWanted
        self.reason = reason
        attempts = 0
    }

    /// Whether the last read-back showed what is wanted.
    package var isAsWanted: Bool { seen == (isWanted ? .present : .absent) && failure == nil }
}
