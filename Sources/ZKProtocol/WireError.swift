/// What is wrong with bytes that came over the wire or were about to be sent: facts, no guesses.
public enum WireError: Error, Equatable, Sendable {
    /// A value reaches beyond the end of the bytes; `offset` counts from their start.
    case truncated(offset: Int, needed: Int, found: Int)
    /// The stream does not start like this protocol: at most its first four bytes.
    case notThisProtocol(firstBytes: [UInt8])
    /// A TCP prefix or a datagram announces a packet length out of bounds.
    case packetLength(found: Int, allowed: ClosedRange<Int>)
    /// The checksum of a packet is not that of its bytes.
    case checksum(expected: UInt16, found: UInt16)
    /// A payload does not have the length its kind demands.
    case payloadLength(of: WirePart, expected: ClosedRange<Int>, found: Int)
    /// A dataset announces more record bytes than there are: it is cut off.
    case datasetCutOff(announced: Int, found: Int)
    /// A dataset is announced longer than allowed.
    case datasetLength(announced: Int, limit: Int)
    /// A list has more records than allowed.
    case recordCount(of: WirePart, found: Int, limit: Int)
    /// No known record layout fits a list; `sample` holds its first bytes.
    case unknownLayout(of: WirePart, byteCount: Int, announcedRecords: Int?, sample: [UInt8])
    /// An 8-byte attendance list holds records of the short form, so its records are not equally long.
    case shortAttendanceRecord(position: Int)
    /// An entry of a template list has an impossible size.
    case templateEntry(offset: Int, size: Int, available: Int)
    /// A field has no room for its value, or cannot hold it in the layout asked for.
    case unencodable(field: String, reason: String)
}

/// A part of the protocol that a ``WireError`` talks about.
public enum WirePart: String, Equatable, Sendable {
    case attendance = "attendance list"
    case users = "user list"
    case templates = "template list"
    case operations = "operation log"
    case user = "user record"
    case attendanceRecord = "attendance record"
    case operation = "operation record"
    case counters = "counters"
    case option = "option"
    case time = "time"
    case bulkRequest = "bulk request"
    case stagedAnswer = "staged answer"
    case chunkRequest = "chunk request"
    case announcement = "data announcement"
}

extension WireError: CustomStringConvertible {
    /// One sentence without personal data.
    public var description: String {
        switch self {
        case .truncated(let offset, let needed, let found):
            "cannot read \(needed) bytes at offset \(offset): only \(found) are left"
        case .notThisProtocol(let bytes):
            "this is another protocol: expected 50 50 82 7d at the start of a frame, "
                + "found \(hex(bytes))"
        case .packetLength(let found, let allowed):
            "a packet of \(found) bytes is announced, expected \(allowed.lowerBound) to "
                + "\(allowed.upperBound)"
        case .checksum(let expected, let found):
            "a packet arrived damaged: its checksum should be \(expected) and is \(found)"
        case .payloadLength(let part, let expected, let found):
            "\(part.rawValue): expected \(sentence(expected)) bytes, found \(found)"
        case .datasetCutOff(let announced, let found):
            "the list is cut off: \(announced) bytes announced, \(found) received"
        case .datasetLength(let announced, let limit):
            "a dataset of \(announced) bytes is announced, more than the limit of \(limit)"
        case .recordCount(let part, let found, let limit):
            "\(part.rawValue): \(found) records, more than the limit of \(limit)"
        case .unknownLayout(let part, let count, let records, _):
            "\(part.rawValue): no known record layout fits its \(count) bytes"
                + (records.map { " (the gate counts \($0) records)" } ?? "")
        case .shortAttendanceRecord(let position):
            "attendance list: record \(position) has the short form, which cannot be read"
        case .templateEntry(let offset, let size, let available):
            "template list: the entry at offset \(offset) has size \(size), with \(available) "
                + "bytes left"
        case .unencodable(let field, let reason):
            "cannot write \(field): \(reason)"
        }
    }

    private func sentence(_ range: ClosedRange<Int>) -> String {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}
