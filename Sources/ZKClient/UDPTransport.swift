package import QueueIO

/// Datagrams to and from one gate; those of anybody else are not seen.
public struct UDPTransport: Transport {
    private let channel: SocketChannel

    /// Opens a socket of its own for the gate. Nothing is sent: whether somebody is there shows later.
    ///
    /// - Throws: ``TransportError``, `CancellationError`.
    package static func connect(
        to gate: GateAddress, executor: QueueExecutor, deadline: ContinuousClock.Instant
    ) async throws -> UDPTransport {
        do {
            let addresses = try await SocketAddress.resolve(
                host: gate.host, port: gate.port, deadline: deadline)
            guard let address = addresses.first else { throw SocketError.timedOut }
            let channel = SocketChannel(
                try Socket(.datagram, for: address), executor: executor)
            try await channel.connect(to: address, deadline: deadline)
            return UDPTransport(channel)
        } catch let error as SocketError {
            throw error == .timedOut
                ? TransportError.timedOut : .unreachable(error.description)
        }
    }

    private init(_ channel: SocketChannel) {
        self.channel = channel
    }

    /// Datagrams.
    public var kind: TransportKind { .datagram }

    /// Sends one datagram.
    public func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant) async throws {
        do {
            try await channel.write(bytes, deadline: deadline)
        } catch let error as SocketError {
            throw TransportError(error)
        }
    }

    /// Waits for a datagram of the gate and returns it; may be empty.
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
