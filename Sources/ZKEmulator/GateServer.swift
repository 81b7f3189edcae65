import Dispatch
import GateModel
import OrderedJSON
import QueueIO
import ZKProtocol

/// One emulated gate on the network: takes connections and lets the gate answer.
///
/// All connections of the gate run on one queue that has no thread of its own.
actor GateServer {
    private let executor: QueueExecutor
    private let listener: SocketChannel
    private let datagrams: SocketChannel?
    private let clock: EmulatorClock
    private let directory: StateDirectory?
    private var gate: EmulatedGate
    /// Sessions over UDP, by where the client is.
    private var peers: [SocketAddress: GateSession] = [:]

    /// More clients over UDP than this make the gate forget all of them.
    private static let peerLimit = 64

    /// Where the gate listens.
    nonisolated let address: ListeningGate

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the port of `gate`; connections wait until ``serve()``.
    ///
    /// - Throws: ``EmulatorError`` when the address cannot be used.
    init(gate: EmulatedGate, clock: EmulatorClock, directory: StateDirectory?) async throws {
        let device = gate.device
        let host = device.host ?? "127.0.0.1"
        do {
            let wanted = try await SocketAddress.resolve(
                host: host, port: device.port, deadline: .now + .seconds(5))[0]
            let socket = try Socket(.stream, for: wanted)
            try socket.bind(to: wanted)
            try socket.listen()
            let bound = try socket.localAddress()
            executor = QueueExecutor(label: "gate \(device.serial)")
            listener = SocketChannel(socket, executor: executor)
            if device.isOnUDP {
                let datagram = try Socket(.datagram, for: bound)
                try datagram.bind(to: bound)
                datagrams = SocketChannel(datagram, executor: executor)
            } else {
                datagrams = nil
            }
            address = ListeningGate(serial: device.serial, host: host, port: bound.port)
        } catch let error as SocketError {
            throw EmulatorError(
                "gate \(device.serial) cannot listen on \(host):\(device.port): \(error)")
        }
        self.gate = gate
        self.clock = clock
        self.directory = directory
    }

    /// What the gate keeps now.
    var state: GateState { gate.state }

    /// Changes what the gate keeps, as people at the gate would.
    func update(_ change: @Sendable (inout GateState) -> Void) throws {
        change(&gate.state)
        try directory?.save(gate.state, serial: gate.device.serial, [.templates, .punches])
    }

    // MARK: - Serving

    /// Serves connections until the task is cancelled or the server closed.
    func serve() async {
        await withDiscardingTaskGroup { group in
            if let datagrams { group.addTask { await self.serveDatagrams(datagrams) } }
            while !Task.isCancelled {
                do {
                    let socket = try await listener.accept()
                    group.addTask { await self.converse(on: socket) }
                } catch SocketError.closed {
                    break
                } catch {
                    // Out of descriptors, or the peer has gone again: others still want to come.
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
            group.cancelAll()
        }
    }

    /// Ends the port and all connections.
    func close() async {
        await listener.close()
        await datagrams?.close()
    }

    private func converse(on socket: Socket) async {
        let channel = SocketChannel(socket, executor: executor)
        do {
            try await converse(over: channel)
            await channel.close()
        } catch {
            // A client that broke the protocol or went away loses its connection, as at a gate.
            await channel.abort()
        }
    }

    private func converse(over channel: SocketChannel) async throws {
        let faults = gate.device.faults
        if faults.contains(.refuse) { throw SocketError.closed }
        var decoder = FrameDecoder()
        var session = GateSession()
        var output = FaultyOutput(faults: faults)
        while true {
            let bytes = try await channel.read(deadline: nil)
            guard !bytes.isEmpty else { return }
            decoder.append(bytes)
            while let request = try decoder.next() {
                if faults.contains(.silence) { continue }
                let answer = try execute(request, &session)
                for segment in output.segments(of: answer.frames) {
                    try await channel.write(segment, deadline: .now + .seconds(30))
                }
                if output.isExhausted || answer.closes { return }
            }
        }
    }

    private func serveDatagrams(_ channel: SocketChannel) async {
        let faults = gate.device.faults
        while let (bytes, sender) = try? await channel.readDatagram(deadline: nil) {
            guard !faults.contains(.refuse), !faults.contains(.silence),
                let request = try? Frame(packet: bytes[...])
            else { continue }
            var session = peers[sender] ?? GateSession()
            // A client that says CONNECT again and again from new ports must not fill the memory.
            if peers.count > Self.peerLimit { peers = [:] }
            session.isOverUDP = true
            guard let answer = try? execute(request, &session) else { continue }
            peers[sender] = answer.closes ? nil : session
            for frame in answer.frames {
                try? await channel.writeDatagram(
                    frame.packet, to: sender, deadline: .now + .seconds(5))
            }
        }
    }

    // MARK: - Executing

    /// Lets the gate answer, keeps what changed, and writes the journal, before anything is sent.
    private func execute(_ request: Frame, _ session: inout GateSession) throws -> GateAnswer {
        let now = clock.now(in: gate.device.timeZone)
        let (templates, punchCount) = (gate.state.templates, gate.state.attendance.count)
        let answer = gate.answer(request, in: &session, at: now)
        guard let directory else { return answer }
        if answer.isChange {
            var parts: StateDirectory.Parts = []
            if gate.state.templates != templates { parts.insert(.templates) }
            if gate.state.attendance.count != punchCount { parts.insert(.punches) }
            try directory.save(gate.state, serial: gate.device.serial, parts)
        }
        try directory.append([
            "at": .string(now.description),
            "serial": .string(gate.device.serial),
            "session": .integer(Int(session.id)),
            "command": .integer(Int(request.command.rawValue)),
            "name": .string(request.command.name),
            "detail": .string(answer.detail),
            "reply": .optional(answer.reply.map { Int($0.rawValue) }),
        ])
        return answer
    }
}
