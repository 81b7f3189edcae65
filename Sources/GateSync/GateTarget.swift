public import GateModel

/// A gate to talk to, with what only this run knows about it.
public struct GateTarget: Sendable {
    /// The row of the fleet.
    public var gate: Gate
    /// The comm key; 0 when the gate has none.
    public var commKey: UInt32
    /// The true wall clock where the gate stands: time since such a clock showed 1970-01-01 00:00:00.
    public var wallClock: @Sendable () -> Duration

    /// Makes a target.
    public init(gate: Gate, commKey: UInt32, wallClock: @escaping @Sendable () -> Duration) {
        self.gate = gate
        self.commKey = commKey
        self.wallClock = wallClock
    }

    /// The true wall time in the gate's own zone, now; parts of a second are cut off.
    public func now() -> LocalDateTime {
        LocalDateTime(secondsSinceEpoch: Int(wallClock().components.seconds))
    }

    /// Where the gate is found: `host:port`.
    public var address: String { "\(gate.host):\(gate.port)" }
}
