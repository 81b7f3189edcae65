import QueueIO
import ZKProtocol

/// Finds out whether a gate listens at an address, without logging in with any key.
///
/// A gate that has no comm key is asked for its serial number, model and firmware; one that has a key
/// is told goodbye at once.
public struct GateProbe: Sendable {
    /// How long to wait for a connection: addresses without a host cost this much.
    public var connectTimeout: Duration
    /// How long to wait for each answer.
    public var answerTimeout: Duration

    /// Makes a probe.
    public init(connectTimeout: Duration = .seconds(2), answerTimeout: Duration = .seconds(5)) {
        self.connectTimeout = connectTimeout
        self.answerTimeout = answerTimeout
    }

    /// What is at an address.
    public enum Outcome: Equatable, Sendable {
        /// A gate.
        case gate(Finding)
        /// Something that takes connections and is no gate, or does not answer as one: the reason.
        case other(String)
        /// Nothing that takes connections.
        case nothing
    }

    /// What a gate tells without a key.
    public struct Finding: Equatable, Sendable {
        /// Whether a comm key is needed for anything more.
        public var needsKey = false
        /// Whether it answers over UDP only, as old firmware does.
        public var isOverUDP = false
        /// Whether its firmware offers only the push protocol.
        public var isPushOnly = false
        /// The serial number; `nil` when the gate does not tell it.
        public var serial: String?
        /// The model name; `nil` when the gate does not tell it.
        public var model: String?
        /// The firmware version; `nil` when the gate does not tell it.
        public var firmware: String?

        /// Makes the finding that a gate without a key tells nothing about itself.
        public init() {}
    }

    /// Looks what is at `address`: over TCP, and where a host is there that refuses it, over UDP.
    ///
    /// - Throws: `CancellationError`.
    public func look(at address: GateAddress) async throws -> Outcome {
        let executor = QueueExecutor(label: "probe \(address)")
        do {
            return try await look(
                over: try await TCPTransport.open(
                    to: address, executor: executor, deadline: .now + connectTimeout))
        } catch let error as SocketError where error.isRefusal {
            // A datagram may be lost: two greetings, each from a socket of its own.
            for _ in 0..<2 {
                let outcome = try await lookOverUDP(address, executor)
                if outcome != .nothing { return outcome }
            }
            return .nothing
        } catch is SocketError {
            return .nothing
        }
    }

    private func lookOverUDP(
        _ address: GateAddress, _ executor: QueueExecutor
    ) async throws -> Outcome {
        let transport: UDPTransport
        do {
            transport = try await UDPTransport.connect(
                to: address, executor: executor, deadline: .now + connectTimeout)
        } catch is TransportError {
            return .nothing
        }
        switch try await look(over: transport) {
        case .gate(var finding):
            finding.isOverUDP = true
            return .gate(finding)
        case .other, .nothing: return .nothing
        }
    }

    private func look(over transport: any Transport) async throws -> Outcome {
        let patience = transport.kind == .stream ? answerTimeout : connectTimeout
        var conversation = ProbeConversation(transport: transport, timeout: patience)
        do {
            let finding = try await Self.ask(&conversation)
            await transport.close(farewell: conversation.farewell)
            return .gate(finding)
        } catch let error {
            await transport.close(farewell: conversation.farewell)
            if error is CancellationError { throw error }
            return .other(Self.reason(error))
        }
    }

    private static func ask(_ conversation: inout ProbeConversation) async throws -> Finding {
        var finding = Finding()
        let greeting = try await conversation.ask(.connect)
        switch greeting.command {
        case .ackOK: break
        case .ackUnauthorised:
            finding.needsKey = true
            return finding
        case .pushOnly:
            finding.isPushOnly = true
            return finding
        default: throw SessionFailure.refused(.connect, by: greeting.command)
        }
        finding.serial = try await conversation.option("~SerialNumber")
        finding.model = try await conversation.option("~DeviceName")
        let version = try await conversation.ask(.version)
        if version.command == .ackOK { finding.firmware = text(version.data) }
        return finding
    }

    /// The printable text before the first NUL; `nil` when there is none.
    static func text(_ bytes: [UInt8]) -> String? {
        let line = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        let visible = line.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        return visible.isEmpty ? nil : String(String.UnicodeScalarView(visible))
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as WireError: error.description
        case let error as SessionFailure: error.explanation.1
        case TransportError.timedOut: "it takes connections and does not answer"
        case TransportError.disconnected(let reason), TransportError.unreachable(let reason):
            "the connection was lost: \(reason)"
        default: "\(error)"
        }
    }
}
