import ZKProtocol

extension DeviceSession {
    /// Makes the error for people out of one of the protocol or the transport.
    func deviceError(
        _ error: TransportError, task: String, waited: Duration
    ) -> DeviceError {
        switch error {
        case .timedOut:
            DeviceError(
                .timedOut, gate: gate, task: task,
                detail: "no answer within \(waited.inSeconds); another client may be connected, or "
                    + "the gate is off",
                underlying: error)
        case .unreachable(let reason):
            DeviceError(.unreachable, gate: gate, task: task, detail: reason, underlying: error)
        case .disconnected(let reason):
            DeviceError(
                .disconnected, gate: gate, task: task,
                detail: "the connection was lost: \(reason)", underlying: error)
        }
    }

    /// Makes the error for people out of one of the protocol or the transport.
    func deviceError(_ failure: SessionFailure, task: String) -> DeviceError {
        let (code, detail) = failure.explanation
        return DeviceError(code, gate: gate, task: task, detail: detail, underlying: failure)
    }
}

extension SessionFailure {
    /// The kind of failure and a clause for people.
    var explanation: (DeviceError.Code, String) {
        switch self {
        case .refused(let command, let reply):
            (.refused, "it answered \(command) with \(reply): \(reply.sentence)")
        case .loggedOut:
            (.disconnected, "it has forgotten the session; it may have been restarted")
        case .wrongKey:
            (.wrongKey, "it wants another comm key; check the key in its menu")
        case .pushOnly:
            (.pushOnly, "\(Command.pushOnly.sentence); set it to push to this machine")
        case .unexpected(let reply, let command):
            (.damaged, "it answered \(command) with \(reply), which makes no sense")
        case .wire(.notThisProtocol(let bytes)):
            (.otherProtocol, WireError.notThisProtocol(firstBytes: bytes).description)
        case .wire(let error):
            (error.isDamage ? .damaged : .unreadable, error.description)
        case .tooManyBytes(let announced, let found):
            (.damaged, "it announced \(announced) bytes and sent \(found)")
        case .tooManyPieces(let count):
            (.damaged, "it sent \(count) pieces and no end")
        case .incompleteChunk(let start, let needed, let found):
            (.damaged, "it sent \(found) of \(needed) bytes from \(start) on, again and again")
        case .notConnected:
            (.closed, "the connection is closed; open a new one")
        case .busy:
            (.busy, "another request is under way")
        }
    }
}

extension WireError {
    /// Whether another try may bring good bytes.
    var isDamage: Bool {
        switch self {
        case .packetLength, .checksum, .datasetCutOff, .truncated: true
        default: false
        }
    }
}

extension Duration {
    /// Such as "10 s" or "0.25 s".
    var inSeconds: String {
        let (seconds, attoseconds) = components
        let hundredths = attoseconds / 10_000_000_000_000_000
        return hundredths == 0
            ? "\(seconds) s" : "\(seconds).\(hundredths < 10 ? "0" : "")\(hundredths) s"
    }
}
