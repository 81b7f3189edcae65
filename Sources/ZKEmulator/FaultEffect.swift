package import ZKProtocol

/// What goes wrong with an emulated gate.
package enum FaultEffect: Hashable, Sendable {
    // Connections.

    /// Closes connections as soon as they are made.
    case refuse
    /// Drops a connection once it has sent so many bytes, in the middle of a frame if need be.
    case dropAfterBytes(Int)

    // Requests that are not executed.

    /// Takes the request and never answers.
    case silence
    /// Drops the connection instead of answering.
    case drop
    /// Answers with a code.
    case answer(Command)
    /// Forgets that the client has logged in, and says so.
    case unauthorised
    /// Says that it is done and changes nothing.
    case unapplied

    // Requests that are executed.

    /// Does it and never answers.
    case unacknowledged
    /// Does it and loses power before it answers; `losing` what was not flushed.
    case powerLoss(losing: Bool)
    /// Does it, and somebody does something at the gate before the answer goes out.
    case act(GateAct)

    // Answers that are damaged.

    /// A checksum that is off by one.
    case wrongChecksum
    /// Another reply id than that of the request.
    case wrongReplyID
    /// Another session id than that of the connection.
    case wrongSession
    /// Data pieces that are shorter than announced.
    case truncated
    /// Data pieces that are longer than announced.
    case oversized
    /// Sizes of datasets and pieces that no gate could hold.
    case absurdSize
    /// A frame that announces more bytes than any has.
    case absurdFrame
    /// An answer behind a repetition of the one before, in one segment.
    case coalesced
    /// Bytes of another protocol instead of the answer.
    case otherProtocol

    // The way in which answers are sent.

    /// Every byte is a segment of its own.
    case oneByteSegments
    /// Datasets come in pieces of 1008 bytes, as gates with the JZ4725 chip send them.
    case smallPieces
    /// Segments of so many bytes, with a pause after each.
    case slowDrip(bytes: Int, milliseconds: Int)
    /// Datagrams get lost: each `every`-th one.
    case loseDatagrams(every: Int)
    /// Datagrams come twice: each `every`-th one.
    case repeatDatagrams(every: Int)
    /// Datagrams overtake one another: each `every`-th one the one before it.
    case swapDatagrams(every: Int)
}
