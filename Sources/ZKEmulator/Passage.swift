package import GateModel

/// One passage of a person through a door, at the true wall time, whichever gate sees it.
package struct Passage: Hashable, Sendable {
    /// The true wall time.
    package var at: LocalDateTime
    /// Whether the person goes in.
    package var isEntry: Bool
    /// Chooses among gates that share the passages.
    package var draw: UInt64
}
