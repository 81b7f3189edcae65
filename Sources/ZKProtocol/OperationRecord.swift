/// A line of the operation log: what somebody did at the gate itself, 16 bytes.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 2 | slot of the administrator, 0 for nobody |
/// | 2 | 1 | operation |
/// | 3 | 1 | unknown |
/// | 4 | 4 | time |
/// | 8 | 2 × 4 | parameters |
///
/// Vector: the sample in `PayloadTests`.
public struct OperationRecord: Hashable, Sendable {
    /// Bytes of a record.
    public static let length = 16

    /// The slot of the administrator; 0 for nobody.
    public var administratorSlot: UInt16
    /// The number of the operation, such as 6: a fingerprint was enrolled.
    public var operation: UInt8
    /// Byte 3, whose meaning nobody knows.
    public var unknown: UInt8
    /// Wall time of the gate; may be no date.
    public var time: DeviceTime
    /// Four parameters; the first is often the slot of the user concerned.
    public var parameters: [UInt16]

    /// Makes a record; parameters beyond four are dropped, missing ones are 0.
    public init(
        administratorSlot: UInt16, operation: UInt8, unknown: UInt8 = 0, time: DeviceTime,
        parameters: [UInt16]
    ) {
        self.administratorSlot = administratorSlot
        self.operation = operation
        self.unknown = unknown
        self.time = time
        self.parameters = Array((parameters + [0, 0, 0, 0]).prefix(4))
    }

    /// Reads the 16 bytes of a record; any bytes give a value.
    ///
    /// - Throws: ``WireError/payloadLength(of:expected:found:)`` for another number of bytes.
    public init(decoding bytes: ArraySlice<UInt8>) throws(WireError) {
        guard bytes.count == Self.length else {
            throw .payloadLength(
                of: .operation, expected: Self.length...Self.length, found: bytes.count)
        }
        var reader = ByteReader(bytes)
        administratorSlot = try reader.u16()
        operation = try reader.u8()
        unknown = try reader.u8()
        time = DeviceTime(rawValue: try reader.u32())
        parameters = [
            try reader.u16(), try reader.u16(), try reader.u16(), try reader.u16(),
        ]
    }

    /// Reads the records of an operation log, without the size in front of a dataset; an incomplete
    /// record at the end is an error.
    ///
    /// - Throws: ``WireError/unknownLayout(of:byteCount:announcedRecords:sample:)`` when the bytes are
    ///   no multiple of 16.
    public static func list(
        decoding bytes: ArraySlice<UInt8>
    ) throws(WireError) -> [OperationRecord] {
        guard bytes.count % length == 0 else {
            throw .unknownLayout(
                of: .operations, byteCount: bytes.count, announcedRecords: nil,
                sample: Array(bytes.prefix(128)))
        }
        var records: [OperationRecord] = []
        records.reserveCapacity(bytes.count / length)
        var reader = ByteReader(bytes)
        while reader.remainingCount > 0 {
            records.append(try OperationRecord(decoding: try reader.bytes(length)))
        }
        return records
    }

    /// The 16 bytes of the record.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.length)
        writer.u16(administratorSlot)
        writer.u8(operation)
        writer.u8(unknown)
        writer.u32(time.rawValue)
        for parameter in parameters.prefix(4) { writer.u16(parameter) }
        return writer.bytes
    }
}
