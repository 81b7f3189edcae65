import Dispatch
import GateModel
import OrderedJSON
import QueueIO
import ZKProtocol

/// One emulated gate on the network: takes connections and lets the gate answer.
///
/// All connections of the gate run on one queue that has no thread of its own.
actor GateServer {
    let executor: QueueExecutor
    let listener: SocketChannel
    let datagrams: SocketChannel?
    private let clock: EmulatorClock
    private let directory: StateDirectory?
    /// The gate.
    var gate: EmulatedGate
    /// How far away the gate is.
    var link: LinkSpeed
    /// The clients over TCP, by a number that is given once.
    var connections: [Int: GateConnection] = [:]
    /// The clients over UDP, by where they are; they have numbers, too.
    var peers: [SocketAddress: Int] = [:]
    private var lastNumber = 0
    /// When the gate that starts again takes connections; `nil` when it runs.
    var downUntil: ContinuousClock.Instant?
    /// Whether the gate was switched off.
    var isOff = false

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
        link = device.link
    }

    // MARK: - From outside the network

    /// What the gate keeps now.
    var state: GateState {
        let now = now
        gate.settle(at: now)
        return gate.state
    }

    /// Clients that are connected now.
    var clientCount: Int { connections.count }

    /// The true wall time where the gate stands.
    var now: LocalDateTime { clock.now(in: gate.device.timeZone) }

    /// Changes what the gate keeps, as people at the gate would.
    func update(_ change: @Sendable (inout GateState) -> Void) throws {
        change(&gate.state)
        try directory?.save(gate.state, serial: gate.device.serial, [.templates, .punches])
    }

    /// Lets something happen at the gate, and tells the clients that want to hear of it.
    func perform(_ act: GateAct) async throws {
        try keep(detail: act.kind) { $0.perform(act, at: $1) }
        if case .powerLoss = act { await startAgain() }
        tell()
    }

    /// Puts other faults in force.
    func setFaults(_ faults: [FleetFault]) { gate.setFaults(faults) }

    /// Says how the next enrolments go.
    func setEnrollScripts(_ scripts: [EnrollScript]) { gate.enrollScripts = scripts }

    /// Moves the gate.
    func setLink(_ link: LinkSpeed) { self.link = link }

    /// Switches a gate on that was switched off.
    func switchOn() { isOff = false }

    /// Ends the port and all connections.
    func close() async {
        await listener.close()
        await datagrams?.close()
    }

    // MARK: - Clients

    /// Whether the gate takes connections.
    var isUp: Bool {
        if let downUntil, downUntil > .now { return false }
        return !isOff
    }

    /// Gives a client a number.
    func add(_ connection: GateConnection) -> Int {
        lastNumber += 1
        connections[lastNumber] = connection
        return lastNumber
    }

    /// Forgets a client.
    func remove(_ number: Int) {
        guard let connection = connections.removeValue(forKey: number) else { return }
        gate.sessionEnded(connection.session.id)
        if let peer = connection.peer { peers[peer] = nil }
        connection.end()
    }

    /// Breaks all connections and takes none until the gate is up again.
    func startAgain() async {
        downUntil = .now + .seconds(gate.device.restartSeconds)
        for (number, connection) in connections {
            if connection.peer == nil { await connection.channel.abort() }
            remove(number)
        }
    }

    /// Queues what has happened for the clients that want to hear of it.
    func tell() {
        let events = gate.takeEvents()
        for connection in connections.values {
            var isQueued = false
            for event in events where connection.session.queue(event) { isQueued = true }
            if isQueued { connection.wakeUp() }
        }
    }

    // MARK: - Executing

    /// Lets the gate answer, keeps what changed, and writes the journal, before anything is sent.
    func execute(_ request: Frame, of connection: GateConnection) throws -> GateAnswer {
        var session = connection.session
        let (templates, punchCount) = (gate.state.templates, gate.state.attendance.count)
        let now = now
        let answer = gate.answer(request, in: &session, at: now)
        connection.session = session
        guard let directory, request.command != .ackOK else { return answer }
        if answer.isChange { try save(since: templates, punchCount, in: directory) }
        var line: [JSONValue.Member] = [
            .init("at", .string(now.description)),
            .init("serial", .string(gate.device.serial)),
            .init("session", .integer(Int(session.id))),
            .init("command", .integer(Int(request.command.rawValue))),
            .init("name", .string(request.command.name)),
            .init("detail", .string(answer.detail)),
            .init("reply", .optional(answer.reply.map { Int($0.rawValue) })),
            .init("changed", .bool(answer.isChange)),
        ]
        if !answer.faults.isEmpty {
            line.append(.init("faults", .array(answer.faults.map { .string($0) })))
        }
        try directory.append(.object(line))
        return answer
    }

    /// Lets `body` change the gate, keeps what changed, and notes it in the journal as `detail`.
    func keep(detail: String, _ body: (inout EmulatedGate, LocalDateTime) -> Void) throws {
        let (templates, punchCount) = (gate.state.templates, gate.state.attendance.count)
        let now = now
        body(&gate, now)
        guard let directory else { return }
        try save(since: templates, punchCount, in: directory)
        try directory.append([
            "at": .string(now.description), "serial": .string(gate.device.serial),
            "act": .string(detail),
        ])
    }

    private func save(
        since templates: [TemplateRecord], _ punchCount: Int, in directory: StateDirectory
    ) throws {
        var parts: StateDirectory.Parts = []
        if gate.state.templates != templates { parts.insert(.templates) }
        if gate.state.attendance.count != punchCount { parts.insert(.punches) }
        try directory.save(gate.state, serial: gate.device.serial, parts)
    }
}
