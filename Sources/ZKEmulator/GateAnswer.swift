package import ZKProtocol

/// What an emulated gate does about one request.
package struct GateAnswer: Sendable {
    /// The frames to send, in order.
    package var frames: [Frame]
    /// Whether what the gate keeps has changed.
    package var isChange = false
    /// What the journal says beside command and reply, such as `uid 14`; no names, no secrets.
    package var detail = ""
    /// Whether the gate closes the connection behind the frames.
    package var closes = false

    /// The reply code of the last frame; `nil` when there is none.
    package var reply: Command? { frames.last?.command }
}
