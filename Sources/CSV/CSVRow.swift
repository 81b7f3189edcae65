/// One row of a CSV text: its fields as slices of the text, each knowing where it stands.
///
/// A row is made to be used again: ``CSVReader/read(into:)`` fills it and keeps its storage.
package struct CSVRow: Sendable {
    /// The whole text the fields are slices of.
    package internal(set) var text: [UInt8] = []
    /// The fields, in order.
    package internal(set) var fields: [CSVField] = []
    /// Line on which the row starts, 1-based; 0 before the first row.
    package internal(set) var line = 0

    /// Makes an empty row for ``CSVReader/read(into:)`` to fill.
    package init() {}

    /// The number of fields.
    package var count: Int { fields.count }

    /// The bytes of the whole row as they stand in the text, without the line break after it.
    package var rawBytes: ArraySlice<UInt8> {
        guard let first = fields.first, let last = fields.last else { return [] }
        return text[first.start..<(last.bytes.upperBound + (last.isQuoted ? 1 : 0))]
    }

    /// The text of field `index`, with doubled quotes undone; empty when the row is shorter.
    package subscript(index: Int) -> String {
        guard fields.indices.contains(index) else { return "" }
        let field = fields[index]
        guard field.hasDoubledQuotes else {
            return String(decoding: text[field.bytes], as: UTF8.self)
        }
        return String(decoding: bytes(of: index), as: UTF8.self)
    }

    /// The bytes of field `index`, with doubled quotes undone; empty when the row is shorter.
    package func bytes(of index: Int) -> ArraySlice<UInt8> {
        guard fields.indices.contains(index) else { return [] }
        let field = fields[index]
        guard field.hasDoubledQuotes else { return text[field.bytes] }
        var content: [UInt8] = []
        content.reserveCapacity(field.bytes.count)
        var position = field.bytes.lowerBound
        while position < field.bytes.upperBound {
            content.append(text[position])
            // Only doubled quotes stand inside: the reader has seen to that.
            position += text[position] == CSVReader.quote ? 2 : 1
        }
        return content[...]
    }

    /// Line on which field `index` starts, 1-based; that of the row when the row is shorter.
    package func line(of index: Int) -> Int {
        fields.indices.contains(index) ? fields[index].line : line
    }

    /// Column at which field `index` starts, in Unicode scalars, 1-based; 1 beyond the row.
    package func column(of index: Int) -> Int {
        guard fields.indices.contains(index) else { return 1 }
        let field = fields[index]
        return scalarCount(text[field.lineStart..<field.start]) + 1
    }
}

/// The number of Unicode scalars in UTF-8 bytes; a byte order mark counts for nothing.
func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
    return count
}
