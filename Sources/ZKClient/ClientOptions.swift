public import ZKProtocol

/// How a gate is talked to.
public struct ClientOptions: Sendable {
    /// Over which carrier the gate is talked to.
    public var carrier: Carrier
    /// The comm key as typed on the gate; 0 stands for none.
    public var commKey: UInt32
    /// How long to wait for a connection, and for the answer to an ordinary request.
    public var timeout: Duration
    /// How long a whole bulk read may take.
    public var bulkTimeout: Duration
    /// How long a gate may take to stage a dataset before its first byte: big logs take a while.
    public var stagingTimeout: Duration
    /// How long a bulk read may go without a byte.
    public var progressTimeout: Duration
    /// How long to wait for the answer to the farewell; gates may not give one.
    public var exitTimeout: Duration
    /// How long to pause before each further try to reach a gate that was disabled here and lost: gates
    /// that serve one client at a time need a moment to forget the old connection.
    public var enablePauses: [Duration]
    /// Bytes asked for at a time in a bulk read; over UDP at most 16,384.
    public var chunkSize: Int
    /// How long to wait before a datagram that may be lost is sent again.
    public var resendPause: Duration
    /// What is done about the checksums of received packets.
    public var checksums: ChecksumRule

    /// Makes options; waits that are not given follow from `timeout`: staging may take three times as
    /// long, a pause in a bulk read one and a half times, a farewell at most a second; a datagram is sent
    /// again after a tenth of it, at most a second.
    public init(
        carrier: Carrier = .tcp, commKey: UInt32 = 0, timeout: Duration = .seconds(10),
        bulkTimeout: Duration = .seconds(300), stagingTimeout: Duration? = nil,
        progressTimeout: Duration? = nil, enablePauses: [Duration] = [.seconds(1), .seconds(4)],
        chunkSize: Int = WireLimits.chunkOverTCP,
        resendPause: Duration? = nil, checksums: ChecksumRule = .verified
    ) {
        self.carrier = carrier
        self.commKey = commKey
        self.timeout = timeout
        self.bulkTimeout = bulkTimeout
        self.stagingTimeout = stagingTimeout ?? timeout * 3
        self.progressTimeout = progressTimeout ?? timeout * 1.5
        self.enablePauses = enablePauses
        exitTimeout = min(timeout, .seconds(1))
        self.chunkSize = max(chunkSize, 1)
        self.resendPause = resendPause ?? min(timeout / 10, .seconds(1))
        self.checksums = checksums
    }
}

/// What carries the packets of a session.
public enum Carrier: String, Sendable, CaseIterable {
    /// TCP.
    case tcp
    /// UDP: old firmware knows nothing else.
    case udp
    /// TCP, and UDP where nobody takes the connection.
    case auto
}
