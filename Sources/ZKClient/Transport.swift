/// The way to a gate: sends bytes, receives bytes, closes, and nothing else.
///
/// Calls come one after the other from one session. A deadline that passes throws
/// ``TransportError/timedOut``; cancelling the task throws `CancellationError`.
public protocol Transport: Sendable {
    /// Whether packets travel in a stream or one by one.
    var kind: TransportKind { get }

    /// Sends all of `bytes`; a packet whole where packets travel one by one.
    func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant) async throws

    /// Waits for bytes and returns what is there, at least one; no bytes mean that the gate has ended
    /// the stream. Returns exactly one packet where packets travel one by one.
    func receive(deadline: ContinuousClock.Instant) async throws -> [UInt8]

    /// Sends `farewell` if that needs no wait, then closes; again is no error.
    func close(farewell: [UInt8]) async
}

/// How packets travel.
public enum TransportKind: Sendable {
    /// In a stream, each behind a prefix with its length (TCP).
    case stream
    /// Each in a datagram of its own (UDP).
    case datagram
}

/// Why a transport failed.
public enum TransportError: Error, Equatable, Sendable {
    /// Nothing happened before the deadline.
    case timedOut
    /// There is no connection: the reason in words.
    case unreachable(String)
    /// The connection ended: the reason in words.
    case disconnected(String)
}
