public import GateModel

/// What became of one gate in a pull: a row of the run's result.
public struct GateResult: Hashable, Sendable {
    /// The row of the fleet, with the serial number when it was learned.
    public var gate: Gate
    /// How much was transferred; `nil` when the gate was not read.
    public var mode: ReadingMode?
    /// Attempts made, 1 or more.
    public var attempts: Int
    /// Records read, undecodable ones included.
    public var read = 0
    /// Punches that were new to the store.
    public var new = 0
    /// Punches that were in the store already.
    public var duplicate = 0
    /// Records that could not be decoded.
    public var undecodable = 0
    /// Gate clock minus true time, in seconds; `nil` when not measured.
    public var clockOffsetSeconds: Int?
    /// Time the gate took, with all attempts.
    public var seconds: Double
    /// Bytes received from the gate in the last attempt.
    public var bytesReceived = 0
    /// Why it failed, as a sentence; `nil` when it was read.
    public var failure: String?

    /// Makes a result of nothing read.
    public init(gate: Gate, attempts: Int, seconds: Double, failure: String? = nil) {
        self.gate = gate
        self.attempts = attempts
        self.seconds = seconds
        self.failure = failure
    }

    /// Whether the gate was read.
    public var isComplete: Bool { failure == nil }
}
