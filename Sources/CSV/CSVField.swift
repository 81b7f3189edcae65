/// Where a field of a CSV row stands in the text; its bytes are a slice of the whole text.
package struct CSVField: Hashable, Sendable {
    /// The bytes of the content, without the quotes around it.
    package var bytes: Range<Int>
    /// Line on which the field starts, 1-based.
    package var line: Int
    /// Byte at which that line starts.
    var lineStart: Int
    /// Byte at which the field starts, its quote included.
    var start: Int
    /// Whether the field stands in quotes.
    package var isQuoted: Bool
    /// Whether the content holds doubled quotes that stand for one.
    var hasDoubledQuotes: Bool
}
