package import ZKProtocol

/// The rules of a session with a gate: an event goes in, actions come out. No socket, no clock.
///
/// One request is in flight at a time. A reply belongs to the request whose reply id it carries; any
/// other one is the late answer to a request that was given up, and passed over. Events of the gate may
/// come at any time: they are acknowledged and queued.
package struct SessionMachine: Sendable {
    /// Events kept until somebody takes them; the oldest go first.
    package static let eventLimit = 1000
    /// How often a chunk is asked for again.
    static let chunkRetries = 3
    /// How often it is over UDP, where loss is nothing unusual.
    static let datagramRetries = 10

    /// What happens to a session.
    package enum Event: Equatable, Sendable {
        /// Somebody wants something.
        case request(SessionRequest)
        /// A packet arrived.
        case received(Frame)
        /// Nothing arrived for so long that a datagram may be lost.
        case silence
    }

    /// What is to be done.
    package enum Action: Equatable, Sendable {
        /// Send a packet.
        case send(Frame)
        /// The request has succeeded.
        case finish(SessionAnswer)
        /// The request has failed.
        case fail(SessionFailure)
    }

    /// The id the gate gave the session; 0 before.
    package private(set) var session: UInt16 = 0
    /// Events of the gate that nobody has taken yet, oldest first.
    package private(set) var events: [Frame] = []
    /// Events dropped because nobody took them.
    private(set) var droppedEventCount = 0
    /// Replies passed over because they came too late.
    private(set) var lateReplyCount = 0

    private var state = State.unconnected
    private var replyID: UInt16 = 0
    private var lastRequest: Frame?
    /// Whether packets may get lost, doubled or out of order.
    private let isLossy: Bool

    /// Makes a session that is not open yet.
    package init(isLossy: Bool = false) {
        self.isLossy = isLossy
    }

    private enum State: Equatable {
        case unconnected
        case connecting(commKey: UInt32)
        case authenticating
        case idle
        case asking(AnswerAssembly)
        case reading(BulkRead)
        case over
    }

    /// Whether requests can be made.
    package var isConnected: Bool {
        switch state {
        case .idle, .asking, .reading: true
        case .unconnected, .connecting, .authenticating, .over: false
        }
    }

    /// Whether the wait is for a gate that gathers a dataset, which may take long.
    var isStaging: Bool {
        if case .reading(let read) = state { read.isStaging } else { false }
    }

    /// The packet that ends the session; for a farewell without waiting.
    var farewell: Frame {
        var copy = self
        return copy.nextFrame(.exit, [])
    }

    /// Takes the queued events.
    package mutating func takeEvents() -> [Frame] {
        defer { events = [] }
        return events
    }

    /// Lets `event` happen and says what is to be done about it, in this order.
    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .request(let request): begin(request)
        case .received(let frame) where frame.command == .event: [queue(frame)]
        case .received(let frame): receive(frame)
        case .silence: repeatLast()
        }
    }

    // MARK: - Requests

    private mutating func begin(_ request: SessionRequest) -> [Action] {
        switch (request, state) {
        case (.connect(let commKey), .unconnected):
            state = .connecting(commKey: commKey)
            return [.send(Frame(command: .connect, session: 0, replyID: 0))]
        case (.command(let command, let data), .idle):
            state = .asking(AnswerAssembly(to: command, isLossy: isLossy))
            return [.send(nextFrame(command, data))]
        case (.bulk(let request, let chunkSize, let start), .idle):
            let read = BulkRead(
                request, chunkSize: chunkSize, start: start, isLossy: isLossy)
            state = .reading(read)
            let (command, data) = read.firstRequest
            return [.send(nextFrame(command, data))]
        case (_, .unconnected), (_, .over):
            return [.fail(.notConnected)]
        default:
            return [.fail(.busy)]
        }
    }

    /// The next request; reply ids go from 65534 back to 0, and never are 65535.
    private mutating func nextFrame(_ command: Command, _ data: [UInt8]) -> Frame {
        replyID = replyID >= 65_534 ? 0 : replyID + 1
        let frame = Frame(command: command, session: session, replyID: replyID, data: data)
        lastRequest = frame
        return frame
    }

    /// Sends what may be lost again, where doing it twice is the same as doing it once.
    private mutating func repeatLast() -> [Action] {
        switch state {
        case .authenticating:
            return lastRequest.map { [.send($0)] } ?? []
        case .asking(let assembly):
            guard let last = lastRequest, assembly.command.isRepeatable else { return [] }
            guard assembly.isEmpty else {
                // Pieces of the first answer must not get into the second one.
                state = .asking(AnswerAssembly(to: assembly.command, isLossy: isLossy))
                return [.send(nextFrame(last.command, last.data))]
            }
            return [.send(last)]
        case .reading(var read):
            let step = read.retryAfterSilence()
            return carryOut(step, of: read)
        case .unconnected, .connecting, .idle, .over:
            return []
        }
    }

    // MARK: - Replies

    private mutating func queue(_ event: Frame) -> Action {
        if events.count == Self.eventLimit {
            events.removeFirst()
            droppedEventCount += 1
        }
        events.append(event)
        return .send(Frame(command: .ackOK, session: session, replyID: 0))
    }

    private mutating func receive(_ frame: Frame) -> [Action] {
        switch state {
        case .unconnected, .idle, .over:
            lateReplyCount += 1
            return []
        case _ where frame.replyID != replyID:
            lateReplyCount += 1
            return []
        case .connecting(let commKey):
            return receiveGreeting(frame, commKey: commKey)
        case .authenticating:
            return receiveVerdict(frame)
        // The state lets go of what is put together: bytes that two hold are copied with every piece.
        case .asking(var assembly):
            state = .idle
            return receiveAnswer(frame, &assembly)
        case .reading(var read):
            state = .idle
            return receiveBulk(frame, &read)
        }
    }

    private mutating func receiveGreeting(_ frame: Frame, commKey: UInt32) -> [Action] {
        switch frame.command {
        case .ackOK:
            session = frame.session
            return finish(.reply(data: frame.data, sessionField: frame.session))
        case .ackUnauthorised:
            session = frame.session
            state = .authenticating
            let key = CommKey.scrambled(key: commKey, session: session)
            return [.send(nextFrame(.auth, key))]
        case .pushOnly:
            return fail(.pushOnly)
        default:
            return fail(
                frame.command.isRefusal
                    ? .refused(.connect, by: frame.command)
                    : .unexpected(frame.command, to: .connect), ending: true)
        }
    }

    private mutating func receiveVerdict(_ frame: Frame) -> [Action] {
        switch frame.command {
        case .ackOK:
            return finish(.reply(data: frame.data, sessionField: frame.session))
        case .ackUnauthorised, .ackError:
            return fail(.wrongKey)
        default:
            return fail(
                frame.command.isRefusal
                    ? .refused(.auth, by: frame.command)
                    : .unexpected(frame.command, to: .auth), ending: true)
        }
    }

    private mutating func receiveAnswer(
        _ frame: Frame, _ assembly: inout AnswerAssembly
    ) -> [Action] {
        switch assembly.take(frame) {
        case .more:
            state = .asking(assembly)
            return []
        case .acknowledged(let data), .data(let data), .unordered(let data):
            return finish(
                .reply(data: data, sessionField: frame.session),
                isExit: assembly.command == .exit)
        case .incomplete(let found):
            if isLossy, let last = lastRequest, assembly.command.isRepeatable {
                state = .asking(AnswerAssembly(to: assembly.command, isLossy: true))
                return [.send(nextFrame(last.command, last.data))]
            }
            return fail(.incompleteChunk(start: 0, needed: found + 1, found: found))
        case .refused(let reply):
            return fail(.refusal(of: assembly.command, by: reply))
        case .broken(let failure):
            return fail(failure)
        }
    }

    private mutating func receiveBulk(_ frame: Frame, _ read: inout BulkRead) -> [Action] {
        let step = read.take(frame)
        return carryOut(step, of: read)
    }

    private mutating func carryOut(_ step: BulkRead.Step, of read: BulkRead) -> [Action] {
        switch step {
        case .wait:
            state = .reading(read)
            return []
        case .ask(let command, let data):
            state = .reading(read)
            return [.send(nextFrame(command, data))]
        case .finish(let dataset):
            return finish(.dataset(dataset))
        case .finishEnd(let bytes, let total):
            return finish(.datasetEnd(bytes, total: total))
        case .fail(let failure):
            return fail(failure)
        }
    }

    private mutating func finish(_ answer: SessionAnswer, isExit: Bool = false) -> [Action] {
        state = isExit ? .over : .idle
        return [.finish(answer)]
    }

    private mutating func fail(_ failure: SessionFailure, ending: Bool = false) -> [Action] {
        state = ending || failure.endsSession ? .over : .idle
        return [.fail(failure)]
    }
}
