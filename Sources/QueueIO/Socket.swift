import Glibc

/// A non-blocking socket: the one place of this project that makes network system calls.
///
/// Interrupted calls are repeated; a call that would block returns `nil`; all other failures throw
/// ``SocketError/system(call:code:)``. The descriptor is closed with the last reference.
package final class Socket: Sendable {
    /// The file descriptor; valid as long as this value lives.
    let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        // Nothing can be done about a failing close, and Linux frees the number even then.
        _ = close(descriptor)
    }

    /// What a socket carries.
    package enum Kind: Sendable {
        /// A TCP stream.
        case stream
        /// UDP datagrams.
        case datagram
    }

    /// Opens a socket for addresses like `address`.
    package convenience init(_ kind: Kind, for address: SocketAddress) throws(SocketError) {
        let type = kind == .stream ? SOCK_STREAM : SOCK_DGRAM
        let flags = Int32(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        self.init(descriptor: try Self.call("socket") { socket(address.family, flags, 0) })
        if kind == .stream {
            try setOption(IPPROTO_TCP, TCP_NODELAY, 1)
        }
    }

    /// Opens a second descriptor of the same socket.
    func duplicate() throws(SocketError) -> Socket {
        Socket(descriptor: try Self.call("fcntl") { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) })
    }

    // MARK: - Client

    /// Starts to connect; `false` means that the outcome shows when the socket gets writable.
    package func startConnect(to address: SocketAddress) throws(SocketError) -> Bool {
        let result = Self.attempt("connect") {
            address.withPointer { Glibc.connect(descriptor, $0, $1) }
        }
        if case .failure(let error) = result, error.systemCode == EINPROGRESS { return false }
        _ = try result.get()
        return true
    }

    /// Throws the failure of a connect that has ended; returns when it succeeded.
    package func finishConnect() throws(SocketError) {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        try Self.call("getsockopt") {
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        }
        guard code == 0 else { throw .system(call: "connect", code: code) }
    }

    // MARK: - Server

    /// Binds to `address`; port 0 takes a free one.
    package func bind(to address: SocketAddress) throws(SocketError) {
        try setOption(SOL_SOCKET, SO_REUSEADDR, 1)
        try Self.call("bind") { address.withPointer { Glibc.bind(descriptor, $0, $1) } }
    }

    /// Starts to listen for connections.
    package func listen(backlog: Int32 = 1024) throws(SocketError) {
        try Self.call("listen") { Glibc.listen(descriptor, backlog) }
    }

    /// Takes a waiting connection; `nil` when none waits.
    package func accept() throws(SocketError) -> Socket? {
        let result = Self.attempt("accept") { Glibc.accept(descriptor, nil, nil) }
        // A client that has given up while it was waiting is no error of ours.
        if case .failure(let error) = result, error.systemCode == ECONNABORTED { return nil }
        guard let descriptor = try result.unlessBlocked() else { return nil }
        let accepted = Socket(descriptor: descriptor)
        // accept4, which sets both flags at once, is not visible from Swift.
        try Self.call("fcntl") { fcntl(accepted.descriptor, F_SETFL, O_NONBLOCK) }
        try Self.call("fcntl") { fcntl(accepted.descriptor, F_SETFD, FD_CLOEXEC) }
        try accepted.setOption(IPPROTO_TCP, TCP_NODELAY, 1)
        return accepted
    }

    /// The address this socket is bound to.
    package func localAddress() throws(SocketError) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return try withUnsafeMutablePointer(to: &storage) {
            (pointer) throws(SocketError) -> SocketAddress in
            let address = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self)
            try Self.call("getsockname") { getsockname(descriptor, address, &length) }
            return SocketAddress(copying: address, length: length)
        }
    }

    // MARK: - Bytes

    /// Receives up to `limit` bytes, or one datagram; no bytes on a stream mean that the peer has
    /// ended it, `nil` that nothing is there yet.
    package func receive(atMost limit: Int) throws(SocketError) -> [UInt8]? {
        var result = Result<Int, SocketError>.success(0)
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            result = Self.attempt("recv") { recv(descriptor, buffer.baseAddress, limit, 0) }
            count = (try? result.get()) ?? 0
        }
        return try result.unlessBlocked() == nil ? nil : bytes
    }

    /// Receives one datagram and where it came from; `nil` when none is there yet.
    package func receiveDatagram() throws(SocketError) -> (bytes: [UInt8], from: SocketAddress)? {
        let limit = 65_536
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var result = Result<Int, SocketError>.success(0)
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            result = withUnsafeMutablePointer(to: &storage) { pointer in
                let address = UnsafeMutableRawPointer(pointer)
                    .assumingMemoryBound(to: sockaddr.self)
                return Self.attempt("recvfrom") {
                    recvfrom(descriptor, buffer.baseAddress, limit, 0, address, &length)
                }
            }
            count = (try? result.get()) ?? 0
        }
        guard try result.unlessBlocked() != nil else { return nil }
        let sender = withUnsafePointer(to: storage) { pointer in
            SocketAddress(
                copying: UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self),
                length: length)
        }
        return (bytes, sender)
    }

    /// Sends as many of `bytes` as the system takes now and returns their number; `nil` when it takes
    /// none. A datagram goes whole, to `address` where the socket is not connected.
    package func send(
        _ bytes: ArraySlice<UInt8>, to address: SocketAddress? = nil
    ) throws(SocketError) -> Int? {
        let flags = Int32(MSG_NOSIGNAL)
        let result = bytes.withUnsafeBytes { buffer in
            Self.attempt("send") {
                guard let address else {
                    return Glibc.send(descriptor, buffer.baseAddress, buffer.count, flags)
                }
                return address.withPointer { pointer, length in
                    sendto(descriptor, buffer.baseAddress, buffer.count, flags, pointer, length)
                }
            }
        }
        return try result.unlessBlocked()
    }

    /// Ends both directions at once: the peer sees the end, waiting calls return.
    package func shutDown() {
        // Fails only when there is no connection left to end.
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Makes closing drop the connection (RST) instead of ending it, as a gate that loses power does.
    package func dropOnClose() throws(SocketError) {
        var value = linger(l_onoff: 1, l_linger: 0)
        let length = socklen_t(MemoryLayout<linger>.size)
        try Self.call("setsockopt") {
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, length)
        }
    }

    // MARK: - System

    private func setOption(
        _ level: some BinaryInteger, _ name: Int32, _ value: Int32
    ) throws(SocketError) {
        var value = value
        let length = socklen_t(MemoryLayout<Int32>.size)
        try Self.call("setsockopt") {
            setsockopt(descriptor, Int32(level), name, &value, length)
        }
    }

    /// Makes the system call `body`; −1 throws.
    @discardableResult
    private static func call<Number: SignedInteger>(
        _ name: String, _ body: () -> Number
    ) throws(SocketError) -> Number {
        try attempt(name, body).get()
    }

    /// Makes the system call `body`, again while it is interrupted; −1 is a failure.
    private static func attempt<Number: SignedInteger>(
        _ name: String, _ body: () -> Number
    ) -> Result<Number, SocketError> {
        while true {
            let result = body()
            if result != -1 { return .success(result) }
            let error = SocketError.last(name)
            if error.systemCode != EINTR { return .failure(error) }
        }
    }
}

extension Result where Success: SignedInteger, Failure == SocketError {
    /// The number; `nil` when the call would have blocked.
    fileprivate func unlessBlocked() throws(SocketError) -> Success? {
        if case .failure(let error) = self, error.systemCode == EAGAIN { return nil }
        return try get()
    }
}
