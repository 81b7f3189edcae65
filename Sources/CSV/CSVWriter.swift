/// Writes CSV text, RFC 4180: fields in quotes only where they must be, rows ended by CRLF.
///
/// The text grows in memory; ``take()`` hands over what is there, so that a long table can be
/// written to a file piece by piece.
package struct CSVWriter {
    private static let quote = UInt8(ascii: "\"")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How the text is written.
    package let profile: CSVProfile
    /// What has been written and not yet taken.
    package private(set) var bytes: [UInt8]

    private var rowStart: Int
    private var isAtRowStart = true

    /// Starts a text.
    package init(_ profile: CSVProfile = .plain) {
        self.profile = profile
        bytes = profile.hasByteOrderMark ? Self.byteOrderMark : []
        rowStart = bytes.count
    }

    /// Writes one whole row.
    package mutating func writeRow(_ fields: some Sequence<String>) {
        for field in fields { writeField(field) }
        endRow()
    }

    /// Writes the next field of the row.
    package mutating func writeField(_ text: String) {
        if !isAtRowStart { bytes.append(profile.separator) }
        isAtRowStart = false
        let needsQuotes = needsQuotes(text)
        guard needsQuotes else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(Self.quote)
        for byte in text.utf8 {
            if byte == Self.quote { bytes.append(Self.quote) }
            bytes.append(byte)
        }
        bytes.append(Self.quote)
    }

    /// Ends the row. A row of one empty field is written as `""`: a blank line would be no row.
    package mutating func endRow() {
        if bytes.count == rowStart && !isAtRowStart {
            bytes.append(Self.quote)
            bytes.append(Self.quote)
        }
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
        rowStart = bytes.count
        isAtRowStart = true
    }

    /// Hands over what has been written since the last call, and forgets it. Call it between rows.
    package mutating func take() -> [UInt8] {
        defer {
            bytes.removeAll(keepingCapacity: true)
            rowStart = 0
        }
        return bytes
    }

    /// Whether the text would be read as something else without quotes.
    ///
    /// A field that starts with U+FEFF is quoted: bare at the start of a file it would be taken for
    /// a byte order mark.
    private func needsQuotes(_ text: String) -> Bool {
        for byte in text.utf8 {
            if byte == profile.separator || byte == Self.quote || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\n")
            {
                return true
            }
        }
        return text.unicodeScalars.first == "\u{FEFF}"
    }
}
