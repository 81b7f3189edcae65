import Digests

/// Chains the records of a CSV file by their hashes, from bytes that come in pieces.
///
/// The hash of a record is the SHA-256 of its bytes without the line end. The chain starts with the
/// SHA-256 of its name and the header, and each link is the SHA-256 of the link before and the hash
/// of the record. So the last link, the head, stands for every record, their order and their number.
struct RowChain {
    /// Records between two links that a manifest keeps.
    static let checkpointRows = 1_000
    /// Bytes of a record's hash that are enough to find it again.
    static let markLength = 16

    /// The last link.
    private(set) var head: [UInt8] = []
    /// Records after the header.
    private(set) var rows = 0
    /// The links after every thousand records.
    private(set) var checkpoints: [String] = []

    private let name: String
    private var record: [UInt8] = []
    private var isQuoted = false
    private var hasHeader = false

    /// Starts the chain of a file.
    init(_ name: String) { self.name = name }

    /// Adds the next bytes; `observe` is given the start of the hash of each record that ends in them.
    mutating func add(
        _ bytes: some Sequence<UInt8>, observe: (ArraySlice<UInt8>) -> Void = { _ in }
    ) {
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == 0x0A, !isQuoted {
                end(observe)
            } else {
                record.append(byte)
            }
        }
    }

    /// Ends the chain: bytes after the last line end are a record, too.
    mutating func finish(observe: (ArraySlice<UInt8>) -> Void = { _ in }) {
        if !record.isEmpty || !hasHeader { end(observe) }
    }

    private mutating func end(_ observe: (ArraySlice<UInt8>) -> Void) {
        if record.last == 0x0D { record.removeLast() }
        if hasHeader {
            let hash = SHA256.digest(record)
            head = SHA256.digest(head + hash)
            rows += 1
            if rows.isMultiple(of: Self.checkpointRows) {
                checkpoints.append(Hex.text(of: head))
            }
            observe(hash[..<Self.markLength])
        } else {
            hasHeader = true
            head = SHA256.digest(Array("gatebook audit chain 1\n\(name)\n".utf8) + record)
        }
        record.removeAll(keepingCapacity: true)
    }
}
