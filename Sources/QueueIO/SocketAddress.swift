import Dispatch
import Glibc
import Synchronization

/// An IPv4 or IPv6 address with a port, as the system wants it.
package struct SocketAddress: Hashable, Sendable {
    /// The bytes of the `sockaddr`.
    private let bytes: [UInt8]

    /// Copies the `length` bytes of a `sockaddr`.
    init(copying pointer: UnsafePointer<sockaddr>, length: socklen_t) {
        bytes = Array(UnsafeRawBufferPointer(start: pointer, count: Int(length)))
    }

    /// The address family, such as `AF_INET`.
    package var family: Int32 {
        withPointer { pointer, _ in Int32(pointer.pointee.sa_family) }
    }

    /// The address without its port, such as `192.0.2.7`.
    package var host: String { nameInfo().host }

    /// The port.
    package var port: Int { Int(nameInfo().port) ?? 0 }

    /// Hands the `sockaddr` to `body`.
    func withPointer<Result, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A sockaddr_storage is aligned for every family; an array of bytes need not be.
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: bytes) }
        let copy = storage
        return try withUnsafePointer(to: copy) { (pointer) throws(Failure) -> Result in
            let raw = UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
            return try body(raw, socklen_t(bytes.count))
        }
    }

    private func nameInfo() -> (host: String, port: String) {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: 32)
        let status = withPointer { pointer, length in
            getnameinfo(
                pointer, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
                NI_NUMERICHOST | NI_NUMERICSERV)
        }
        guard status == 0 else { return ("?", "0") }
        return (host.textBeforeNUL, port.textBeforeNUL)
    }
}

extension [CChar] {
    /// The characters before the first NUL.
    fileprivate var textBeforeNUL: String {
        String(decoding: prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `host:port`.
    package var description: String { "\(host):\(port)" }
}

extension SocketAddress {
    /// Finds the addresses of `host`, best first; never empty.
    ///
    /// Numeric addresses are read at once; names are asked for on another thread, and given up at the
    /// deadline.
    ///
    /// - Throws: ``SocketError/unresolved(host:reason:)``, ``SocketError/timedOut``.
    package static func resolve(
        host: String, port: Int, deadline: ContinuousClock.Instant
    ) async throws -> [SocketAddress] {
        if let numeric = try? lookUp(host: host, port: port, flags: AI_NUMERICHOST) {
            return numeric
        }
        return try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<[SocketAddress], any Error>) in
            let waiter = OnceContinuation(continuation)
            DispatchQueue.global().async {
                waiter.resume(with: Result { try lookUp(host: host, port: port, flags: 0) })
            }
            DispatchQueue.global().asyncAfter(deadline: .at(deadline)) {
                waiter.resume(with: .failure(SocketError.timedOut))
            }
        }
    }

    /// Reads a numeric address; `nil` when `host` is a name.
    package init?(numericHost host: String, port: Int) {
        guard
            let first = try? SocketAddress.lookUp(host: host, port: port, flags: AI_NUMERICHOST)
                .first
        else { return nil }
        self = first
    }

    private static func lookUp(
        host: String, port: Int, flags: Int32
    ) throws(SocketError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_flags = flags | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            throw .unresolved(host: host, reason: String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                addresses.append(
                    SocketAddress(copying: address, length: entry.pointee.ai_addrlen))
            }
            next = entry.pointee.ai_next
        }
        guard !addresses.isEmpty else {
            throw .unresolved(host: host, reason: "no address")
        }
        return addresses
    }
}

/// A continuation that two events compete for: the first one resumes it.
private final class OnceContinuation<Value: Sendable>: Sendable {
    private let continuation: CheckedContinuation<Value, any Error>
    private let isResumed = Atomic(false)

    init(_ continuation: CheckedContinuation<Value, any Error>) {
        self.continuation = continuation
    }

    func resume(with result: Result<Value, any Error>) {
        guard !isResumed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        continuation.resume(with: result)
    }
}
