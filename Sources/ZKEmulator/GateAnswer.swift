package import ZKProtocol

/// What an emulated gate does about one request.
package struct GateAnswer: Sendable {
    /// The frames to send, in order.
    package var frames: [Frame]
    /// Whether what the gate keeps has changed.
    package var isChange = false
    /// What the journal says beside command and reply, such as `uid 14`; no names, no secrets.
    package var detail = ""
    /// What happens to the connection behind the frames.
    package var ending = Ending.none
    /// The kinds of the faults that the request met.
    package var faults: [String] = []
    /// The effects that count for the way in which the frames are sent.
    package var sending: [FaultEffect] = []

    /// What happens to connections behind an answer.
    package enum Ending: Sendable {
        /// Nothing.
        case none
        /// The gate ends this connection.
        case closes
        /// This connection breaks.
        case drops
        /// The gate starts again: all connections break.
        case restarts
        /// The gate is off from now on.
        case switchesOff
    }

    /// The reply code of the last frame; `nil` when there is none.
    package var reply: Command? { frames.last?.command }
}
