import Dispatch

/// A socket that tasks can wait on, with a deadline for every wait.
///
/// Lives on the queue of its executor, which it may share with the actor that uses it: then calls
/// between the two need no hop. One task may read while another writes; two tasks in one direction are
/// a mistake (``SocketError/busy``). A cancelled wait throws `CancellationError`.
package actor SocketChannel {
    private let executor: QueueExecutor
    private var socket: Socket?
    private var readiness: [Readiness.Direction: Readiness] = [:]

    /// Waits on `socket` from now on, and closes it at the end.
    package init(_ socket: Socket, executor: QueueExecutor) {
        self.socket = socket
        self.executor = executor
    }

    /// The queue of the executor.
    nonisolated package var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Connects to `address`.
    ///
    /// - Throws: ``SocketError``, `CancellationError`.
    package func connect(
        to address: SocketAddress, deadline: ContinuousClock.Instant?
    ) async throws {
        let socket = try openSocket()
        guard try !socket.startConnect(to: address) else { return }
        try await wait(.writing, deadline: deadline)
        try openSocket().finishConnect()
    }

    /// Reads what is there, at most `limit` bytes, waiting for the first one; no bytes mean that the
    /// peer has ended the stream.
    ///
    /// - Throws: ``SocketError``, `CancellationError`.
    package func read(
        atMost limit: Int = 65_536, deadline: ContinuousClock.Instant?
    ) async throws -> [UInt8] {
        while true {
            if let bytes = try openSocket().receive(atMost: limit) { return bytes }
            try await wait(.reading, deadline: deadline)
        }
    }

    /// Reads one datagram, waiting for it, and tells where it came from.
    ///
    /// - Throws: ``SocketError``, `CancellationError`.
    package func readDatagram(
        deadline: ContinuousClock.Instant?
    ) async throws -> (bytes: [UInt8], from: SocketAddress) {
        while true {
            if let datagram = try openSocket().receiveDatagram() { return datagram }
            try await wait(.reading, deadline: deadline)
        }
    }

    /// Writes all of `bytes`, waiting whenever the system takes no more.
    ///
    /// - Throws: ``SocketError``, `CancellationError`.
    package func write(_ bytes: [UInt8], deadline: ContinuousClock.Instant?) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            if let count = try openSocket().send(rest) {
                rest = rest.dropFirst(count)
            } else {
                try await wait(.writing, deadline: deadline)
            }
        }
    }

    /// Sends one datagram to `address`.
    ///
    /// - Throws: ``SocketError``, `CancellationError`.
    package func writeDatagram(
        _ bytes: [UInt8], to address: SocketAddress, deadline: ContinuousClock.Instant?
    ) async throws {
        while try openSocket().send(bytes[...], to: address) == nil {
            try await wait(.writing, deadline: deadline)
        }
    }

    /// Takes the next connection of a listening socket, waiting for it.
    ///
    /// - Throws: ``SocketError``, `CancellationError`.
    package func accept(deadline: ContinuousClock.Instant? = nil) async throws -> Socket {
        while true {
            if let accepted = try openSocket().accept() { return accepted }
            try await wait(.reading, deadline: deadline)
        }
    }

    /// Sends what the system takes of `bytes` at once, without waiting and without an error: a
    /// farewell before closing.
    package func writeIfPossible(_ bytes: [UInt8]) {
        _ = try? socket?.send(bytes[...])
    }

    /// Closes the socket; waits that are under way throw ``SocketError/closed``. Again is no error.
    package func close() {
        guard let socket else { return }
        self.socket = nil
        socket.shutDown()
        for waiting in readiness.values {
            waiting.end(.failure(SocketError.closed))
        }
        readiness = [:]
    }

    /// Drops the connection without a word, so that the peer sees a reset.
    package func abort() {
        guard let socket else { return }
        self.socket = nil
        try? socket.dropOnClose()
        for waiting in readiness.values {
            waiting.end(.failure(SocketError.closed))
        }
        readiness = [:]
    }

    // MARK: - Waiting

    private func openSocket() throws(SocketError) -> Socket {
        guard let socket else { throw .closed }
        return socket
    }

    private func wait(
        _ direction: Readiness.Direction, deadline: ContinuousClock.Instant?
    ) async throws {
        try Task.checkCancellation()
        if let deadline, deadline <= .now { throw SocketError.timedOut }
        let side = try side(direction)
        // Set by the wait below; a cancellation that comes later than its end finds another number.
        let number = side.waitNumber &+ 1
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                // Closing or cancelling may have come in between: nobody would end this wait then.
                if readiness[direction] !== side {
                    continuation.resume(throwing: SocketError.closed)
                } else if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    side.begin(continuation, deadline: deadline)
                }
            }
        } onCancel: {
            executor.queue.async {
                self.assumeIsolated { $0.cancelWait(direction, number: number) }
            }
        }
    }

    private func cancelWait(_ direction: Readiness.Direction, number: UInt64) {
        guard let side = readiness[direction], side.waitNumber == number else { return }
        side.end(.failure(CancellationError()))
    }

    private func end(_ direction: Readiness.Direction, _ result: Result<Void, any Error>) {
        readiness[direction]?.end(result)
    }

    private func side(_ direction: Readiness.Direction) throws(SocketError) -> Readiness {
        if let side = readiness[direction] { return side }
        // Dispatch keeps one epoll entry a descriptor, and a hang-up that reaches it while the write
        // source is quiet never reaches the read source: each gets a descriptor of its own.
        let socket = direction == .writing ? try openSocket().duplicate() : try openSocket()
        let side = Readiness(
            direction, of: socket, queue: executor.queue,
            onReady: { [weak self] in
                self?.assumeIsolated { $0.end(direction, .success(())) }
            },
            onDeadline: { [weak self] in
                self?.assumeIsolated {
                    $0.end(direction, .failure(SocketError.timedOut))
                }
            })
        readiness[direction] = side
        return side
    }
}
