package import GateModel

/// What the store knows about one gate.
package struct GateState: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// What the gate last told about itself; says nothing when it never did.
    package var facts: GateFacts
    /// Wall time of the reading the facts come from; `nil` when there are none.
    package var factsAt: LocalDateTime?
    /// Wall time of the earliest reading of the gate.
    package var firstSeen: LocalDateTime
    /// Punches of the gate in the store.
    package var punchCount: Int
    /// Wall time of the newest punch; `nil` when there is none.
    package var newestPunch: LocalDateTime?
    /// The successful reading with the latest time, by whatever way.
    package var lastSuccess: Reading?
    /// The reading with the latest time, successful or not.
    package var lastAttempt: Reading?
    /// What it told otherwise than before, newest first.
    package var factChanges: [GateFactChange] = []
}
