package import GateModel

/// A value of a row that is handed over.
package enum ForwardValue: Hashable, Sendable {
    /// NULL.
    case null
    /// Text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A wall time.
    case time(LocalDateTime)

    /// The value as text by which keys are compared.
    package var keyText: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .time(let time): time.description
        }
    }
}
