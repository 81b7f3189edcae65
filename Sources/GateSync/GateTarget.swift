public import GateModel

/// A gate to talk to, with what only this run knows about it.
public struct GateTarget: Sendable {
    /// The row of the fleet.
    public var gate: Gate
    /// The comm key; 0 when the gate has none.
    public var commKey: UInt32
    /// The true wall time in the gate's own zone, now.
    public var now: @Sendable () -> LocalDateTime

    /// Makes a target.
    public init(gate: Gate, commKey: UInt32, now: @escaping @Sendable () -> LocalDateTime) {
        self.gate = gate
        self.commKey = commKey
        self.now = now
    }

    /// Where the gate is found: `host:port`.
    public var address: String { "\(gate.host):\(gate.port)" }
}
