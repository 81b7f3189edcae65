/// A run of IPv4 addresses, as people write it: `192.0.2.0/24`, `192.0.2.10-192.0.2.40`,
/// `192.0.2.10-40`, or a single address.
public struct AddressRange: Hashable, Sendable {
    /// The first address.
    public let first: IPv4Address
    /// The last address, never before the first.
    public let last: IPv4Address

    /// Makes a range; `nil` when it is reversed.
    public init?(first: IPv4Address, last: IPv4Address) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// Why a text is no range.
    public enum Problem: Error, Equatable, Sendable {
        /// A part is no address.
        case address(String)
        /// What follows the slash is no number from 0 to 32.
        case prefix(String)
        /// The last address comes before the first.
        case reversed(first: IPv4Address, last: IPv4Address)
    }

    /// Reads a range.
    ///
    /// Of a subnet up to /30 the first and the last address are left out: they name the subnet and all
    /// of it. Bits of the address behind the prefix do not matter.
    ///
    /// - Throws: ``Problem``.
    public init(_ text: String) throws(Problem) {
        if let slash = text.firstIndex(of: "/") {
            let base = try Self.address(text[..<slash])
            self = try Self.subnet(of: base, prefix: text[text.index(after: slash)...])
        } else if let dash = text.firstIndex(of: "-") {
            let first = try Self.address(text[..<dash])
            let last = try Self.end(text[text.index(after: dash)...], after: first)
            guard let range = AddressRange(first: first, last: last) else {
                throw .reversed(first: first, last: last)
            }
            self = range
        } else {
            first = try Self.address(text[...])
            last = first
        }
    }

    private static func address(_ text: Substring) throws(Problem) -> IPv4Address {
        guard let address = IPv4Address(text) else { throw .address(String(text)) }
        return address
    }

    private static func subnet(
        of base: IPv4Address, prefix text: Substring
    ) throws(Problem) -> AddressRange {
        guard text.utf8.count <= 2, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let prefix = UInt32(text), prefix <= 32
        else { throw .prefix(String(text)) }
        // Shifting by 32 gives 0.
        let mask = ~UInt32.zero << (32 - prefix)
        let low = base.rawValue & mask
        let high = low | ~mask
        let edge: UInt32 = prefix <= 30 ? 1 : 0
        let first = IPv4Address(rawValue: low + edge)
        let last = IPv4Address(rawValue: high - edge)
        guard let range = AddressRange(first: first, last: last) else {
            throw .reversed(first: first, last: last)
        }
        return range
    }

    /// The end of a range: an address, or only its last part.
    private static func end(
        _ text: Substring, after first: IPv4Address
    ) throws(Problem) -> IPv4Address {
        guard !text.contains(".") else { return try address(text) }
        let front = first.description.split(separator: ".").prefix(3).joined(separator: ".")
        guard let address = IPv4Address("\(front).\(text)") else { throw .address(String(text)) }
        return address
    }

    /// How many addresses there are, 1 to 4,294,967,296.
    public var count: Int { Int(last.rawValue) - Int(first.rawValue) + 1 }

    /// Whether `address` is one of them.
    public func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }
}

extension AddressRange {
    /// The addresses of `ranges`, each once, in ascending order, as ranges that neither touch nor
    /// overlap.
    public static func merged(_ ranges: [AddressRange]) -> [AddressRange] {
        var merged: [AddressRange] = []
        for range in ranges.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
            // In Int, the address behind 255.255.255.255 is a number, too.
            if let previous = merged.last,
                Int(range.first.rawValue) <= Int(previous.last.rawValue) + 1
            {
                merged[merged.count - 1] =
                    AddressRange(first: previous.first, last: Swift.max(previous.last, range.last))
                    ?? previous
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension AddressRange: Sequence {
    /// Goes through the addresses in ascending order, without keeping them.
    public func makeIterator() -> some IteratorProtocol<IPv4Address> {
        (Int(first.rawValue)...Int(last.rawValue)).lazy
            .map { IPv4Address(rawValue: UInt32(truncatingIfNeeded: $0)) }.makeIterator()
    }
}

extension AddressRange.Problem: CustomStringConvertible {
    /// What was found, against what was expected.
    public var description: String {
        switch self {
        case .address(let text):
            "\"\(text)\" is no IPv4 address; expected such as 192.0.2.7, 192.0.2.0/24 or "
                + "192.0.2.10-192.0.2.40"
        case .prefix(let text): "\"/\(text)\" is no subnet; expected /0 to /32"
        case .reversed(let first, let last):
            "\(first)-\(last) is reversed; write \(last)-\(first)"
        }
    }
}
