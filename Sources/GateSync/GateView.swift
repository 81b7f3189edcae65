package import GateModel
package import Store
package import ZKProtocol

/// Tells contents apart without showing them: equal contents have equal marks.
package struct ContentMark: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Makes the mark of 16 bytes; missing ones count as zero.
    package init(_ bytes: [UInt8]) {
        func number(_ part: ArraySlice<UInt8>) -> UInt64 {
            part.reduce(0) { $0 << 8 | UInt64($1) }
        }
        high = number(bytes.prefix(8))
        low = number(bytes.dropFirst(8).prefix(8))
    }
}

/// A user on a gate, with everything a plan needs and no secret.
package struct GateUser: Hashable, Sendable {
    /// The user slot.
    package var slot: UInt16
    /// The id; `nil` when it is not readable.
    package var deviceUserID: DeviceUserID?
    /// The privilege byte.
    package var privilege: Privilege
    /// The name up to its NUL, in the code page of the gate.
    package var nameBytes: [UInt8]
    /// The card number; 0 when there is none.
    package var card: UInt32
    /// Whether there is a password.
    package var hasPassword: Bool
    /// The mark of the whole record.
    package var mark: ContentMark

    /// Makes a user.
    package init(_ record: UserRecord, mark: ContentMark) {
        slot = record.slot
        deviceUserID = record.userID.map { DeviceUserID($0) }
        privilege = record.privilege
        nameBytes = Array(record.nameBytes)
        card = record.card
        hasPassword = !record.passwordBytes.isEmpty
        self.mark = mark
    }
}

/// A finger on a gate.
package struct GateFinger: Hashable, Sendable {
    /// The finger, 0 to 9.
    package var finger: UInt8
    /// The mark of the template with its validity.
    package var mark: ContentMark

    /// Makes a finger.
    package init(finger: UInt8, mark: ContentMark) {
        self.finger = finger
        self.mark = mark
    }
}

/// What a gate holds, as a plan sees it: marks instead of templates.
package struct GateView: Hashable, Sendable {
    /// The gate, with the serial it tells.
    package var gate: Gate
    /// The serial it tells.
    package var serial: GateSerial
    /// The local date at the gate.
    package var date: LocalDate
    /// The users, in the order of the gate.
    package var users: [GateUser] = []
    /// The fingers of each slot, by finger.
    package var fingers: [UInt16: [GateFinger]] = [:]
    /// How user records are laid out.
    package var layout: UserLayout = .bytes72
    /// The version of the fingerprint algorithm; empty when the gate does not tell.
    package var algorithm = ""
    /// Users it can hold; `nil` when not told.
    package var userCapacity: Int?
    /// Templates it can hold; `nil` when not told.
    package var templateCapacity: Int?
    /// Longest user id, in characters; `nil` when not told.
    package var userIDWidth: Int?
    /// Whether it holds faces or other things that this protocol cannot back up.
    package var holdsFaces = false
    /// Slots of records that could not be read; they are left alone.
    package var unreadableSlots: [UInt16] = []

    /// Makes the view of an empty gate.
    package init(gate: Gate, serial: GateSerial, date: LocalDate) {
        self.gate = gate
        self.gate.serial = serial
        self.serial = serial
        self.date = date
    }

    /// What besides fingers lets `user` pass; faces are not told apart by person.
    package func otherWays(of user: GateUser) -> OtherWays {
        OtherWays(
            hasCard: user.card != 0, hasPassword: user.hasPassword,
            hasFace: holdsFaces ? nil : false)
    }

    /// Whether nothing of `user` opens the door but, maybe, a face.
    package func isBare(_ user: GateUser) -> Bool {
        user.card == 0 && !user.hasPassword && (fingers[user.slot] ?? []).isEmpty
    }
}
