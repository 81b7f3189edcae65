package import GateModel
package import OrderedJSON

/// One value of a report.
package enum ReportCell: Hashable, Sendable {
    /// Nothing is known or nothing applies: an empty cell, `null` in JSON, never 0.
    case missing
    /// Words.
    case text(String)
    /// An identifier, kept as text.
    case identifier(String)
    /// A calendar date.
    case date(LocalDate)
    /// A wall time with its date.
    case dateTime(LocalDateTime)
    /// A time of day.
    case time(LocalTime)
    /// A span, in seconds.
    case duration(seconds: Int)
    /// A whole number.
    case count(Int)
    /// Yes or no.
    case flag(Bool)

    /// `value` made a cell by `make`, or `.missing`.
    package static func known<Value>(
        _ value: Value?, _ make: (Value) -> ReportCell
    ) -> ReportCell {
        value.map(make) ?? .missing
    }

    /// The cell in machine-readable text: ISO dates and times, whole seconds, `true` and `false`;
    /// empty when missing.
    package var plainText: String {
        switch self {
        case .missing: ""
        case .text(let text), .identifier(let text): text
        case .date(let date): date.description
        case .dateTime(let time): time.description
        case .time(let time): time.description
        case .duration(let seconds): String(seconds)
        case .count(let number): String(number)
        case .flag(let value): value ? "true" : "false"
        }
    }

    /// The cell as JSON: numbers and flags as such, everything else as text, `null` when missing.
    package var json: JSONValue {
        switch self {
        case .missing: .null
        case .duration(let seconds): .integer(seconds)
        case .count(let number): .integer(number)
        case .flag(let value): .bool(value)
        default: .string(plainText)
        }
    }
}
