/// A JSON value whose objects keep the order of their keys.
///
/// Foundation's encoder sorts keys or leaves their order open; pages and scripts want the documented
/// order and the same bytes on every run.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number, written with at most three decimals; not finite becomes `null`.
    case decimal(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One key and its value.
    package struct Member: Hashable, Sendable {
        /// The key.
        package let key: String
        /// The value.
        package let value: JSONValue

        /// Makes a member of an object.
        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Makes a string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// Makes a whole number.
    package init(integerLiteral value: Int) { self = .integer(value) }
    /// Makes a truth value.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes `null`.
    package init(nilLiteral: ()) { self = .null }
    /// Makes an array.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// Makes an object; keys keep their order.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension JSONValue {
    /// The value as a string, or `null`.
    package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// The value as true or false, or `null`.
    package static func optional(_ flag: Bool?) -> JSONValue { flag.map { .bool($0) } ?? .null }

    /// The value as a whole number, or `null`.
    package static func optional(_ number: Int?) -> JSONValue {
        number.map { .integer($0) } ?? .null
    }

    /// The value of `key` in an object; `nil` for other values and unknown keys.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}
