package import QueueIO

/// A TCP connection to a gate.
public struct TCPTransport: Transport {
    private let channel: SocketChannel

    /// Takes over a connected channel.
    package init(_ channel: SocketChannel) {
        self.channel = channel
    }

    /// Connects to a gate, trying each of its addresses in turn.
    ///
    /// - Throws: ``TransportError``, `CancellationError`.
    package static func connect(
        to gate: GateAddress, executor: QueueExecutor, deadline: ContinuousClock.Instant
    ) async throws -> TCPTransport {
        do {
            return try await open(to: gate, executor: executor, deadline: deadline)
        } catch let error as SocketError {
            throw error == .timedOut
                ? TransportError.timedOut : .unreachable(error.description)
        }
    }

    /// Connects as ``connect(to:executor:deadline:)`` does, and tells what the system said.
    ///
    /// - Throws: `SocketError`, `CancellationError`.
    static func open(
        to gate: GateAddress, executor: QueueExecutor, deadline: ContinuousClock.Instant
    ) async throws -> TCPTransport {
        let addresses = try await SocketAddress.resolve(
            host: gate.host, port: gate.port, deadline: deadline)
        var failure = SocketError.timedOut
        for address in addresses {
            do {
                let channel = SocketChannel(try Socket(.stream, for: address), executor: executor)
                try await channel.connect(to: address, deadline: deadline)
                return TCPTransport(channel)
            } catch let error as SocketError where error != .timedOut {
                failure = error
            }
        }
        throw failure
    }

    /// A stream.
    public var kind: TransportKind { .stream }

    /// Sends all of `bytes`.
    public func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant) async throws {
        do {
            try await channel.write(bytes, deadline: deadline)
        } catch let error as SocketError {
            throw TransportError(error)
        }
    }

    /// Waits for bytes and returns what is there; no bytes mean that the gate has ended the stream.
    public func receive(deadline: ContinuousClock.Instant) async throws -> [UInt8] {
        do {
            return try await channel.read(deadline: deadline)
        } catch let error as SocketError {
            throw TransportError(error)
        }
    }

    /// Sends `farewell` if that needs no wait, then closes; again is no error.
    public func close(farewell: [UInt8]) async {
        if !farewell.isEmpty { await channel.writeIfPossible(farewell) }
        await channel.close()
    }
}

extension TransportError {
    /// The error of a connection that was established.
    init(_ error: SocketError) {
        self = error == .timedOut ? .timedOut : .disconnected(error.description)
    }
}
