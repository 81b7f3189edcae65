import QueueIO
import TestKit
import Testing
import ZKClient
import ZKProtocol

@Suite(.timeLimit(.minutes(2)))
struct ManyConnectionsTests {
    /// All gates wait for each other, so all connections are open at the same time.
    @Test func `a thousand gates are talked to at the same time`() async throws {
        let count = DescriptorLimit.raise() >= 2500 ? 1000 : 200
        let arrived = Locked(0)
        let (everybody, gathered) = AsyncStream.makeStream(of: Void.self)
        let barrier = Task { for await _ in everybody { break } }
        try await ScriptedPeer.run { frame, _ in
            guard frame.command == .readTime else { return nil }
            let isLast = arrived.withLock { number in
                number += 1
                return number == count
            }
            if isLast { gathered.finish() }
            await barrier.value
            return nil
        } body: { peer in
            let address = peer.address
            let read = try await withThrowingTaskGroup(of: DeviceTime.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        try await DeviceClient.withConnection(
                            to: address, options: ClientOptions(timeout: .seconds(60))
                        ) { try await $0.time() }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1.isValid ? 1 : 0 }
            }
            #expect(read == count)
            #expect(peer.connectionCount == count)
        }
    }
}
