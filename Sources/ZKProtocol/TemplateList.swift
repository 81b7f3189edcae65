/// A fingerprint template as a gate stores it, without its entry header.
///
/// | Offset | Size | Field |
/// |---|---|---|
/// | 0 | 2 | size of the entry: template and these six bytes (so does pyzk 0.9) |
/// | 2 | 2 | user slot |
/// | 4 | 1 | finger, 0–9 |
/// | 5 | 1 | 0 invalid, 1 valid, 3 duress |
/// | 6 | n | template |
///
/// Vectors: records T1 and T2.
public struct TemplateRecord: Hashable, Sendable {
    /// Bytes in front of the template.
    public static let headerLength = 6

    /// The slot of the user.
    public var slot: UInt16
    /// The finger, 0 to 9, from the left little finger to the right one.
    public var finger: UInt8
    /// 0 invalid, 1 valid, 3 duress; others as they came.
    public var validity: UInt8
    /// The template. Never shown, never logged.
    public var bytes: [UInt8]

    /// Makes a template.
    public init(slot: UInt16, finger: UInt8, validity: UInt8 = 1, bytes: [UInt8]) {
        self.slot = slot
        self.finger = finger
        self.validity = validity
        self.bytes = bytes
    }

    /// Returns the entry with its header.
    ///
    /// - Throws: ``WireError/unencodable(field:reason:)`` for more than 65,529 bytes.
    public func encoded() throws(WireError) -> [UInt8] {
        guard let size = UInt16(exactly: bytes.count + Self.headerLength) else {
            throw .unencodable(
                field: "template", reason: "\(bytes.count) bytes do not fit into an entry")
        }
        var writer = ByteWriter(capacity: Int(size))
        writer.u16(size)
        writer.u16(slot)
        writer.u8(finger)
        writer.u8(validity)
        writer.append(bytes)
        return writer.bytes
    }
}

/// The fingerprint templates of a gate as read, in the gate's own order.
public struct TemplateList: Hashable, Sendable {
    /// The templates.
    public let records: [TemplateRecord]
    /// The number of templates the gate counted just before; `nil` when it does not count.
    public let announcedCount: Int?
    /// Fewer than six bytes behind the last entry; usually none.
    public let remainder: [UInt8]

    /// Puts a list together.
    public init(
        records: [TemplateRecord], announcedCount: Int? = nil, remainder: [UInt8] = []
    ) {
        self.records = records
        self.announcedCount = announcedCount
        self.remainder = remainder
    }

    /// Reads the entries of a list, without the size in front of a dataset.
    ///
    /// - Throws: ``WireError/templateEntry(offset:size:available:)``: where one entry is wrong,
    ///   nobody knows where the next one starts.
    public init(
        decoding bytes: ArraySlice<UInt8>, announcedCount: Int? = nil
    ) throws(WireError) {
        var records: [TemplateRecord] = []
        var reader = ByteReader(bytes)
        while reader.remainingCount >= TemplateRecord.headerLength {
            let offset = reader.offset
            let available = reader.remainingCount
            let size = Int(try reader.u16())
            guard size >= TemplateRecord.headerLength, size <= available else {
                throw .templateEntry(offset: offset, size: size, available: available)
            }
            let slot = try reader.u16()
            let finger = try reader.u8()
            let validity = try reader.u8()
            let template = try reader.bytes(size - TemplateRecord.headerLength)
            records.append(
                TemplateRecord(
                    slot: slot, finger: finger, validity: validity, bytes: Array(template)))
        }
        self.records = records
        self.announcedCount = announcedCount
        remainder = Array(reader.rest)
    }
}
