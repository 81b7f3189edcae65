package import GateModel

/// What a row of the vault holds: the user record of a person, or one finger.
package enum VaultPart: Hashable, Sendable, Comparable {
    /// The whole user record.
    case user
    /// The template of a finger.
    case finger(UInt8)

    /// The number in the database: -1 for the user record.
    var number: Int {
        switch self {
        case .user: -1
        case .finger(let finger): Int(finger)
        }
    }

    init(number: Int) {
        self = number < 0 ? .user : .finger(UInt8(clamping: number))
    }
}

/// One saved version of a user record or template, without its bytes.
package struct VaultEntry: Hashable, Sendable {
    /// The gate it was read from.
    package var serial: GateSerial
    /// Whose it is.
    package var memberID: MemberID
    /// The id of the person on that gate.
    package var deviceUserID: DeviceUserID
    /// What it is.
    package var part: VaultPart
    /// Counts from 1 for each gate, person and part.
    package var version: Int
    /// The size of a user record in bytes, or the algorithm version of a template.
    package var form: String
    /// The user slot of a user record on its gate; `nil` for templates.
    package var userSlot: Int?

    /// Makes an entry.
    package init(
        serial: GateSerial, memberID: MemberID, deviceUserID: DeviceUserID, part: VaultPart,
        version: Int = 0, form: String, userSlot: Int? = nil
    ) {
        self.serial = serial
        self.memberID = memberID
        self.deviceUserID = deviceUserID
        self.part = part
        self.version = version
        self.form = form
        self.userSlot = userSlot
    }
}

/// An entry of the vault with its sealed bytes under one key.
package struct SealedEntry: Hashable, Sendable {
    /// Row id of the entry.
    package var id: Int64
    /// What it is.
    package var entry: VaultEntry
    /// The id of the key it is sealed with.
    package var keyID: String
    /// The keyed mark of its content.
    package var mark: [UInt8]
    /// The sealed content.
    package var sealed: [UInt8]

    /// Makes a sealed entry.
    package init(id: Int64, entry: VaultEntry, keyID: String, mark: [UInt8], sealed: [UInt8]) {
        self.id = id
        self.entry = entry
        self.keyID = keyID
        self.mark = mark
        self.sealed = sealed
    }
}

/// Something to be saved: what it is, and its mark; the version is given by the store.
package struct VaultDraft: Hashable, Sendable {
    /// What it is; its version is set when it is saved.
    package var entry: VaultEntry
    /// The keyed mark of its content.
    package var mark: [UInt8]

    /// Makes a draft.
    package init(_ entry: VaultEntry, mark: [UInt8]) {
        self.entry = entry
        self.mark = mark
    }
}

/// What a gate held of a person when it was last read.
package struct VaultHolding: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// Whose it is.
    package var memberID: MemberID
    /// The id of the person on the gate.
    package var deviceUserID: DeviceUserID
    /// What it is.
    package var part: VaultPart
    /// Row id of the entry with the bytes.
    package var entryID: Int64
    /// The size of a user record in bytes, or the algorithm version of a template.
    package var form: String
    /// The user slot of a user record; `nil` for templates.
    package var userSlot: Int?
    /// The keyed mark of its content.
    package var mark: [UInt8]
    /// Wall time at which the content was first saved.
    package var savedAt: LocalDateTime?

    /// Makes a holding.
    package init(
        serial: GateSerial, memberID: MemberID, deviceUserID: DeviceUserID, part: VaultPart,
        entryID: Int64, form: String, userSlot: Int?, mark: [UInt8], savedAt: LocalDateTime? = nil
    ) {
        self.serial = serial
        self.memberID = memberID
        self.deviceUserID = deviceUserID
        self.part = part
        self.entryID = entryID
        self.form = form
        self.userSlot = userSlot
        self.mark = mark
        self.savedAt = savedAt
    }
}
