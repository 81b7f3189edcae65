import ZKProtocol

/// Turns frames into the segments to write, with the faults of the gate.
struct FaultyOutput {
    private let isChecksumWrong: Bool
    private let isInSingleBytes: Bool
    /// How many bytes may still be sent; `nil` means any number.
    private var allowance: Int?

    init(faults: [FleetFault]) {
        isChecksumWrong = faults.contains(.wrongChecksum)
        isInSingleBytes = faults.contains(.oneByteSegments)
        for case .dropAfterBytes(let count) in faults { allowance = count }
    }

    /// Whether the connection has to be dropped.
    var isExhausted: Bool { allowance == 0 }

    /// The bytes of `frames`, in the segments in which they are to be written.
    mutating func segments(of frames: [Frame]) -> [[UInt8]] {
        var bytes: [UInt8] = []
        for frame in frames {
            var stream = frame.streamBytes
            // The checksum is the second word behind the prefix.
            if isChecksumWrong { stream[10] &+= 1 }
            bytes += stream
        }
        if let allowance {
            bytes = Array(bytes.prefix(allowance))
            self.allowance = allowance - bytes.count
        }
        if isInSingleBytes { return bytes.map { [$0] } }
        return bytes.isEmpty ? [] : [bytes]
    }
}
