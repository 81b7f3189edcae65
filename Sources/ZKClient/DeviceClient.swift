import QueueIO
import ZKProtocol

/// A gate that is connected: the things that can be asked of it.
///
/// A client exists inside ``withConnection(to:options:body:)``, which ends the session and closes the
/// connection on every way out. Verbs run one at a time: one that is called while another is under way
/// throws ``DeviceError/Code/busy``. After a timeout, a damaged stream, a lost connection or a
/// cancellation the client is closed, and every further verb throws ``DeviceError/Code/closed``.
///
/// The gate keeps its log: there is no verb that clears it.
public struct DeviceClient: Sendable {
    /// The gate.
    public let gate: GateAddress
    /// How it is talked to.
    public let options: ClientOptions
    let session: DeviceSession

    /// Connects to `gate` over TCP, logs in, runs `body`, and always says goodbye and closes.
    ///
    /// A gate that `body` has disabled is enabled again, over fresh connections if need be; when even
    /// they fail, the error thrown says so (``DeviceError/mayBeLeftDisabled``).
    ///
    /// - Throws: ``DeviceError``; `CancellationError`; whatever `body` throws.
    public static func withConnection<Value>(
        to gate: GateAddress, options: ClientOptions = ClientOptions(),
        body: (DeviceClient) async throws -> Value
    ) async throws -> Value {
        try await withConnection(to: gate, options: options, over: nil, body: body)
    }

    /// Like ``withConnection(to:options:body:)``, over a transport of the caller's.
    public static func withConnection<Value>(
        to gate: GateAddress, options: ClientOptions = ClientOptions(),
        over transport: (any Transport)?, body: (DeviceClient) async throws -> Value
    ) async throws -> Value {
        let client = DeviceClient(gate: gate, options: options)
        try await client.session.open(over: transport)
        let result: Value
        do {
            result = try await body(client)
        } catch {
            if await !client.leave() { throw client.leftDisabled(error) }
            throw error
        }
        if await !client.leave() { throw client.leftDisabled(nil) }
        return result
    }

    private init(gate: GateAddress, options: ClientOptions) {
        self.gate = gate
        self.options = options
        session = DeviceSession(
            gate: gate, options: options, executor: QueueExecutor(label: "gate \(gate)"))
    }

    /// Bytes received from the gate so far.
    public var receivedByteCount: Int {
        get async { await session.receivedByteCount }
    }

    /// Bytes sent to the gate so far.
    public var sentByteCount: Int {
        get async { await session.sentByteCount }
    }

    // MARK: - Enabling and disabling

    /// Blocks the readers of the gate; people wait in front of it until ``enable()``.
    ///
    /// Reading needs no disabled gate. Prefer ``whileDisabled(_:)``.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func disable() async throws {
        // Noted before it is sent: without an answer nobody knows whether it was done.
        let wasDisabled = await session.isGateDisabled
        await session.noteGate(disabled: true)
        do {
            _ = try await ask(.disable, task: "disable")
        } catch let error as DeviceError where error.code == .refused {
            await session.noteGate(disabled: wasDisabled)
            throw error
        }
    }

    /// Lets people pass again.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    public func enable() async throws {
        _ = try await ask(.enable, task: "enable")
        await session.noteGate(disabled: false)
    }

    /// Runs `body` with the gate disabled, and enables it again on every way out.
    ///
    /// Should that fail here, ``withConnection(to:options:body:)`` tries again over a fresh connection.
    ///
    /// - Throws: ``DeviceError``; `CancellationError`; whatever `body` throws.
    public func whileDisabled<Value>(
        _ body: (DeviceClient) async throws -> Value
    ) async throws -> Value {
        let result: Value
        do {
            try await disable()
            result = try await body(self)
        } catch {
            await enableUncancelled()
            throw error
        }
        await enableUncancelled()
        return result
    }

    private func enableUncancelled() async {
        let client = self
        // A task of its own: the cancellation that led here shall not keep people out.
        _ = await Task { try? await client.enable() }.value
    }

    // MARK: - Ways out

    /// Enables the gate if it is disabled, says goodbye and closes; `false` when the gate may still be
    /// disabled.
    private func leave() async -> Bool {
        let client = self
        // A task of its own: a cancelled one could neither enable the gate nor say goodbye.
        return await Task {
            if await client.session.isEnrolling { await client.endEnrolling() }
            if await client.session.isGateDisabled { try? await client.enable() }
            let isDisabled = await client.session.isGateDisabled
            await client.session.end()
            return isDisabled ? await client.enableOverFreshConnection() : true
        }.value
    }

    private func enableOverFreshConnection() async -> Bool {
        for pause in [Duration.zero] + options.enablePauses {
            // Runs in a task of its own that nobody cancels.
            try? await Task.sleep(for: pause)
            let client = DeviceClient(gate: gate, options: options)
            do {
                try await client.session.open(over: nil)
                try await client.enable()
                await client.session.end()
                return true
            } catch {
                await client.session.end()
            }
        }
        return false
    }

    private func leftDisabled(_ error: (any Error)?) -> DeviceError {
        var result =
            switch error {
            case let error as DeviceError: error
            case is CancellationError:
                DeviceError(
                    .cancelled, gate: gate, task: "finish with", detail: "the work was cancelled",
                    underlying: error)
            case .some(let error):
                DeviceError(
                    .disconnected, gate: gate, task: "finish with", detail: "\(error)",
                    underlying: error)
            case .none:
                DeviceError(
                    .disconnected, gate: gate, task: "enable", detail: "it does not answer any more"
                )
            }
        result.mayBeLeftDisabled = true
        return result
    }

    // MARK: - Requests

    /// Sends one command and returns the data of its answer.
    func ask(_ command: Command, data: [UInt8] = [], task: String) async throws -> [UInt8] {
        switch try await session.perform(.command(command, data: data), task: task) {
        case .reply(let data, _): return data
        case .dataset(let bytes), .datasetEnd(let bytes, _): return bytes
        }
    }

    /// Makes the error for bytes of the gate that could not be read.
    func unreadable(_ error: WireError, task: String) -> DeviceError {
        DeviceError(
            error.isDamage ? .damaged : .unreadable, gate: gate, task: task,
            detail: error.description, underlying: error)
    }
}
