/// Reads fixed-width decimal numbers from text: the one parser behind dates and times.
struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: some StringProtocol) {
        rest = ArraySlice(text.utf8)
    }

    /// Whether all text has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Reads exactly `width` ASCII digits.
    mutating func number(width: Int) -> Int? {
        guard rest.count >= width else { return nil }
        var value = 0
        for byte in rest.prefix(width) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        rest = rest.dropFirst(width)
        return value
    }

    /// Reads the ASCII character `character`; `false`, with nothing read, when another one stands there.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}
