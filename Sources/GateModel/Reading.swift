/// One attempt to read a gate or a file: an entry of the pull ledger.
///
/// Coverage rests on it: a day without punches is absence only where the gates that could have seen
/// the person were read successfully afterwards.
public struct Reading: Hashable, Sendable {
    /// The gate that was read, or that the file came from.
    public var serial: GateSerial
    /// How it was read.
    public var source: PunchSource
    /// Address of the gate or name of the file, for people.
    public var origin: String
    /// True wall time in the gate's own zone up to which the log is known when it was successful.
    public var readAt: LocalDateTime
    /// How much was transferred.
    public var mode: ReadingMode
    /// Attempts made, 1 or more.
    public var attempts: Int
    /// Gate clock minus true time, in seconds; `nil` when not measured.
    public var clockOffsetSeconds: Int?
    /// Records the gate says it holds; `nil` when it does not say.
    public var recordsOnGate: Int?
    /// Records or lines read.
    public var recordsRead: Int
    /// Bytes received from the gate, or of the file.
    public var bytesReceived: Int
    /// Time the reading took.
    public var seconds: Double
    /// Why it failed, as a sentence; `nil` when it was successful.
    public var failure: String?

    /// Makes a ledger entry.
    public init(
        serial: GateSerial, source: PunchSource, origin: String, readAt: LocalDateTime,
        mode: ReadingMode = .full, attempts: Int = 1, clockOffsetSeconds: Int? = nil,
        recordsOnGate: Int? = nil, recordsRead: Int = 0, bytesReceived: Int = 0,
        seconds: Double = 0, failure: String? = nil
    ) {
        self.serial = serial
        self.source = source
        self.origin = origin
        self.readAt = readAt
        self.mode = mode
        self.attempts = attempts
        self.clockOffsetSeconds = clockOffsetSeconds
        self.recordsOnGate = recordsOnGate
        self.recordsRead = recordsRead
        self.bytesReceived = bytesReceived
        self.seconds = seconds
        self.failure = failure
    }

    /// Whether the reading was successful.
    public var isComplete: Bool { failure == nil }
}

/// How much of a gate's log was transferred.
public enum ReadingMode: String, Sendable, CaseIterable {
    /// The whole log.
    case full
    /// The new end of the log, with an overlap that was compared.
    case tail
    /// Nothing new: the counter had not moved, and the last records were the known ones.
    case unchanged
}

/// What a gate tells about itself.
public struct GateFacts: Hashable, Sendable {
    /// Model, such as "F18"; empty when not told.
    public var model = ""
    /// Firmware version text; empty when not told.
    public var firmware = ""
    /// Hardware platform; empty when not told.
    public var platform = ""
    /// MAC address as the gate writes it; empty when not told.
    public var mac = ""
    /// Version of the fingerprint algorithm; templates of different versions do not fit; empty when not
    /// told.
    public var fingerAlgorithm = ""
    /// Users on the gate; `nil` when not told.
    public var userCount: Int?
    /// Users the gate can hold; `nil` when not told.
    public var userCapacity: Int?
    /// Fingerprint templates on the gate; `nil` when not told.
    public var templateCount: Int?
    /// Fingerprint templates the gate can hold; `nil` when not told.
    public var templateCapacity: Int?
    /// Punches on the gate; `nil` when not told.
    public var recordCount: Int?
    /// Punches the gate can hold; `nil` when not told.
    public var recordCapacity: Int?

    /// Makes facts that say nothing.
    public init() {}
}
