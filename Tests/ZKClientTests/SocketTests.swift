import QueueIO
import Testing

/// The sockets under client and emulator.
@Suite(.timeLimit(.minutes(1)))
struct SocketTests {
    private func loopback(_ port: Int = 0) throws -> SocketAddress {
        try #require(SocketAddress(numericHost: "127.0.0.1", port: port))
    }

    private func channel(_ kind: Socket.Kind) throws -> (SocketChannel, SocketAddress) {
        let socket = try Socket(kind, for: try loopback())
        try socket.bind(to: try loopback())
        if kind == .stream { try socket.listen() }
        let address = try socket.localAddress()
        return (SocketChannel(socket, executor: QueueExecutor(label: "test")), address)
    }

    private func connected() async throws -> (near: SocketChannel, far: SocketChannel) {
        let (listener, address) = try channel(.stream)
        let near = SocketChannel(
            try Socket(.stream, for: address), executor: QueueExecutor(label: "near"))
        try await near.connect(to: address, deadline: .now + .seconds(5))
        let accepted = try await listener.accept(deadline: .now + .seconds(5))
        await listener.close()
        return (near, SocketChannel(accepted, executor: QueueExecutor(label: "far")))
    }

    @Test func `more bytes than buffers hold arrive in order`() async throws {
        let (near, far) = try await connected()
        let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        async let writing: Void = {
            try await near.write(sent, deadline: .now + .seconds(30))
            await near.close()
        }()
        var received: [UInt8] = []
        while true {
            let bytes = try await far.read(deadline: .now + .seconds(30))
            if bytes.isEmpty { break }
            received += bytes
        }
        try await writing
        #expect(received == sent)
    }

    @Test func `a read gives up at its deadline and can be tried again`() async throws {
        let (near, far) = try await connected()
        await #expect(throws: SocketError.timedOut) {
            try await near.read(deadline: .now + .milliseconds(20))
        }
        await #expect(throws: SocketError.timedOut) { try await near.read(deadline: .now) }
        try await far.write([1, 2], deadline: nil)
        #expect(try await near.read(deadline: .now + .seconds(5)) == [1, 2])
    }

    @Test func `a cancelled read ends at once, and the socket stays usable`() async throws {
        let (near, far) = try await connected()
        let reading = Task { try await near.read(deadline: nil) }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        try await far.write([7], deadline: nil)
        #expect(try await near.read(deadline: .now + .seconds(5)) == [7])
    }

    @Test func `closing wakes the reader`() async throws {
        let (near, far) = try await connected()
        let reading = Task { try await near.read(deadline: .now + .seconds(30)) }
        await Task.yield()
        await near.close()
        await #expect(throws: SocketError.closed) { try await reading.value }
        #expect(try await far.read(deadline: .now + .seconds(5)) == [])
        await near.close()
        await #expect(throws: SocketError.closed) { try await near.write([1], deadline: nil) }
    }

    @Test func `an aborted connection is reset`() async throws {
        let (near, far) = try await connected()
        let reading = Task { try await far.read(deadline: .now + .seconds(30)) }
        await near.abort()
        await #expect(throws: SocketError.self) { try await reading.value }
    }

    @Test func `datagrams keep their bounds and their sender`() async throws {
        let (server, address) = try channel(.datagram)
        let (client, home) = try channel(.datagram)
        try await client.writeDatagram([1, 2, 3], to: address, deadline: nil)
        try await client.writeDatagram([4], to: address, deadline: nil)
        let first = try await server.readDatagram(deadline: .now + .seconds(5))
        let second = try await server.readDatagram(deadline: .now + .seconds(5))
        #expect(first.bytes == [1, 2, 3])
        #expect(first.from == home)
        #expect(second.bytes == [4])
    }

    @Test func `a refused connection names the call and the errno`() async throws {
        // Bound, so that nobody else gets the port, and not listening.
        let bound = try Socket(.stream, for: try loopback())
        try bound.bind(to: try loopback())
        defer { withExtendedLifetime(bound) {} }
        let address = try bound.localAddress()
        let socket = try Socket(.stream, for: address)
        let near = SocketChannel(socket, executor: QueueExecutor(label: "near"))
        let error = await #expect(throws: SocketError.self) {
            try await near.connect(to: address, deadline: .now + .seconds(5))
        }
        #expect(error?.description == "connect failed: Connection refused (errno 111)")
    }

    @Test func `addresses are found by number and by name`() async throws {
        let numeric = try await SocketAddress.resolve(
            host: "192.0.2.7", port: 4370, deadline: .now + .seconds(5))
        #expect(numeric.map(\.description) == ["192.0.2.7:4370"])
        let six = try await SocketAddress.resolve(
            host: "2001:db8::1", port: 4370, deadline: .now + .seconds(5))
        #expect(six.map(\.host) == ["2001:db8::1"])
        let named = try await SocketAddress.resolve(
            host: "localhost", port: 80, deadline: .now + .seconds(5))
        #expect(named.map(\.port).allSatisfy { $0 == 80 })
        let error = await #expect(throws: SocketError.self) {
            try await SocketAddress.resolve(
                host: "no such host", port: 80, deadline: .now + .seconds(5))
        }
        #expect(error?.description.contains("no such host") == true)
    }
}
