/// A value of a TOML document and where it stands.
struct TomlNode: Decodable, Hashable, Sendable {
    /// What kind of value it is.
    enum Kind: String, Decodable, Sendable {
        case string
        case integer
        case float
        case boolean
        case date
        case time
        case datetime
        case array
        case table
    }

    /// A key of a table and its value.
    struct Entry: Decodable, Hashable, Sendable {
        var key: String
        var line: Int
        var column: Int
        var node: TomlNode
    }

    var kind: Kind
    /// Line, 1-based.
    var line: Int
    /// Column in Unicode scalars, 1-based.
    var column: Int
    /// The value as TOML writes it, for everything but lists and tables; text without its quotes.
    var text: String?
    /// The values of a list.
    var items: [TomlNode]?
    /// The keys of a table, in no order that matters.
    var entries: [Entry]?

    /// The value for sentences: its kind in words, and what was written.
    var shown: String {
        let text = text ?? ""
        return switch kind {
        case .string: "the text “\(text)”"
        case .integer, .float: "the number \(text)"
        case .boolean: text
        case .date: "the date \(text)"
        case .time: "the time \(text)"
        case .datetime: "the date and time \(text)"
        case .array: "a list"
        case .table: "a table"
        }
    }
}
