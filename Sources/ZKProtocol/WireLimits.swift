/// The bounds that every byte from outside has to keep, checked before memory is taken for it.
public enum WireLimits {
    /// Bytes of a packet behind the TCP prefix. Real gates stay below 65,480.
    public static let packetLength: ClosedRange<Int> = 8...1_048_576
    /// Bytes of a UDP datagram.
    public static let datagramLength: ClosedRange<Int> = 8...65_507
    /// Bytes of one bulk dataset, 64 MiB: more than 1.3 million of the widest attendance records.
    public static let datasetLength = 64 * 1024 * 1024
    /// Records of any list.
    public static let recordCount = 5_000_000
    /// Users of a gate.
    public static let userCount = 200_000
    /// Bytes of an option name and value.
    public static let optionLength = 4096
    /// Bytes of a counters payload.
    public static let countersLength: ClosedRange<Int> = 4...512
    /// Bytes asked for in one chunk over TCP.
    public static let chunkOverTCP = 0xFFC0
    /// Bytes asked for in one chunk over UDP; libraries disagree, this is the smaller value.
    public static let chunkOverUDP = 16_384
    /// Bytes of one piece over UDP.
    public static let pieceOverUDP = 1024
    /// Empty pieces in a row before a transfer counts as stuck.
    public static let emptyPieces = 3

    /// The number of pieces in which a gate may send `size` bytes.
    public static func pieceCount(for size: Int) -> Int { size / 64 + 4 }
}
