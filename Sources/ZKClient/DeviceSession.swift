import QueueIO
import ZKProtocol

/// A session with one gate: carries out what ``SessionMachine`` says, with a deadline on every wait.
///
/// After a timeout, a damaged stream or a cancellation the connection is closed and never used again:
/// nobody would know which answer belongs to which request.
actor DeviceSession {
    let gate: GateAddress
    let options: ClientOptions
    let executor: QueueExecutor
    private var transport: (any Transport)?
    private var machine = SessionMachine()
    private var decoder: FrameDecoder
    private var packets: [Frame] = []
    private var isBusy = false
    private var isOver = false
    private var hasSaidGoodbye = false

    /// Bytes received from the gate.
    private(set) var receivedByteCount = 0
    /// Bytes sent to the gate.
    private(set) var sentByteCount = 0
    /// Whether the gate was, or may have been, disabled in this session and not enabled again.
    private(set) var isGateDisabled = false

    /// Prepares a session; nothing is sent before ``open(over:)``.
    init(gate: GateAddress, options: ClientOptions, executor: QueueExecutor) {
        self.gate = gate
        self.options = options
        self.executor = executor
        decoder = FrameDecoder(checksums: options.checksums)
    }

    /// The queue of the session, which its socket shares.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Makes a request and waits for its answer.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - task: What for, in words that go before "the gate".
    ///   - timeout: How long to wait, where the options do not say.
    /// - Returns: The answer.
    /// - Throws: ``DeviceError``, `CancellationError`.
    func perform(
        _ request: SessionRequest, task: String, timeout: Duration? = nil
    ) async throws -> SessionAnswer {
        guard !isOver, transport != nil else {
            throw DeviceError(
                .closed, gate: gate, task: task,
                detail: "the connection is closed; open a new one")
        }
        guard !isBusy else {
            throw DeviceError(
                .busy, gate: gate, task: task, detail: "another request is under way")
        }
        isBusy = true
        defer { isBusy = false }
        do {
            return try await exchange(request, timeout: timeout)
        } catch let failure as SessionFailure {
            if failure.endsSession || !machine.isConnected { await close() }
            throw deviceError(failure, task: task)
        } catch let error as TransportError {
            let waited =
                switch request {
                case .bulk: machine.isStaging ? options.stagingTimeout : options.progressTimeout
                default: timeout ?? options.timeout
                }
            await close()
            throw deviceError(error, task: task, waited: waited)
        } catch let error as WireError {
            await close()
            throw deviceError(.wire(error), task: task)
        } catch {
            await close()
            throw error
        }
    }

    /// Starts anew over `transport`; nothing is sent yet.
    func begin(over transport: any Transport) {
        self.transport = transport
        machine = SessionMachine(isLossy: transport.kind == .datagram)
        decoder = FrameDecoder(checksums: options.checksums)
        isOver = false
    }

    /// Notes that there is no connection.
    func giveUp() {
        isOver = true
    }

    /// Notes that the gate is about to be disabled, or has been enabled.
    func noteGate(disabled: Bool) {
        isGateDisabled = disabled
    }

    /// Ends the session politely where it still stands, and closes the connection.
    func end() async {
        if !isOver, machine.isConnected, !isBusy {
            hasSaidGoodbye = true
            _ = try? await perform(.command(.exit), task: "leave", timeout: options.exitTimeout)
        }
        await close()
    }

    /// Closes the connection of a gate that will not hear a farewell.
    func abandon() async {
        hasSaidGoodbye = true
        await close()
    }

    /// Whether packets travel one by one, in datagrams.
    var isOverDatagrams: Bool { transport?.kind == .datagram }

    /// Waits until the gate tells something, at most until `deadline`, while nothing else is asked.
    ///
    /// - Returns: What it told, oldest first; nothing when the deadline has passed.
    /// - Throws: ``DeviceError``; `CancellationError`, after which the session still stands.
    func waitForEvents(until deadline: ContinuousClock.Instant) async throws -> [Frame] {
        let task = "listen to"
        guard !isOver, transport != nil else {
            throw deviceError(SessionFailure.notConnected, task: task)
        }
        guard !isBusy else { throw deviceError(SessionFailure.busy, task: task) }
        isBusy = true
        defer { isBusy = false }
        do {
            while true {
                let events = machine.takeEvents()
                guard events.isEmpty else { return events }
                let frame = try await nextFrame(deadline: deadline)
                for case .send(let answer) in machine.handle(.received(frame)) {
                    try await send(answer, deadline: .now + options.timeout)
                }
            }
        } catch TransportError.timedOut {
            return []
        } catch let error as TransportError {
            await close()
            throw deviceError(error, task: task, waited: options.timeout)
        } catch let error as WireError {
            await close()
            throw deviceError(.wire(error), task: task)
        }
    }

    /// Whether a finger is being enrolled for this session.
    private(set) var isEnrolling = false

    /// Notes that a finger is being enrolled, or no more.
    func note(enrolling: Bool) {
        isEnrolling = enrolling
    }

    // MARK: - Exchange

    private func exchange(
        _ request: SessionRequest, timeout: Duration?
    ) async throws -> SessionAnswer {
        let isBulk = if case .bulk = request { true } else { false }
        let start = ContinuousClock.now
        let end = start + (timeout ?? (isBulk ? options.bulkTimeout : options.timeout))
        var event = SessionMachine.Event.request(request)
        var silences = 0
        var lastArrival = start
        while true {
            for action in machine.handle(event) {
                switch action {
                case .send(let frame): try await send(frame, deadline: end)
                case .finish(let answer): return answer
                case .fail(let failure): throw failure
                }
            }
            do {
                let patience = patience(isBulk: isBulk, silences: silences, deadline: end)
                event = .received(try await nextFrame(deadline: patience))
                silences = 0
                lastArrival = .now
                // Packets that never stop, and answer nothing, are no answer either.
                guard .now < end else { throw TransportError.timedOut }
            } catch TransportError.timedOut
                where isOverDatagrams && .now < min(end, lastArrival + longestPause(isBulk))
            {
                // Something was lost, or the gate is slow: it gets longer from time to time.
                silences += 1
                event = .silence
            }
        }
    }

    /// Until when to wait for the next packet.
    private func patience(
        isBulk: Bool, silences: Int, deadline: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        let pause = longestPause(isBulk)
        guard isOverDatagrams else { return min(deadline, .now + pause) }
        let first = machine.isStaging ? pause / 4 : options.resendPause
        return min(deadline, .now + min(pause, first * (1 << min(silences, 4))))
    }

    /// How long nothing may arrive.
    private func longestPause(_ isBulk: Bool) -> Duration {
        // Ordinary requests wait until their deadline.
        guard isBulk else { return max(options.bulkTimeout, options.timeout) }
        return machine.isStaging ? options.stagingTimeout : options.progressTimeout
    }

    private func send(_ frame: Frame, deadline: ContinuousClock.Instant) async throws {
        guard let transport else { throw SessionFailure.notConnected }
        let bytes = transport.kind == .stream ? frame.streamBytes : frame.packet
        try await transport.send(bytes, deadline: min(deadline, .now + options.timeout))
        sentByteCount += bytes.count
    }

    private func nextFrame(deadline: ContinuousClock.Instant) async throws -> Frame {
        guard let transport else { throw SessionFailure.notConnected }
        while true {
            if let frame = try decoder.next() { return frame }
            let bytes = try await transport.receive(deadline: deadline)
            receivedByteCount += bytes.count
            switch transport.kind {
            case .stream:
                guard !bytes.isEmpty else {
                    throw TransportError.disconnected("the gate ended it")
                }
                decoder.append(bytes)
            case .datagram:
                // A damaged datagram is dropped, not the session.
                if let frame = try? Frame(packet: bytes[...], checksums: options.checksums) {
                    return frame
                }
            }
        }
    }

    /// Closes the connection, with a farewell that is not waited for: gates that serve one client at a
    /// time keep a lost session for minutes.
    private func close() async {
        guard !isOver else { return }
        isOver = true
        let open = transport
        transport = nil
        guard let open else { return }
        let farewell = machine.isConnected && !hasSaidGoodbye ? machine.farewell : nil
        let bytes = open.kind == .stream ? farewell?.streamBytes : farewell?.packet
        await open.close(farewell: bytes ?? [])
    }
}
