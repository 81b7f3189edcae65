import QueueIO
import TestKit
import ZKClient
import ZKProtocol

/// A gate made of a script, on a free port of the loopback interface: answers what a plain gate would,
/// unless the script says otherwise.
///
/// Independent of the emulator, so that it can misbehave in any way.
final class ScriptedPeer: Sendable {
    /// What the script does about a frame: `nil` leaves it to the plain gate.
    typealias Script = @Sendable (Frame, PeerLink) async throws -> Outcome?

    /// What becomes of the connection after a frame.
    enum Outcome: Sendable {
        case goOn
        case hangUp
        case drop
    }

    /// The session id the peer hands out.
    static let session: UInt16 = 0x45CF

    let address: GateAddress
    private let listener: SocketChannel
    private let script: Script
    private let log = Locked(Log())

    /// What happened at the peer.
    struct Log: Sendable {
        /// Every frame received, with the number of its connection, 1 for the first.
        var frames: [(connection: Int, frame: Frame)] = []
        /// The bytes received.
        var bytes: [UInt8] = []
        var connectionCount = 0
    }

    private init(listener: SocketChannel, port: Int, script: @escaping Script) {
        self.listener = listener
        self.script = script
        address = GateAddress(host: "127.0.0.1", port: port)
    }

    /// Runs `body` while a peer with `script` listens.
    static func run<Result: Sendable>(
        script: @escaping Script = { _, _ in nil },
        body: @Sendable (ScriptedPeer) async throws -> Result
    ) async throws -> Result {
        guard let local = SocketAddress(numericHost: "127.0.0.1", port: 0) else {
            throw SocketError.unresolved(host: "127.0.0.1", reason: "not an address")
        }
        let socket = try Socket(.stream, for: local)
        try socket.bind(to: local)
        try socket.listen()
        let peer = ScriptedPeer(
            listener: SocketChannel(socket, executor: QueueExecutor(label: "peer listener")),
            port: try socket.localAddress().port, script: script)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await peer.acceptAll() }
            let result = try await body(peer)
            group.cancelAll()
            await peer.listener.close()
            return result
        }
    }

    /// The commands received so far, over all connections.
    var commands: [Command] { log.withLock { $0.frames.map(\.frame.command) } }

    /// The commands received over connection `number`, 1 for the first.
    func commands(onConnection number: Int) -> [Command] {
        log.withLock { log in
            log.frames.filter { $0.connection == number }.map(\.frame.command)
        }
    }

    /// The data of each request with `command` so far.
    func data(of command: Command) -> [[UInt8]] {
        log.withLock { log in
            log.frames.filter { $0.frame.command == command }.map(\.frame.data)
        }
    }

    /// The bytes received so far.
    var bytes: [UInt8] { log.withLock { $0.bytes } }
    /// The connections accepted so far.
    var connectionCount: Int { log.withLock { $0.connectionCount } }

    private func acceptAll() async {
        await withTaskGroup(of: Void.self) { group in
            while let socket = try? await listener.accept() {
                let number = log.withLock { log in
                    log.connectionCount += 1
                    return log.connectionCount
                }
                group.addTask { await self.serve(socket, number: number) }
            }
            group.cancelAll()
        }
    }

    private func serve(_ socket: Socket, number: Int) async {
        let channel = SocketChannel(socket, executor: QueueExecutor(label: "peer"))
        let link = PeerLink(channel)
        var decoder = FrameDecoder()
        do {
            while true {
                let bytes = try await channel.read(deadline: nil)
                if bytes.isEmpty { break }
                log.withLock { $0.bytes += bytes }
                decoder.append(bytes)
                while let frame = try decoder.next() {
                    log.withLock { $0.frames.append((number, frame)) }
                    switch try await script(frame, link) {
                    case .none: try await link.answerPlainly(frame)
                    case .goOn: break
                    case .hangUp: return await channel.close()
                    case .drop: return await channel.abort()
                    }
                }
            }
        } catch {
            // The client has gone, or sent nonsense: either way there is nobody left to serve.
        }
        await channel.close()
    }
}

/// The peer's end of a connection.
struct PeerLink: Sendable {
    private let channel: SocketChannel

    init(_ channel: SocketChannel) {
        self.channel = channel
    }

    /// Sends bytes as they are.
    func write(_ bytes: [UInt8]) async throws {
        try await channel.write(bytes, deadline: .now + .seconds(10))
    }

    /// Sends a frame that answers `request`.
    func reply(
        _ command: Command, to request: Frame, data: [UInt8] = [], session: UInt16? = nil
    ) async throws {
        try await write(Self.frame(command, to: request, data: data, session: session))
    }

    /// The bytes of a frame that answers `request`.
    static func frame(
        _ command: Command, to request: Frame, data: [UInt8] = [], session: UInt16? = nil
    ) -> [UInt8] {
        Frame(
            command: command, session: session ?? ScriptedPeer.session, replyID: request.replyID,
            data: data
        ).streamBytes
    }

    /// Answers as a gate without users and punches would.
    func answerPlainly(_ frame: Frame) async throws {
        switch frame.command {
        case .readTime: try await reply(.ackOK, to: frame, data: [0x70, 0xC9, 0x48, 0x2E])
        case .freeSizes: try await reply(.ackOK, to: frame, data: .init(repeating: 0, count: 80))
        case .prepareBuffer: try await reply(.data, to: frame, data: [0, 0, 0, 0])
        default: try await reply(.ackOK, to: frame)
        }
    }
}

extension ClientOptions {
    /// Waits that a busy machine does not reach, and short pauses.
    static var patient: ClientOptions {
        ClientOptions(timeout: .seconds(30), enablePauses: [.milliseconds(1)])
    }

    /// For tests that provoke silence in a bulk read: only there the wait is short.
    static var impatientInBulk: ClientOptions {
        ClientOptions(
            timeout: .seconds(30), stagingTimeout: .milliseconds(200),
            progressTimeout: .milliseconds(200), enablePauses: [.milliseconds(1)])
    }

    /// For tests that provoke silence anywhere.
    static var impatient: ClientOptions { ClientOptions(timeout: .milliseconds(200)) }
}
