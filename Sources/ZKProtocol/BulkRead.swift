/// The data of a request to stage a dataset (``Command/prepareBuffer``): 11 bytes.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 1 | 1 |
/// | 1 | 2 | inner command |
/// | 3 | 4 | table |
/// | 7 | 4 | extension |
///
/// Vectors: frames 33 to 36.
public struct BulkRequest: Hashable, Sendable {
    /// Bytes of the encoded form.
    public static let length = 11

    /// What is read.
    public var command: Command
    /// Which table of it; 0 for the logs.
    public var table: UInt32
    /// Always 0 as far as anybody knows.
    public var ext: UInt32

    /// Makes a request.
    public init(command: Command, table: UInt32 = 0, ext: UInt32 = 0) {
        self.command = command
        self.table = table
        self.ext = ext
    }

    /// The user list.
    public static let users = BulkRequest(command: .readUsers, table: 5)
    /// The attendance log.
    public static let attendance = BulkRequest(command: .readAttendance)
    /// The fingerprint templates.
    public static let templates = BulkRequest(command: .readTable, table: 2)
    /// The operation log.
    public static let operations = BulkRequest(command: .readOperations)

    /// Reads the 11 bytes of a request.
    public init(decoding data: [UInt8]) throws(WireError) {
        guard data.count == Self.length else {
            throw .payloadLength(
                of: .bulkRequest, expected: Self.length...Self.length, found: data.count)
        }
        var reader = ByteReader(data)
        try reader.skip(1)
        command = Command(rawValue: try reader.u16())
        table = try reader.u32()
        ext = try reader.u32()
    }

    /// The 11 bytes of the request.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.length)
        writer.u8(1)
        writer.u16(command.rawValue)
        writer.u32(table)
        writer.u32(ext)
        return writer.bytes
    }

    /// The data of the same request to firmware that cannot stage: the table as one byte, sent with
    /// the inner command itself; no data when there is no table.
    public var legacyData: [UInt8] { table == 0 ? [] : [UInt8(truncatingIfNeeded: table)] }
}

/// The data of the answer that a dataset is staged in the gate: 13 bytes.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 1 | 0 |
/// | 1 | 4 | size of the dataset with its prefix |
/// | 5 | 4 | the same again |
/// | 9 | 4 | unknown, differs from call to call |
///
/// Vector: frame 37.
public struct StagedAnswer: Hashable, Sendable {
    /// Bytes of the encoded form.
    public static let length = 13

    /// Bytes of the dataset, its 4-byte prefix included.
    public var size: UInt32
    /// The last four bytes, whose meaning nobody knows.
    public var unknown: UInt32

    /// Makes an answer.
    public init(size: UInt32, unknown: UInt32 = 0) {
        self.size = size
        self.unknown = unknown
    }

    /// Reads the bytes of an answer; what follows the size may be missing.
    public init(decoding data: [UInt8]) throws(WireError) {
        guard (5...Self.length).contains(data.count) else {
            throw .payloadLength(of: .stagedAnswer, expected: 5...Self.length, found: data.count)
        }
        var reader = ByteReader(data)
        try reader.skip(1)
        size = try reader.u32()
        if data.count == Self.length {
            try reader.skip(4)
            unknown = try reader.u32()
        } else {
            unknown = 0
        }
    }

    /// The 13 bytes of the answer.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.length)
        writer.u8(0)
        writer.u32(size)
        writer.u32(size)
        writer.u32(unknown)
        return writer.bytes
    }
}

/// The data of a request for a chunk of the staged dataset (``Command/readBuffer``): 8 bytes.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | start, counted from the prefix of the dataset |
/// | 4 | 4 | size |
///
/// Vectors: frames 38 and 39.
public struct ChunkRequest: Hashable, Sendable {
    /// Bytes of the encoded form.
    public static let length = 8

    /// The first byte wanted.
    public var start: UInt32
    /// The number of bytes wanted.
    public var size: UInt32

    /// Makes a request.
    public init(start: UInt32, size: UInt32) {
        self.start = start
        self.size = size
    }

    /// Reads the 8 bytes of a request.
    public init(decoding data: [UInt8]) throws(WireError) {
        guard data.count == Self.length else {
            throw .payloadLength(
                of: .chunkRequest, expected: Self.length...Self.length, found: data.count)
        }
        var reader = ByteReader(data)
        start = try reader.u32()
        size = try reader.u32()
    }

    /// The 8 bytes of the request.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.length)
        writer.u32(start)
        writer.u32(size)
        return writer.bytes
    }
}

/// The data of the announcement that data follows in pieces (``Command/prepareData``).
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 4 | bytes that follow in all pieces together |
/// | 4 | 4 | bytes of a piece; may be missing |
///
/// Vectors: frames 40 and 43.
public struct DataAnnouncement: Hashable, Sendable {
    /// Bytes that follow.
    public var size: UInt32
    /// Bytes of one piece as the gate says; `nil` when it does not.
    public var pieceSize: UInt32?

    /// Makes an announcement.
    public init(size: UInt32, pieceSize: UInt32? = nil) {
        self.size = size
        self.pieceSize = pieceSize
    }

    /// Reads an announcement of 4 to 16 bytes.
    public init(decoding data: [UInt8]) throws(WireError) {
        guard (4...16).contains(data.count) else {
            throw .payloadLength(of: .announcement, expected: 4...16, found: data.count)
        }
        var reader = ByteReader(data)
        size = try reader.u32()
        pieceSize = data.count >= 8 ? try reader.u32() : nil
    }

    /// The 4 or 8 bytes of the announcement.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 8)
        writer.u32(size)
        if let pieceSize { writer.u32(pieceSize) }
        return writer.bytes
    }
}
