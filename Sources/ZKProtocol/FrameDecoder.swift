/// Cuts the bytes of a TCP stream into frames, however they were split or joined on the way.
///
/// A stream that has broken the protocol once stays broken: the same error is thrown ever after, since
/// nobody knows where the next frame starts.
public struct FrameDecoder: Sendable {
    private let checksums: ChecksumRule
    private var buffer: [UInt8] = []
    private var start = 0
    private var failure: WireError?

    /// Makes a decoder of a fresh stream.
    public init(checksums: ChecksumRule = .verified) {
        self.checksums = checksums
    }

    /// The number of bytes that wait for the rest of their frame.
    public var bufferedCount: Int { buffer.count - start }

    /// Takes bytes as they arrived.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        guard failure == nil else { return }
        if start > 0 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Returns the next whole frame; `nil` means that more bytes are needed.
    ///
    /// The prefix is judged as soon as it is there, before the packet is waited for.
    ///
    /// - Throws: ``WireError/notThisProtocol(firstBytes:)``,
    ///   ``WireError/packetLength(found:allowed:)``, ``WireError/checksum(expected:found:)``.
    public mutating func next() throws(WireError) -> Frame? {
        if let failure { throw failure }
        do {
            return try cutFrame()
        } catch {
            failure = error
            buffer = []
            start = 0
            throw error
        }
    }

    private mutating func cutFrame() throws(WireError) -> Frame? {
        let waiting = buffer[start...]
        guard waiting.prefix(4).elementsEqual(Frame.magic.prefix(waiting.count)) else {
            throw .notThisProtocol(firstBytes: Array(waiting.prefix(4)))
        }
        guard waiting.count >= Frame.prefixLength else { return nil }
        var reader = ByteReader(waiting)
        try reader.skip(4)
        let length = Int(try reader.u32())
        guard WireLimits.packetLength.contains(length) else {
            throw .packetLength(found: length, allowed: WireLimits.packetLength)
        }
        guard reader.remainingCount >= length else { return nil }
        let packet = try reader.bytes(length)
        let frame = try Frame(packet: packet, checksums: checksums)
        start += Frame.prefixLength + length
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        }
        return frame
    }
}
