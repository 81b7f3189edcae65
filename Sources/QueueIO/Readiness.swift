import Dispatch

/// The wait of one task until a socket can be read, or written, or a deadline has passed.
///
/// Belongs to one actor on the queue; all its members are called on that queue. Keeps the socket open
/// until the dispatch source has let go of it.
final class Readiness {
    private let source: any DispatchSourceProtocol
    private let timer: any DispatchSourceTimer
    private var isArmed = false
    private var continuation: CheckedContinuation<Void, any Error>?
    /// The number of the current or last wait, by which a late cancellation knows that it is late.
    private(set) var waitNumber: UInt64 = 0

    /// Prepares waits of one direction. `onReady` and `onDeadline` run on `queue`.
    init(
        _ direction: Direction, of socket: Socket, queue: DispatchQueue,
        onReady: @escaping @Sendable () -> Void, onDeadline: @escaping @Sendable () -> Void
    ) {
        switch direction {
        case .reading:
            source = DispatchSource.makeReadSource(
                fileDescriptor: socket.descriptor, queue: queue)
        case .writing:
            source = DispatchSource.makeWriteSource(
                fileDescriptor: socket.descriptor, queue: queue)
        }
        source.setEventHandler(handler: onReady)
        source.setCancelHandler { withExtendedLifetime(socket) {} }
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: onDeadline)
        timer.schedule(deadline: .distantFuture)
        timer.resume()
    }

    deinit {
        timer.cancel()
        source.cancel()
        // A suspended source neither runs its cancel handler nor may be released.
        if !isArmed { source.resume() }
    }

    /// The direction waited for.
    enum Direction: Sendable {
        case reading
        case writing
    }

    /// Begins a wait; its continuation is resumed exactly once, by ``end(_:)``.
    func begin(
        _ continuation: CheckedContinuation<Void, any Error>, deadline: ContinuousClock.Instant?
    ) {
        guard self.continuation == nil else {
            continuation.resume(throwing: SocketError.busy)
            return
        }
        waitNumber &+= 1
        self.continuation = continuation
        if let deadline { timer.schedule(deadline: .at(deadline)) }
        if !isArmed {
            isArmed = true
            source.resume()
        }
    }

    /// Ends the wait, if there is one; otherwise only goes quiet.
    func end(_ result: Result<Void, any Error>) {
        if isArmed {
            isArmed = false
            source.suspend()
        }
        guard let waiting = continuation else { return }
        continuation = nil
        timer.schedule(deadline: .distantFuture)
        waiting.resume(with: result)
    }
}
