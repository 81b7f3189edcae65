import ZKProtocol

/// Turns answers into the segments or datagrams to send, with the faults that they met.
struct FaultyOutput {
    /// Bytes that go out at once, and the pause behind them.
    struct Segment: Equatable {
        var bytes: [UInt8]
        var pauseMilliseconds = 0
    }

    /// How many bytes may still be sent; `nil` means any number.
    private var allowance: Int?
    /// The bytes of the answer before.
    private var previous: [UInt8] = []
    /// Datagrams sent so far.
    private var datagramCount = 0
    /// A datagram that another one overtakes.
    private var overtaken: [UInt8]?

    /// Starts a connection that meets `effects`.
    init(_ effects: [FaultEffect]) {
        for case .dropAfterBytes(let count) in effects { allowance = count }
    }

    /// Whether the connection has to be dropped.
    var isExhausted: Bool { allowance == 0 }

    /// The segments in which `frames` go out over a stream.
    mutating func segments(of frames: [Frame], _ effects: [FaultEffect]) -> [Segment] {
        var bytes: [UInt8] = []
        for frame in frames {
            var stream = frame.streamBytes
            // The checksum is the second word behind the prefix.
            if effects.contains(.wrongChecksum) { stream[10] &+= 1 }
            // The length is the second half of the prefix.
            if effects.contains(.absurdFrame) {
                stream.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0x7F])
            }
            bytes += stream
        }
        if effects.contains(.otherProtocol), !bytes.isEmpty {
            bytes = [0xAA, 0x01, 0x00, 0x00, 0x55]
        }
        let answer = bytes
        if effects.contains(.coalesced) { bytes = previous + bytes }
        previous = answer
        if let allowance {
            bytes = Array(bytes.prefix(allowance))
            self.allowance = allowance - bytes.count
        }
        guard !bytes.isEmpty else { return [] }
        if effects.contains(.oneByteSegments) { return bytes.map { Segment(bytes: [$0]) } }
        for case .slowDrip(let size, let milliseconds) in effects {
            return stride(from: 0, to: bytes.count, by: size).map { start in
                Segment(
                    bytes: Array(bytes[start..<min(start + size, bytes.count)]),
                    pauseMilliseconds: milliseconds)
            }
        }
        return [Segment(bytes: bytes)]
    }

    /// The datagrams in which `frames` go out.
    mutating func datagrams(of frames: [Frame], _ effects: [FaultEffect]) -> [[UInt8]] {
        var sent: [[UInt8]] = []
        for frame in frames {
            var packet = frame.packet
            if effects.contains(.wrongChecksum) { packet[2] &+= 1 }
            datagramCount += 1
            func meets(_ every: Int) -> Bool { datagramCount % every == 0 }
            var copies = 1
            for effect in effects {
                switch effect {
                case .loseDatagrams(let every) where meets(every): copies = 0
                case .repeatDatagrams(let every) where meets(every): copies = 2
                case .swapDatagrams(let every) where meets(every) && overtaken == nil:
                    overtaken = packet
                    copies = 0
                default: continue
                }
            }
            guard copies > 0 else { continue }
            sent += Array(repeating: packet, count: copies)
            if let late = overtaken {
                sent.append(late)
                overtaken = nil
            }
        }
        // Nothing followed that could overtake it.
        if let late = overtaken {
            sent.append(late)
            overtaken = nil
        }
        return sent
    }
}
