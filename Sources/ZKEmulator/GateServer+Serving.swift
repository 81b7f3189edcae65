import QueueIO
import ZKProtocol

/// Conversations of an emulated gate with its clients.
extension GateServer {
    /// More clients over UDP than this make the gate forget all of them.
    private static let peerLimit = 64
    /// How long an event waits for its acknowledgement before the next one goes out.
    private static let acknowledgementPatience = Duration.seconds(2)

    /// Serves connections until the task is cancelled or the server closed.
    func serve() async {
        await withDiscardingTaskGroup { group in
            if let datagrams { group.addTask { await self.serveDatagrams(datagrams) } }
            while !Task.isCancelled {
                do {
                    let socket = try await listener.accept()
                    if gate.device.secondClient == .wait {
                        // Others stay in the queue of the system.
                        await converse(on: socket)
                    } else {
                        group.addTask { await self.converse(on: socket) }
                    }
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

    // MARK: - Streams

    private func converse(on socket: Socket) async {
        let channel = SocketChannel(socket, executor: executor)
        let effects = gate.effectsOnConnection()
        guard isUp, !effects.contains(.refuse), await makeRoom() else {
            return await channel.abort()
        }
        let connection = GateConnection(channel, peer: nil, effects: effects)
        let number = add(connection)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tellEvents(to: number) }
            do {
                try await self.converse(with: connection)
                await channel.close()
            } catch {
                // A client that broke the protocol or went away loses its connection, as at a gate.
                await channel.abort()
            }
            remove(number)
            group.cancelAll()
        }
    }

    /// Makes room for another client where the gate serves one at a time; `false` when it may not come.
    private func makeRoom() async -> Bool {
        switch gate.device.secondClient {
        case .none, .wait: return true
        case .refuse: return connections.isEmpty
        case .replace:
            for (number, connection) in connections {
                await connection.channel.abort()
                remove(number)
            }
            return true
        }
    }

    private func converse(with connection: GateConnection) async throws {
        var decoder = FrameDecoder()
        while true {
            let bytes = try await connection.channel.read(deadline: nil)
            guard !bytes.isEmpty else { return }
            decoder.append(bytes)
            while let request = try decoder.next() {
                let answer = try execute(request, of: connection)
                let mayGoOn = try await connection.send(answer.frames, answer.sending, link: link)
                tell()
                if request.command == .ackOK || request.command == .startEnroll {
                    connection.wakeUp()
                }
                if try await !finish(answer, mayGoOn: mayGoOn) { return }
            }
        }
    }

    /// Does what comes behind an answer; `false` when the connection is over.
    private func finish(_ answer: GateAnswer, mayGoOn: Bool) async throws -> Bool {
        switch answer.ending {
        case .none: break
        case .closes: return false
        case .drops: throw SocketError.closed
        case .restarts:
            await startAgain()
            return false
        case .switchesOff:
            isOff = true
            await startAgain()
            return false
        }
        return mayGoOn
    }

    // MARK: - Datagrams

    private func serveDatagrams(_ channel: SocketChannel) async {
        await withDiscardingTaskGroup { group in
            while let (bytes, sender) = try? await channel.readDatagram(deadline: nil) {
                guard isUp, let request = try? Frame(packet: bytes[...]) else { continue }
                let number: Int
                if let known = peers[sender] {
                    number = known
                } else {
                    guard !gate.effectsOnConnection().contains(.refuse) else { continue }
                    number = addPeer(sender, channel)
                    group.addTask { await self.tellEvents(to: number) }
                }
                await answer(request, of: number)
            }
            group.cancelAll()
        }
    }

    private func addPeer(_ sender: SocketAddress, _ channel: SocketChannel) -> Int {
        // A client that says CONNECT again and again from new ports must not fill the memory.
        if peers.count > Self.peerLimit {
            for number in peers.values { remove(number) }
        }
        let number = add(GateConnection(channel, peer: sender, effects: []))
        peers[sender] = number
        return number
    }

    private func answer(_ request: Frame, of number: Int) async {
        guard let connection = connections[number],
            let answer = try? execute(request, of: connection)
        else { return }
        // What does not arrive is a lost datagram.
        _ = try? await connection.send(answer.frames, answer.sending, link: link)
        tell()
        connection.wakeUp()
        switch answer.ending {
        case .none, .drops: break
        case .closes: remove(number)
        case .restarts: await startAgain()
        case .switchesOff:
            isOff = true
            await startAgain()
        }
    }

    // MARK: - Events

    /// Sends the client `number` what it wants to hear of, and plays the person who enrolls a finger.
    private func tellEvents(to number: Int) async {
        guard let wakeups = connections[number]?.wakeups else { return }
        for await _ in wakeups {
            // A client that cannot be reached any more is found out by the task that reads from it.
            while let connection = connections[number],
                await (try? tellNext(to: connection)) == true
            {
                continue
            }
        }
    }

    /// Sends one event, or lets the person at the gate do one thing; `false` when there is nothing.
    private func tellNext(to connection: GateConnection) async throws -> Bool {
        if let event = connection.session.nextEvent() {
            _ = try await connection.send([event.frame], [], link: link)
            await acknowledgement(of: connection)
            return true
        }
        guard let pause = gate.enrolmentPause(of: connection.session.id) else { return false }
        try await Task.sleep(for: pause)
        try keep(detail: "enrolment") { _ = $0.enrolmentStep(at: $1) }
        tell()
        return true
    }

    /// Waits until the client has acknowledged the last event, or patience ends: many never do.
    private func acknowledgement(of connection: GateConnection) async {
        let end = ContinuousClock.now + Self.acknowledgementPatience
        while connection.session.awaitsAcknowledgement, end > .now, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(2))
        }
        connection.session.awaitsAcknowledgement = false
    }
}
