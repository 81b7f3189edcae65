public import GateModel
package import Store

/// What one reading of a gate brought.
public struct GateSnapshot: Hashable, Sendable {
    /// The serial number the gate told.
    public var serial: GateSerial
    /// What the gate told about itself.
    public var facts: GateFacts
    /// True wall time in the gate's zone when its log was asked for: punches up to then are known.
    public var readAt: LocalDateTime
    /// Gate clock minus true time, in seconds; `nil` when the gate tells no valid time.
    public var clockOffsetSeconds: Int?
    /// How much of the log was transferred.
    public var mode: ReadingMode
    /// The punches, in the gate's own order.
    public var punches: [Punch]
    /// Records that could not be decoded, in the gate's own order.
    public var undecodable: [UndecodableRecord]
    /// Bytes received from the gate.
    public var bytesReceived: Int
    /// The operation log; empty when the gate does not tell it, or it was not read.
    public var operations: [GateOperation] = []
    /// Whether ``operations`` is only what follows the lines that were known.
    public var isOperationEnd = false
    /// What is known of its log now; `nil` when nothing was learned.
    package var log: KnownLog?

    /// Makes a snapshot without punches.
    public init(serial: GateSerial, facts: GateFacts, readAt: LocalDateTime, mode: ReadingMode) {
        self.serial = serial
        self.facts = facts
        self.readAt = readAt
        self.mode = mode
        clockOffsetSeconds = nil
        punches = []
        undecodable = []
        bytesReceived = 0
    }
}
