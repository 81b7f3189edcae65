public import ZKProtocol

/// What happens at a gate, for as long as somebody listens: connects, registers, acknowledges, and does
/// all of it again after the connection was lost.
///
/// Events are hints, the log is the truth: after every ``Message/connected`` read the log, since what
/// happened before it was told to nobody.
public struct LiveFeed: AsyncSequence, Sendable {
    /// The gate.
    public let gate: GateAddress
    private let options: ClientOptions
    private let mask: UInt32
    private let quietTime: Duration
    private let pauses: [Duration]

    /// What comes out of a feed.
    public enum Message: Sendable {
        /// The gate is connected and has been asked to tell; nothing before this was heard.
        case connected
        /// Something happened.
        case event(LiveEvent)
        /// The connection was lost, or could not be made; another one is tried after a pause.
        case lost(DeviceError)
    }

    /// Messages kept while nobody takes them; the oldest go first.
    private static let bufferLimit = 10_000

    /// Makes a feed; it connects when somebody begins to listen.
    ///
    /// - Parameters:
    ///   - gate: The gate.
    ///   - options: How it is talked to.
    ///   - mask: Which events, one bit each.
    ///   - quietTime: After so long without an event the gate is asked for the time, to see whether it is
    ///     still there: idle connections die without a word.
    ///   - pauses: How long to wait before each further try to connect; the last one counts for all that
    ///     follow. Starts over with every connection.
    public init(
        _ gate: GateAddress, options: ClientOptions = ClientOptions(),
        mask: UInt32 = LiveEvent.everything, quietTime: Duration = .seconds(30),
        pauses: [Duration] = [.seconds(1), .seconds(5), .seconds(20), .seconds(60)]
    ) {
        self.gate = gate
        self.options = options
        self.mask = mask
        self.quietTime = quietTime
        self.pauses = pauses.isEmpty ? [.seconds(60)] : pauses
    }

    /// Begins to listen. The connection ends with the iterator, or with the task that listens.
    ///
    /// Throws ``DeviceError`` when trying again makes no sense, as with a wrong key.
    public func makeAsyncIterator() -> AsyncThrowingStream<Message, any Error>.Iterator {
        let (stream, continuation) = AsyncThrowingStream<Message, any Error>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.bufferLimit))
        let feed = self
        let task = Task {
            do {
                try await feed.run { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream.makeAsyncIterator()
    }

    private func run(_ yield: @Sendable (Message) -> Void) async throws {
        var failures = 0
        while true {
            let start = ContinuousClock.now
            do {
                try await DeviceClient.withConnection(to: gate, options: options) { client in
                    try await client.register(forEvents: mask)
                    yield(.connected)
                    while true {
                        let events = try await client.events(within: quietTime)
                        for event in events { yield(.event(event)) }
                        if events.isEmpty { _ = try await client.time() }
                    }
                }
            } catch let error as DeviceError where error.isRetryable {
                // A connection that held for a while is no failure in a row.
                if ContinuousClock.now - start > quietTime { failures = 0 }
                yield(.lost(error))
            }
            try await Task.sleep(for: pauses[Swift.min(failures, pauses.count - 1)])
            failures += 1
        }
    }
}
