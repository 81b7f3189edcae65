package import ZKProtocol

/// One way in which an emulated gate misbehaves, and when.
///
/// A fault of requests acts on those with ``command``, from the ``from``-th on that come while it is in
/// force, ``times`` of them.
package struct FleetFault: Hashable, Sendable {
    /// What goes wrong.
    package var effect: FaultEffect
    /// The requests that meet the fault; `nil` means all.
    package var command: Command?
    /// The first of those requests, counted from 1.
    package var from = 1
    /// How many of them meet it; `nil` means all from then on. For faults of connections: how many
    /// connections.
    package var times: Int?

    /// Makes a fault that acts on every request.
    package init(_ effect: FaultEffect) {
        self.effect = effect
    }

    /// Makes a fault that acts on some requests.
    package init(_ effect: FaultEffect, on command: Command?, from: Int = 1, times: Int? = nil) {
        self.effect = effect
        self.command = command
        self.from = from
        self.times = times
    }
}

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

extension FleetFault {
    /// Every connection is closed at once.
    package static let refuse = FleetFault(.refuse)
    /// No request is answered.
    package static let silence = FleetFault(.silence)
    /// Every checksum is off by one.
    package static let wrongChecksum = FleetFault(.wrongChecksum)
    /// Every byte is a segment of its own.
    package static let oneByteSegments = FleetFault(.oneByteSegments)
    /// Datasets come in pieces of 1008 bytes.
    package static let smallPieces = FleetFault(.smallPieces)

    /// Connections are dropped after `count` bytes.
    package static func dropAfterBytes(_ count: Int) -> FleetFault {
        FleetFault(.dropAfterBytes(count))
    }
}
