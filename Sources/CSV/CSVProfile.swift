/// How CSV text is written for the program that will read it.
package struct CSVProfile: Hashable, Sendable {
    /// The byte between two fields.
    package var separator: UInt8
    /// Whether the text starts with a byte order mark.
    package var hasByteOrderMark: Bool

    /// Makes a profile.
    package init(separator: UInt8, hasByteOrderMark: Bool) {
        self.separator = separator
        self.hasByteOrderMark = hasByteOrderMark
    }

    /// RFC 4180 for programs: UTF-8, commas, CRLF, no byte order mark, values exactly as they are.
    package static let plain = CSVProfile(separator: UInt8(ascii: ","), hasByteOrderMark: false)
}
