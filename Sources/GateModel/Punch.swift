/// One line of a gate's attendance log: the door opened for somebody.
///
/// Everything is kept as the gate told it. Raw punches are never changed.
public struct Punch: Hashable, Sendable {
    /// The id the record names; `nil` when the record names only a user slot nobody could map.
    public var deviceUserID: DeviceUserID?
    /// The gate's own index of the user; gates use it again after a deletion. `nil` in files.
    public var userSlot: Int?
    /// Whether the record itself names only the slot, so that the id was looked up when it was read.
    public var isSlotKeyed: Bool
    /// Wall time as read, in the gate's own zone.
    public var at: LocalDateTime
    /// The raw state code: 0 in, 1 out, 2 break out, 3 break in, 4 overtime in, 5 overtime out,
    /// 255 none; others are device-defined.
    public var state: UInt8
    /// The raw verify code: how the person proved to be the person; its meaning differs by firmware.
    public var verify: UInt8
    /// Work code as text; empty when there is none.
    public var workCode: String
    /// Position of the record in the log or file it was read from, 0-based: the gate's own order.
    public var position: Int

    /// Makes a punch.
    public init(
        deviceUserID: DeviceUserID?, userSlot: Int? = nil, isSlotKeyed: Bool = false,
        at: LocalDateTime, state: UInt8, verify: UInt8, workCode: String = "", position: Int
    ) {
        self.deviceUserID = deviceUserID
        self.userSlot = userSlot
        self.isSlotKeyed = isSlotKeyed
        self.at = at
        self.state = state
        self.verify = verify
        self.workCode = workCode
        self.position = position
    }
}

/// A raw punch in the store: what the gate said, where and when it was read.
public struct StoredPunch: Hashable, Sendable {
    /// Row id in the store; grows with the order of arrival.
    public var id: Int64
    /// The gate it was made at.
    public var serial: GateSerial
    /// The punch as read.
    public var punch: Punch
    /// Where it was first read from.
    public var source: PunchSource
    /// True wall time in the gate's own zone at which it was first read.
    public var readAt: LocalDateTime
    /// Gate clock minus true time at that reading, in seconds; `nil` when not measured.
    public var clockOffsetSeconds: Int?

    /// Makes a stored punch.
    public init(
        id: Int64, serial: GateSerial, punch: Punch, source: PunchSource, readAt: LocalDateTime,
        clockOffsetSeconds: Int?
    ) {
        self.id = id
        self.serial = serial
        self.punch = punch
        self.source = source
        self.readAt = readAt
        self.clockOffsetSeconds = clockOffsetSeconds
    }
}

/// Where a punch was read from.
public enum PunchSource: String, Sendable, CaseIterable {
    /// Read from the gate over the network.
    case pull
    /// Read from a file that came from the gate.
    case file
    /// Sent by the gate itself (ADMS push).
    case push
}

/// A record or line that could not be decoded: kept as bytes, counted, shown, never guessed.
public struct UndecodableRecord: Hashable, Sendable {
    /// Position in the log (0-based record) or file (1-based line).
    public var position: Int
    /// The bytes as read.
    public var bytes: [UInt8]
    /// Why they could not be decoded: a sentence without personal data.
    public var reason: String

    /// Makes a record of something undecodable.
    public init(position: Int, bytes: [UInt8], reason: String) {
        self.position = position
        self.bytes = bytes
        self.reason = reason
    }
}
