import QueueIO
import ZKProtocol

/// One client of an emulated gate, over TCP or UDP, and what is on its way to it.
///
/// Belongs to the actor of the gate; answers and events go out one after the other.
final class GateConnection {
    /// Where the bytes go.
    let channel: SocketChannel
    /// The client over UDP; `nil` over TCP.
    let peer: SocketAddress?
    /// The session, as the gate sees it.
    var session = GateSession()
    /// Wakes the task that sends events.
    let wakeups: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private var output: FaultyOutput
    private var isSending = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Makes a connection that meets `effects`.
    init(_ channel: SocketChannel, peer: SocketAddress?, effects: [FaultEffect]) {
        self.channel = channel
        self.peer = peer
        output = FaultyOutput(effects)
        session.isOverUDP = peer != nil
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Tells the task that sends events that there is something to do.
    func wakeUp() { wake.yield() }

    /// Ends the task that sends events.
    func end() { wake.finish() }

    /// Sends frames over `link`; `false` when the connection has to be dropped then.
    ///
    /// - Throws: `SocketError`, `CancellationError`.
    func send(_ frames: [Frame], _ effects: [FaultEffect], link: LinkSpeed) async throws -> Bool {
        guard !frames.isEmpty else { return !output.isExhausted }
        await takeTurn()
        defer { passTurn() }
        if link.roundTripMilliseconds > 0 {
            try await Task.sleep(for: .milliseconds(link.roundTripMilliseconds))
        }
        guard let peer else {
            for segment in output.segments(of: frames, effects) {
                try await write(segment, link: link)
            }
            return !output.isExhausted
        }
        for packet in output.datagrams(of: frames, effects) {
            try await channel.writeDatagram(packet, to: peer, deadline: .now + .seconds(5))
            if let pause = link.duration(of: packet.count) { try await Task.sleep(for: pause) }
        }
        return true
    }

    private func write(_ segment: FaultyOutput.Segment, link: LinkSpeed) async throws {
        // A thin line carries a big answer bit by bit, twenty times a second.
        let size = link.bytesPerSecond.map { max(1, $0 / 20) } ?? segment.bytes.count
        for start in stride(from: 0, to: segment.bytes.count, by: size) {
            let part = Array(segment.bytes[start..<min(start + size, segment.bytes.count)])
            try await channel.write(part, deadline: .now + .seconds(30))
            if let pause = link.duration(of: part.count) { try await Task.sleep(for: pause) }
        }
        if segment.pauseMilliseconds > 0 {
            try await Task.sleep(for: .milliseconds(segment.pauseMilliseconds))
        }
    }

    private func takeTurn() async {
        guard isSending else {
            isSending = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func passTurn() {
        if waiting.isEmpty {
            isSending = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}
