/// Why a gate could not be talked to, or not do what it was asked to.
public struct DeviceError: Error, Sendable {
    /// What kind of failure it is.
    public let code: Code
    /// The gate.
    public let gate: GateAddress
    /// What could not be done, in words that go before "gate"; such as "read the clock of".
    public let task: String
    /// What was found, against what was expected, and what to do next.
    public let detail: String
    /// The error below, where there is one.
    public let underlying: (any Error)?
    /// Whether the gate may have been left disabled: it was disabled here and could not be reached to
    /// be enabled again.
    public var mayBeLeftDisabled = false

    /// Makes an error.
    public init(
        _ code: Code, gate: GateAddress, task: String, detail: String,
        underlying: (any Error)? = nil
    ) {
        self.code = code
        self.gate = gate
        self.task = task
        self.detail = detail
        self.underlying = underlying
    }

    /// The kinds of failure.
    public enum Code: String, Sendable, CaseIterable {
        /// No connection: refused, no route, no such name.
        case unreachable
        /// No answer before the deadline.
        case timedOut
        /// The connection ended in the middle.
        case disconnected
        /// Something else than a gate of this protocol answers.
        case otherProtocol
        /// Bytes arrived damaged, or in an order that makes no sense.
        case damaged
        /// The gate wants another comm key.
        case wrongKey
        /// The gate's firmware offers only the push protocol.
        case pushOnly
        /// The gate refused the request.
        case refused
        /// The gate's data has a form that is not known.
        case unreadable
        /// The client is closed, after a failure or at its end.
        case closed
        /// A second request was made while one was under way.
        case busy
        /// The task was cancelled; only thrown when the gate may have been left disabled.
        case cancelled
    }

    /// Whether the same request may succeed later.
    public var isRetryable: Bool {
        switch code {
        case .unreachable, .timedOut, .disconnected, .damaged, .refused, .cancelled: true
        case .otherProtocol, .wrongKey, .pushOnly, .unreadable, .closed, .busy: false
        }
    }
}

extension DeviceError: CustomStringConvertible {
    /// One sentence for people, without names, ids or keys.
    public var description: String {
        "cannot \(task) the gate at \(gate): \(detail)"
            + (mayBeLeftDisabled
                ? "; it was disabled for this and could not be enabled again, so it may still "
                    + "refuse everybody"
                : "")
    }
}
