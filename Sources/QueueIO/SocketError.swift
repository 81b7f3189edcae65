import Glibc

/// What went wrong with a socket.
package enum SocketError: Error, Equatable, Sendable {
    /// A system call failed: its name, its errno.
    case system(call: String, code: Int32)
    /// A wait reached its deadline.
    case timedOut
    /// The socket was closed on this side.
    case closed
    /// A host name has no address.
    case unresolved(host: String, reason: String)
    /// Two tasks waited for the same direction of one socket: a mistake of ours, not of the network.
    case busy

    /// The error of the system call named `call` that has just failed.
    package static func last(_ call: String) -> SocketError {
        .system(call: call, code: errno)
    }

    /// Whether somebody is there and does not want us: the opposite of silence.
    package var isRefusal: Bool { systemCode == ECONNREFUSED }

    /// The errno of a failed system call.
    package var systemCode: Int32? {
        if case .system(_, let code) = self { code } else { nil }
    }
}

extension SocketError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .system(let call, let code):
            "\(call) failed: \(String(cString: strerror(code))) (errno \(code))"
        case .timedOut: "nothing happened before the deadline"
        case .closed: "the connection is closed"
        case .unresolved(let host, let reason): "cannot find the address of \(host): \(reason)"
        case .busy: "two waits on one direction of a socket"
        }
    }
}
