/// Reads little-endian values from bytes, front to back; never beyond their end.
///
/// Together with ``ByteWriter`` the only place that turns bytes into numbers and back.
public struct ByteReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var cursor: Int

    /// Reads from the first byte of `bytes` on.
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        cursor = bytes.startIndex
    }

    /// Reads from the first byte of `bytes` on.
    public init(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    /// The number of bytes read so far.
    public var offset: Int { cursor - bytes.startIndex }

    /// The number of bytes not read yet.
    public var remainingCount: Int { bytes.endIndex - cursor }

    /// The bytes not read yet.
    public var rest: ArraySlice<UInt8> { bytes[cursor...] }

    /// Reads one byte.
    public mutating func u8() throws(WireError) -> UInt8 {
        try require(1)
        defer { cursor += 1 }
        return bytes[cursor]
    }

    /// Reads two bytes, low byte first.
    public mutating func u16() throws(WireError) -> UInt16 {
        try require(2)
        defer { cursor += 2 }
        return UInt16(bytes[cursor]) | UInt16(bytes[cursor + 1]) << 8
    }

    /// Reads four bytes, low byte first.
    public mutating func u32() throws(WireError) -> UInt32 {
        try require(4)
        defer { cursor += 4 }
        return UInt32(bytes[cursor]) | UInt32(bytes[cursor + 1]) << 8
            | UInt32(bytes[cursor + 2]) << 16 | UInt32(bytes[cursor + 3]) << 24
    }

    /// The four bytes ahead as a number, without passing over them.
    func peekU32() throws(WireError) -> UInt32 {
        var ahead = self
        return try ahead.u32()
    }

    /// Reads `count` bytes without copying them.
    public mutating func bytes(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
        try require(count)
        defer { cursor += count }
        return bytes[cursor..<cursor + count]
    }

    /// Passes over `count` bytes.
    public mutating func skip(_ count: Int) throws(WireError) {
        try require(count)
        cursor += count
    }

    private func require(_ count: Int) throws(WireError) {
        guard count >= 0, count <= remainingCount else {
            throw .truncated(offset: offset, needed: count, found: remainingCount)
        }
    }
}
