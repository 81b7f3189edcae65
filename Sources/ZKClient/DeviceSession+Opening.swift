import QueueIO
import ZKProtocol

extension DeviceSession {
    /// How often a gate is greeted over UDP before it counts as silent.
    private static let greetings = 3

    /// Connects and logs in; over `transport`, or else over the carrier of the options.
    ///
    /// - Throws: ``DeviceError``, `CancellationError`.
    func open(over given: (any Transport)?) async throws {
        if let given {
            begin(over: given)
            try await greet(timeout: options.timeout)
            return
        }
        switch options.carrier {
        case .tcp: try await openOverTCP()
        case .udp: try await openOverUDP()
        case .auto: try await openOverEither()
        }
    }

    private func openOverTCP() async throws {
        do {
            begin(
                over: try await TCPTransport.connect(
                    to: gate, executor: executor, deadline: .now + options.timeout))
        } catch let error as TransportError {
            giveUp()
            throw deviceError(error, task: Self.opening, waited: options.timeout)
        }
        try await greet(timeout: options.timeout)
    }

    /// Greets, and asks for the time to see that the session holds: a greeting that the network doubled
    /// makes two sessions, the first of which is over.
    ///
    /// Each greeting comes from a socket of its own: the late answer to one that counted as lost would
    /// name a session that the next greeting has ended.
    private func openOverUDP() async throws {
        var greeting = 1
        while true {
            do {
                begin(
                    over: try await UDPTransport.connect(
                        to: gate, executor: executor, deadline: .now + options.timeout))
            } catch let error as TransportError {
                giveUp()
                throw deviceError(error, task: Self.opening, waited: options.timeout)
            }
            do {
                try await greet(timeout: options.timeout / Self.greetings)
                return try await probe(timeout: options.timeout / Self.greetings)
            } catch let error as DeviceError where error.code == .timedOut || error.isLoggedOut {
                guard greeting < Self.greetings else {
                    throw deviceError(
                        TransportError.timedOut, task: Self.opening, waited: options.timeout)
                }
                greeting += 1
            } catch let error as DeviceError where error.code == .disconnected {
                throw DeviceError(
                    .unreachable, gate: gate, task: error.task,
                    detail: "nobody takes datagrams there", underlying: error)
            }
        }
    }

    private func openOverEither() async throws {
        do {
            try await openOverTCP()
        } catch let error as DeviceError where error.hasNoConnection {
            do {
                try await openOverUDP()
            } catch let other as DeviceError where [.unreachable, .timedOut].contains(other.code) {
                throw DeviceError(
                    error.code, gate: gate, task: error.task,
                    detail: "\(error.detail); nor does it answer over UDP: \(other.detail)",
                    underlying: error.underlying)
            }
        }
    }

    private func greet(timeout: Duration) async throws {
        _ = try await perform(
            .connect(commKey: options.commKey), task: Self.opening, timeout: timeout)
    }

    private func probe(timeout: Duration) async throws {
        do {
            _ = try await perform(.command(.readTime), task: Self.opening, timeout: timeout)
        } catch let error as DeviceError where error.code == .refused {
            // An answer all the same.
            return
        }
    }

    private static var opening: String { "connect to" }
}

extension DeviceError {
    /// Whether the gate does not know the session.
    fileprivate var isLoggedOut: Bool { underlying as? SessionFailure == .loggedOut }

    /// Whether not even a connection came about: refused, no route, or no answer to the first packet.
    fileprivate var hasNoConnection: Bool {
        switch underlying as? TransportError {
        case .unreachable, .timedOut: task == "connect to"
        default: false
        }
    }
}
