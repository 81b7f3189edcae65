/// An assembled bulk dataset: a size as u32, then that many bytes of records.
///
/// Bytes behind the announced size are ignored; a dataset shorter than announced is cut off and an
/// error, never a shorter list. Vectors: frames 45 to 47.
public struct Dataset: Hashable, Sendable {
    /// Bytes of the size in front of the records.
    public static let prefixLength = 4

    /// The bytes of all records.
    public let records: ArraySlice<UInt8>

    /// Reads the size in front of `bytes`; no bytes at all are a list without records.
    ///
    /// - Throws: ``WireError/datasetCutOff(announced:found:)``,
    ///   ``WireError/datasetLength(announced:limit:)``,
    ///   ``WireError/truncated(offset:needed:found:)`` for 1 to 3 bytes.
    public init(_ bytes: ArraySlice<UInt8>) throws(WireError) {
        guard !bytes.isEmpty else {
            records = bytes
            return
        }
        var reader = ByteReader(bytes)
        let announced = Int(try reader.u32())
        guard announced <= WireLimits.datasetLength else {
            throw .datasetLength(announced: announced, limit: WireLimits.datasetLength)
        }
        guard announced <= reader.remainingCount else {
            throw .datasetCutOff(announced: announced, found: reader.remainingCount)
        }
        records = try reader.bytes(announced)
    }

    /// Returns the dataset of `records` as bytes: their number first.
    public static func encoded(records: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: prefixLength + records.count)
        writer.u32(UInt32(truncatingIfNeeded: records.count))
        writer.append(records)
        return writer.bytes
    }
}
