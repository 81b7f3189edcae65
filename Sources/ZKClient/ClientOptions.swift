public import ZKProtocol

/// How a gate is talked to.
public struct ClientOptions: Sendable {
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
    /// Bytes asked for at a time in a bulk read.
    public var chunkSize: Int
    /// What is done about the checksums of received packets.
    public var checksums: ChecksumRule

    /// Makes options; waits that are not given follow from `timeout`: staging may take three times as
    /// long, a pause in a bulk read one and a half times, a farewell at most a second.
    public init(
        commKey: UInt32 = 0, timeout: Duration = .seconds(10),
        bulkTimeout: Duration = .seconds(300), stagingTimeout: Duration? = nil,
        progressTimeout: Duration? = nil, enablePauses: [Duration] = [.seconds(1), .seconds(4)],
        chunkSize: Int = WireLimits.chunkOverTCP,
        checksums: ChecksumRule = .verified
    ) {
        self.commKey = commKey
        self.timeout = timeout
        self.bulkTimeout = bulkTimeout
        self.stagingTimeout = stagingTimeout ?? timeout * 3
        self.progressTimeout = progressTimeout ?? timeout * 1.5
        self.enablePauses = enablePauses
        exitTimeout = min(timeout, .seconds(1))
        self.chunkSize = max(chunkSize, 1)
        self.checksums = checksums
    }
}
