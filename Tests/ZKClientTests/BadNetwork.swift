import QueueIO
import TestKit
import Testing
import ZKClient

/// A network between a client and a gate that loses, doubles and swaps datagrams, both ways, by chance
/// of a fixed seed. Each client socket gets a socket of its own towards the gate.
final class BadNetwork: Sendable {
    /// What happens to datagrams, in percent of them.
    struct Faults: Sendable, CustomTestStringConvertible {
        var lost = 0
        var doubled = 0
        var swapped = 0
        var seed: UInt64 = 1
        var testDescription: String { "lost \(lost) %, doubled \(doubled) %, swapped \(swapped) %" }
    }

    let address: GateAddress
    private let front: SocketChannel
    private let gate: SocketAddress
    private let faults: Faults
    private let state: Locked<State>

    private struct State {
        var random: UInt64
        var ways: [SocketAddress: SocketChannel] = [:]
        var heldBack: [SocketAddress: [UInt8]] = [:]
        var faultCount = 0
    }

    private init(front: SocketChannel, port: Int, gate: SocketAddress, faults: Faults) {
        self.front = front
        self.gate = gate
        self.faults = faults
        address = GateAddress(host: "127.0.0.1", port: port)
        state = Locked(State(random: faults.seed))
    }

    /// Datagrams lost, doubled or swapped so far.
    var faultCount: Int { state.withLock { $0.faultCount } }

    /// Runs `body` with a bad network in front of `gate`.
    static func run<Result: Sendable>(
        to gate: GateAddress, _ faults: Faults,
        body: @Sendable (BadNetwork) async throws -> Result
    ) async throws -> Result {
        guard let local = SocketAddress(numericHost: "127.0.0.1", port: 0),
            let target = SocketAddress(numericHost: gate.host, port: gate.port)
        else { throw SocketError.unresolved(host: gate.host, reason: "not an address") }
        let socket = try Socket(.datagram, for: local)
        try socket.bind(to: local)
        let network = BadNetwork(
            front: SocketChannel(socket, executor: QueueExecutor(label: "network")),
            port: try socket.localAddress().port, gate: target, faults: faults)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await network.forwardAll() }
            let result = try await body(network)
            group.cancelAll()
            await network.front.close()
            return result
        }
    }

    private func forwardAll() async {
        await withTaskGroup(of: Void.self) { group in
            while let (bytes, client) = try? await front.readDatagram(deadline: nil) {
                guard let way = try? way(from: client) else { continue }
                if way.isNew { group.addTask { await self.answerAll(way.channel, to: client) } }
                for datagram in fate(of: bytes, on: client) {
                    try? await way.channel.writeDatagram(datagram, to: gate, deadline: nil)
                }
            }
            group.cancelAll()
        }
    }

    private func answerAll(_ way: SocketChannel, to client: SocketAddress) async {
        while let (bytes, _) = try? await way.readDatagram(deadline: nil) {
            for datagram in fate(of: bytes, on: nil) {
                try? await front.writeDatagram(datagram, to: client, deadline: nil)
            }
        }
        await way.close()
    }

    private func way(from client: SocketAddress) throws -> (channel: SocketChannel, isNew: Bool) {
        if let known = state.withLock({ $0.ways[client] }) { return (known, false) }
        let channel = SocketChannel(
            try Socket(.datagram, for: gate), executor: QueueExecutor(label: "network way"))
        state.withLock { $0.ways[client] = channel }
        return (channel, true)
    }

    /// What arrives when `bytes` are sent: nothing, once, twice, or with the one held back before.
    private func fate(of bytes: [UInt8], on client: SocketAddress?) -> [[UInt8]] {
        state.withLock { state in
            // Numbers from Knuth; good enough to roll dice.
            state.random = state.random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let dice = Int(state.random >> 33) % 100
            let key = client ?? gate
            let held = state.heldBack.removeValue(forKey: key).map { [$0] } ?? []
            if dice < faults.lost {
                state.faultCount += 1
                return held
            }
            if dice < faults.lost + faults.doubled {
                state.faultCount += 1
                return [bytes, bytes] + held
            }
            if dice < faults.lost + faults.doubled + faults.swapped, held.isEmpty {
                state.faultCount += 1
                state.heldBack[key] = bytes
                return []
            }
            return [bytes] + held
        }
    }
}
