/// Writes fixed-width decimal numbers as text: the one writer behind dates and times.
struct DigitWriter {
    private var bytes: [UInt8] = []

    /// Makes room for `capacity` characters.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// What was written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes a number from 0 with leading zeros; it must have at most `width` digits.
    mutating func append(_ number: Int, width: Int) {
        var power = 1
        for _ in 1..<width { power *= 10 }
        var rest = number
        while power > 0 {
            let (digit, left) = rest.quotientAndRemainder(dividingBy: power)
            bytes.append(UInt8(ascii: "0") + UInt8(digit))
            rest = left
            power /= 10
        }
    }

    /// Writes an ASCII character.
    mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

    /// A number with leading zeros.
    static func text(_ number: Int, width: Int) -> String {
        var digits = DigitWriter(capacity: width)
        digits.append(number, width: width)
        return digits.text
    }
}
