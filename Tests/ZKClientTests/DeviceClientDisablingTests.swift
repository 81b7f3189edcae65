import Testing
import ZKClient
import ZKProtocol

@Suite(.timeLimit(.minutes(1)))
struct DeviceClientDisablingTests {
    private struct Mishap: Error {}

    @Test func `a disabled gate is enabled when the work is done`() async throws {
        let commands = try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address) { client in
                try await client.whileDisabled { _ = try await $0.time() }
            }
            return peer.commands
        }
        #expect(commands == [.connect, .disable, .readTime, .enable, .exit])
    }

    @Test func `a disabled gate is enabled when the work fails`() async throws {
        let commands = try await ScriptedPeer.run { peer in
            await #expect(throws: Mishap.self) {
                try await DeviceClient.withConnection(to: peer.address) { client in
                    try await client.whileDisabled { _ in throw Mishap() }
                }
            }
            return peer.commands
        }
        #expect(commands == [.connect, .disable, .enable, .exit])
    }

    @Test func `a gate that was only disabled is enabled at the end`() async throws {
        let commands = try await ScriptedPeer.run { peer in
            try await DeviceClient.withConnection(to: peer.address) { try await $0.disable() }
            return peer.commands
        }
        #expect(commands == [.connect, .disable, .enable, .exit])
    }

    @Test func `a gate that cannot be disabled is not enabled`() async throws {
        try await ScriptedPeer.run { frame, link in
            guard frame.command == .disable else { return nil }
            try await link.reply(.ackUnknown, to: frame)
            return .goOn
        } body: { peer in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(to: peer.address) { try await $0.disable() }
            }
            #expect(error?.code == .refused)
            #expect(peer.commands == [.connect, .disable, .exit])
        }
    }

    @Test(arguments: [ScriptedPeer.Outcome.hangUp, .drop, .goOn])
    func `a lost gate is enabled over a fresh connection`(
        outcome: ScriptedPeer.Outcome
    ) async throws {
        try await ScriptedPeer.run { frame, _ in
            frame.command == .prepareBuffer ? outcome : nil
        } body: { peer in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(
                    to: peer.address, options: outcome == .goOn ? .impatientInBulk : .patient
                ) { client in
                    try await client.whileDisabled { _ = try await $0.users() }
                }
            }
            #expect(error?.code == (outcome == .goOn ? .timedOut : .disconnected))
            #expect(error?.mayBeLeftDisabled == false)
            #expect(peer.connectionCount == 2)
            #expect(peer.commands(onConnection: 2) == [.connect, .enable, .exit])
        }
    }

    @Test func `a cancelled task enables the gate before it ends`() async throws {
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedPeer.run { frame, _ in
            guard frame.command == .readTime else { return nil }
            begin.yield()
            return .goOn
        } body: { peer in
            let address = peer.address
            let work = Task {
                try await DeviceClient.withConnection(to: address) { client in
                    try await client.whileDisabled { _ = try await $0.time() }
                }
            }
            for await _ in started { break }
            work.cancel()
            await #expect(throws: CancellationError.self) { try await work.value }
            #expect(peer.commands(onConnection: 2) == [.connect, .enable, .exit])
            #expect(peer.connectionCount == 2)
        }
    }

    @Test func `a gate that cannot be enabled again is named in the error`() async throws {
        try await ScriptedPeer.run { frame, _ in
            frame.command == .enable ? .hangUp : nil
        } body: { peer in
            let error = await #expect(throws: DeviceError.self) {
                try await DeviceClient.withConnection(
                    to: peer.address, options: .patient
                ) { client in
                    try await client.whileDisabled { _ in throw Mishap() }
                }
            }
            #expect(error?.mayBeLeftDisabled == true)
            #expect(error?.description.contains("may still refuse everybody") == true)
            // The one that broke, and two tries.
            #expect(peer.connectionCount == 3)
        }
    }

    @Test func `a cancelled task says goodbye`() async throws {
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedPeer.run { frame, _ in
            if frame.command == .exit { end.yield() }
            guard frame.command == .readTime else { return nil }
            begin.yield()
            return .goOn
        } body: { peer in
            let address = peer.address
            let work = Task {
                try await DeviceClient.withConnection(to: address) { _ = try await $0.time() }
            }
            for await _ in started { break }
            work.cancel()
            await #expect(throws: CancellationError.self) { try await work.value }
            for await _ in ended { break }
            #expect(peer.commands == [.connect, .readTime, .exit])
        }
    }
}
