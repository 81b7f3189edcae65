package import ZKProtocol

/// What a session can be asked for.
package enum SessionRequest: Equatable, Sendable {
    /// Open the session; the key goes out only when the gate asks for one.
    case connect(commKey: UInt32)
    /// Send one command and take its answer, in one packet or several.
    case command(Command, data: [UInt8] = [])
    /// Read a whole dataset; or only its size prefix and what lies at `start` and behind it.
    case bulk(BulkRequest, chunkSize: Int, start: Int? = nil)
}

/// What comes out of a request.
package enum SessionAnswer: Equatable, Sendable {
    /// The gate did it; with the data of its answer, and what stood in the session field.
    case reply(data: [UInt8], sessionField: UInt16)
    /// The dataset, its size prefix included.
    case dataset([UInt8])
    /// The size prefix and the wanted end of a dataset of `total` bytes.
    case datasetEnd([UInt8], total: Int)
}

/// Why a request failed, in terms of the protocol.
package enum SessionFailure: Error, Equatable, Sendable {
    /// The gate refused; the session goes on.
    case refused(Command, by: Command)
    /// The gate does not know the session any more.
    case loggedOut
    /// The key was wrong.
    case wrongKey
    /// The gate offers no classic login.
    case pushOnly
    /// A reply that makes no sense here.
    case unexpected(Command, to: Command)
    /// A payload that makes no sense.
    case wire(WireError)
    /// More bytes than the gate announced or was asked for.
    case tooManyBytes(announced: Int, found: Int)
    /// More pieces, or more empty ones in a row, than make sense.
    case tooManyPieces(count: Int)
    /// A chunk stayed incomplete however often it was asked for.
    case incompleteChunk(start: Int, needed: Int, found: Int)
    /// The session was not opened, or is over.
    case notConnected
    /// Another request is under way.
    case busy

    /// A refusal: by a gate that does not know the session any more, or of the request alone.
    static func refusal(of command: Command, by reply: Command) -> SessionFailure {
        reply == .ackUnauthorised ? .loggedOut : .refused(command, by: reply)
    }

    /// Whether the session is over.
    package var endsSession: Bool {
        switch self {
        case .refused, .busy, .incompleteChunk: false
        default: true
        }
    }
}
