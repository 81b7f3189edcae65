import QueueIO
import Testing
import ZKClient
import ZKProtocol

@Suite(.timeLimit(.minutes(1)))
struct DeviceClientFailureTests {
    /// Runs `body` against a peer with `script` and returns the error it ends with.
    private func failure(
        _ script: @escaping ScriptedPeer.Script, options: ClientOptions = .patient,
        body: @escaping @Sendable (DeviceClient) async throws -> Void = { _ = try await $0.time() }
    ) async throws -> DeviceError {
        try await ScriptedPeer.run(script: script) { peer in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(
                    to: peer.address, options: options
                ) { client in
                    do {
                        try await body(client)
                    } catch let error as DeviceError where error.code != .unreadable {
                        try await expectClosed(client)
                        throw error
                    }
                }
            }
            return try #require(error)
        }
    }

    /// Whatever went wrong, the connection is not used again.
    private func expectClosed(_ client: DeviceClient) async throws {
        let error = await #expect(throws: DeviceError.self) { _ = try await client.time() }
        #expect(error?.code == .closed)
    }

    @Test func `silence ends at the deadline`() async throws {
        let error = try await failure(
            { frame, _ in frame.command == .readTime ? .goOn : nil }, options: .impatient)
        #expect(error.code == .timedOut)
        #expect(error.isRetryable)
        #expect(error.description.contains("no answer within 0.20 s"))
    }

    @Test func `silence at the greeting ends at the deadline`() async throws {
        let error = try await failure({ _, _ in .goOn }, options: .impatient)
        #expect(error.code == .timedOut)
    }

    @Test func `silence in the middle of a transfer ends at the deadline`() async throws {
        let script: ScriptedPeer.Script = { frame, link in
            guard frame.command == .prepareBuffer else { return nil }
            try await link.reply(
                .prepareData, to: frame, data: DataAnnouncement(size: 4000).encoded)
            try await link.reply(.data, to: frame, data: .init(repeating: 0, count: 1008))
            return .goOn
        }
        let error = try await failure(script, options: .impatientInBulk) {
            _ = try await $0.attendance()
        }
        #expect(error.code == .timedOut)
    }

    @Test func `a wrong checksum ends the connection`() async throws {
        let error = try await failure { frame, link in
            guard frame.command == .readTime else { return nil }
            var bytes = PeerLink.frame(.ackOK, to: frame, data: [0, 0, 0, 1])
            bytes[10] ^= 1
            try await link.write(bytes)
            return .goOn
        }
        #expect(error.code == .damaged)
        #expect(error.underlying as? WireError == nil)
        #expect(error.description.contains("checksum"))
    }

    @Test(arguments: [ScriptedPeer.Outcome.hangUp, .drop])
    func `a connection lost in the middle of a transfer is an error`(
        outcome: ScriptedPeer.Outcome
    ) async throws {
        let error = try await failure { frame, link in
            guard frame.command == .prepareBuffer else { return nil }
            let announcement = DataAnnouncement(size: 4000).encoded
            try await link.reply(.prepareData, to: frame, data: announcement)
            try await link.write([0x50, 0x50, 0x82])
            return outcome
        } body: {
            _ = try await $0.users()
        }
        #expect(error.code == .disconnected)
        #expect(error.isRetryable)
    }

    @Test func `another protocol is named as such`() async throws {
        let error = try await failure { _, link in
            try await link.write(Array("HTTP/1.1 400 Bad Request\r\n".utf8))
            return .goOn
        }
        #expect(error.code == .otherProtocol)
        #expect(!error.isRetryable)
    }

    @Test(arguments: [
        (Command.pushOnly, DeviceError.Code.pushOnly), (.ackError, .refused),
        (.ackUnauthorised, .wrongKey),
    ])
    func `a gate that lets nobody in says why`(
        reply: Command, code: DeviceError.Code
    ) async throws {
        let error = try await failure { frame, link in
            try await link.reply(reply, to: frame)
            return .goOn
        }
        #expect(error.code == code)
    }

    @Test func `a closed port is unreachable`() async throws {
        // Bound, so that nobody else gets the port, and not listening.
        let local = try #require(SocketAddress(numericHost: "127.0.0.1", port: 0))
        let bound = try Socket(.stream, for: local)
        try bound.bind(to: local)
        defer { withExtendedLifetime(bound) {} }
        let address = GateAddress(host: "127.0.0.1", port: try bound.localAddress().port)
        let error = await #expect(throws: DeviceError.self) {
            try await DeviceClient.withConnection(to: address) { _ in }
        }
        #expect(error?.code == .unreachable)
        #expect(error?.gate == address)
        #expect(error?.description.contains("Connection refused") == true)
    }

    @Test func `records of unknown size are an error that quotes no record`() async throws {
        let error = try await failure { frame, link in
            guard frame.command == .prepareBuffer else { return nil }
            let records = [UInt8](repeating: 0x53, count: 75)
            try await link.reply(.data, to: frame, data: Dataset.encoded(records: records))
            return .goOn
        } body: { client in
            do {
                _ = try await client.attendance()
            } catch {
                // The bytes were fine, only unknown: the session goes on.
                _ = try await client.time()
                throw error
            }
        }
        #expect(error.code == .unreadable)
        #expect(error.description.contains("no known record layout fits its 75 bytes"))
        #expect(!error.description.contains("SSS"))
    }

    @Test func `two verbs at a time are a mistake that harms none of them`() async throws {
        try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address) { client in
                let codes = await withTaskGroup(of: DeviceError.Code?.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            do {
                                _ = try await client.time()
                                return nil
                            } catch {
                                return (error as? DeviceError)?.code
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(codes.contains(nil))
                #expect(codes.allSatisfy { $0 == nil || $0 == .busy })
                let time = try await client.time()
                #expect(time.isValid)
            }
        }
    }
}
