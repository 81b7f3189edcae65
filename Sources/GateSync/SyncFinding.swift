package import GateModel

/// Something at a gate that was left alone, and why.
package struct SyncFinding: Hashable, Sendable {
    /// Why it was left alone.
    package enum Kind: Hashable, Sendable {
        /// The person has more than a plain user's privilege and should not be able to pass.
        case administrator(AccessReason)
        /// The person cannot pass by finger, card or password any more, but maybe by face.
        case maybeByFace(AccessReason)
        /// Two people of the roster, or two users of the gate, have the id.
        case sharedID
        /// The record under the id was saved as somebody else's, and the roster gives the id to this person
        /// now.
        case reusedID(FormerOwner)
        /// The card of the roster is no number from 1 to 4294967295.
        case badCard
        /// The card of the roster is another user's on this gate.
        case sharedCard
        /// The gate takes only ids that are numbers without leading zeros, or shorter ones.
        case unfitID
        /// The gate holds as many users as it can.
        case full
        /// Fingers of the person fit another version of the algorithm than the gate's.
        case otherAlgorithm
        /// The user was disabled at the gate.
        case disabledAtGate
        /// The roster does not know this user.
        case unknownUser
        /// So many records of the gate cannot be read.
        case unreadableRecords(Int)
    }

    /// The gate.
    package var serial: GateSerial
    /// The person; `nil` for users the roster does not know.
    package var memberID: MemberID?
    /// The id on the gate; `nil` when it is not readable.
    package var deviceUserID: DeviceUserID?
    /// Why it was left alone.
    package var kind: Kind
    /// The name that the gate has for a user whom the roster does not know, read in the code page of the
    /// gate, with U+FFFD for what means nothing there.
    package var nameOnGate: String?

    /// Makes a finding.
    package init(
        serial: GateSerial, memberID: MemberID? = nil, deviceUserID: DeviceUserID? = nil, kind: Kind
    ) {
        self.serial = serial
        self.memberID = memberID
        self.deviceUserID = deviceUserID
        self.kind = kind
    }

    /// Whether the roster asks for something here that is not done.
    package var isRefusal: Bool {
        switch kind {
        case .administrator, .maybeByFace, .sharedID, .reusedID, .badCard, .sharedCard, .unfitID,
            .full:
            true
        case .otherAlgorithm, .disabledAtGate, .unknownUser, .unreadableRecords: false
        }
    }

    /// A word for scripts.
    package var name: String {
        switch kind {
        case .administrator: "administrator"
        case .maybeByFace: "still_able_to_pass_by_face"
        case .sharedID: "shared_id"
        case .reusedID: "reused_id"
        case .badCard: "bad_card"
        case .sharedCard: "shared_card"
        case .unfitID: "unfit_id"
        case .full: "gate_full"
        case .otherAlgorithm: "other_algorithm"
        case .disabledAtGate: "disabled_at_gate"
        case .unknownUser: "unknown_user"
        case .unreadableRecords: "unreadable_records"
        }
    }

    /// The reason in words.
    package var text: String {
        switch kind {
        case .administrator(let reason):
            "left alone: has administrator rights on the gate, although \(reason)"
        case .maybeByFace(let reason):
            "finger, card and password are gone, still able to pass by face; \(reason)"
        case .sharedID: "left alone: nobody can tell whose record it is, the id is used twice"
        case .reusedID(let former): "left alone: \(former)"
        case .badCard:
            "the card on the roster is no number from 1 to 4294967295; it was not written"
        case .sharedCard:
            "the card on the roster is another user's on this gate; it was not written"
        case .unfitID:
            "not created: the gate takes only ids that are numbers without leading zeros and not "
                + "longer than its own"
        case .full: "not created: the gate holds as many users as it can"
        case .otherAlgorithm:
            "fingers not written: they fit another version of the fingerprint algorithm; enroll the "
                + "person at this gate"
        case .disabledAtGate: "left alone: the user was disabled at the gate"
        case .unknownUser: "left alone: the roster does not know this user"
        case .unreadableRecords(let count):
            "left alone: \(count) user records of the gate cannot be read"
        }
    }
}
