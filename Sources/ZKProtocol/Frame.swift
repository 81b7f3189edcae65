/// One packet of the protocol: a header of eight bytes, and data.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 2 | command or reply code |
/// | 2 | 2 | checksum, see ``Checksum`` |
/// | 4 | 2 | session id; in some answers an event code, a state or a piece number |
/// | 6 | 2 | reply id |
/// | 8 | n | data |
///
/// Over TCP a prefix of eight bytes goes before it: `50 50 82 7D` and the length of the packet as
/// u32. Over UDP a packet is a datagram. Vectors: `frames.txt`.
public struct Frame: Hashable, Sendable {
    /// Bytes of the header.
    public static let headerLength = 8
    /// Bytes of the TCP prefix.
    public static let prefixLength = 8
    /// The first four bytes of every frame over TCP.
    public static let magic: [UInt8] = [0x50, 0x50, 0x82, 0x7D]

    /// The command or reply code.
    public var command: Command
    /// The session id, or whatever else an answer puts in its place.
    public var session: UInt16
    /// The number by which a reply names its request.
    public var replyID: UInt16
    /// The data behind the header.
    public var data: [UInt8]

    /// Makes a frame; nothing is checked.
    public init(command: Command, session: UInt16, replyID: UInt16, data: [UInt8] = []) {
        self.command = command
        self.session = session
        self.replyID = replyID
        self.data = data
    }

    /// Reads a whole packet: a datagram, or what follows the prefix of a stream.
    ///
    /// - Throws: ``WireError/packetLength(found:allowed:)``, ``WireError/checksum(expected:found:)``.
    public init(
        packet: ArraySlice<UInt8>, checksums: ChecksumRule = .verified
    ) throws(WireError) {
        guard WireLimits.packetLength.contains(packet.count) else {
            throw .packetLength(found: packet.count, allowed: WireLimits.packetLength)
        }
        var reader = ByteReader(packet)
        command = Command(rawValue: try reader.u16())
        let found = try reader.u16()
        session = try reader.u16()
        replyID = try reader.u16()
        if checksums == .verified {
            let expected = Checksum.of(packet)
            guard found == expected else { throw .checksum(expected: expected, found: found) }
        }
        data = Array(reader.rest)
    }

    /// The packet as it goes into a datagram: header with checksum, and data.
    public var packet: [UInt8] { encoded(prefixed: false) }

    /// The packet as it goes into a TCP stream: behind its prefix.
    public var streamBytes: [UInt8] { encoded(prefixed: true) }

    private func encoded(prefixed: Bool) -> [UInt8] {
        var packet = ByteWriter(capacity: Self.headerLength + data.count)
        packet.u16(command.rawValue)
        packet.u16(0)
        packet.u16(session)
        packet.u16(replyID)
        packet.append(data)
        let checksum = Checksum.of(packet.bytes[...])
        var writer = ByteWriter(capacity: Self.prefixLength + packet.bytes.count)
        if prefixed {
            writer.append(Self.magic)
            writer.u32(UInt32(truncatingIfNeeded: packet.bytes.count))
        }
        writer.u16(command.rawValue)
        writer.u16(checksum)
        writer.append(packet.bytes.dropFirst(4))
        return writer.bytes
    }
}

/// What is done about the checksums of received packets.
public enum ChecksumRule: Sendable {
    /// A packet with another checksum than that of its bytes is an error.
    case verified
    /// Checksums are not looked at; for simulators that send made-up values.
    case ignored
}
