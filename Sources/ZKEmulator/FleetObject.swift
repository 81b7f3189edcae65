/// One object of a fleet file while it is read: knows which keys it may have.
///
/// Every verb throws ``FleetError`` or `DecodingError`, both with the place in the file.
struct FleetObject {
    /// A key of any name.
    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    /// Opens the object; a key that is not in `known` is an error that names the nearest one.
    init(_ decoder: any Decoder, known: [String]) throws {
        container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys.map(\.stringValue).sorted() where !known.contains(key) {
            let nearest = NearestName.of(key, in: known).map { ", did you mean \"\($0)\"?" } ?? ""
            throw FleetError(
                at: container.codingPath,
                "unknown key \"\(key)\"\(nearest.isEmpty ? "; known: \(known.joined(separator: ", "))" : nearest)"
            )
        }
    }

    /// The place of `key` in the file.
    func path(_ key: String) -> [any CodingKey] { container.codingPath + [Key(key)] }

    /// Reads the value of `key`, which has to be there.
    func required<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value
    {
        try container.decode(type, forKey: Key(key))
    }

    /// Reads the value of `key`; `nil` when it is missing or `null`.
    func optional<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws
        -> Value?
    {
        try container.decodeIfPresent(type, forKey: Key(key))
    }

    /// Reads the whole number of `key`; `nil` when it is missing or `null`.
    func whole<Number: Decodable & BinaryInteger>(_ key: String, as type: Number.Type) throws
        -> Number?
    {
        do {
            return try optional(key, as: type)
        } catch {
            // The decoder gives no place for numbers that the type cannot hold.
            guard let found = try? container.decode(Double.self, forKey: Key(key)) else {
                throw error
            }
            let text = "\(found)"
            throw FleetError(
                at: path(key),
                "expected a whole number\(Number.isSigned ? "" : " from 0 on"), found "
                    + (text.hasSuffix(".0") ? text.dropLast(2) : text[...]))
        }
    }

    /// Reads the whole number of `key` within `range`; `nil` when it is missing.
    func number(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = try whole(key, as: Int.self) else { return nil }
        guard range.contains(value) else {
            throw FleetError(
                at: path(key),
                "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(value)"
            )
        }
        return value
    }

    /// Reads the whole number of `key` within `range`; an error when it is missing.
    func requiredNumber(_ key: String, in range: ClosedRange<Int>) throws -> Int {
        guard let value = try number(key, in: range) else {
            throw FleetError(at: container.codingPath, "the key \"\(key)\" is missing")
        }
        return value
    }

    /// Reads a share from 0 to 1 as thousandths; `nil` when it is missing.
    func share(_ key: String) throws -> Int? {
        guard let value = try optional(key, as: Double.self) else { return nil }
        guard (0...1).contains(value) else {
            throw FleetError(at: path(key), "expected a share from 0 to 1, found \(value)")
        }
        return Int((value * 1000).rounded())
    }

    /// Reads one of the names of `Choice`; `nil` when it is missing.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Choice.Type = Choice.self
    ) throws -> Choice? {
        guard let text = try optional(key, as: String.self) else { return nil }
        if let value = Choice(rawValue: text) { return value }
        let names = Choice.allCases.map(\.rawValue)
        let nearest = NearestName.of(text, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
        throw FleetError(
            at: path(key),
            "expected one of \(names.joined(separator: ", ")), found \"\(text)\"\(nearest)")
    }

    /// Reads text that `parse` understands, such as a date; `nil` when it is missing.
    func parsed<Value>(_ key: String, _ expected: String, _ parse: (String) -> Value?) throws
        -> Value?
    {
        guard let text = try optional(key, as: String.self) else { return nil }
        guard let value = parse(text) else {
            throw FleetError(at: path(key), "expected \(expected), found \"\(text)\"")
        }
        return value
    }
}
