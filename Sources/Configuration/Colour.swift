import Foundation

/// A colour of a page, in sRGB.
struct Colour: Hashable, Sendable {
    private let parts: [UInt8]

    /// Takes `0xRRGGBB`.
    init(_ number: UInt32) {
        parts = [16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// Reads `#rrggbb` or `#rgb`; `nil` for anything else.
    init?(_ text: String) {
        guard text.hasPrefix("#") else { return nil }
        var digits = Array(text.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let number = UInt32(String(digits), radix: 16)
        else { return nil }
        self.init(number)
    }

    /// `#rrggbb`.
    var text: String {
        "#"
            + parts.map { part in
                let digits = String(part, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
    }

    /// The colour with a share of another one, 0 to 1.
    func mixed(with other: Colour, share: Double) -> Colour {
        var number: UInt32 = 0
        for (own, foreign) in zip(parts, other.parts) {
            let mixed = Double(own) * (1 - share) + Double(foreign) * share
            number = number << 8 | UInt32(mixed.rounded())
        }
        return Colour(number)
    }

    /// The contrast with another colour by WCAG 2.2, 1 to 21.
    func contrast(with other: Colour) -> Double {
        let (light, dark) = (
            max(luminance, other.luminance), min(luminance, other.luminance)
        )
        return (light + 0.05) / (dark + 0.05)
    }

    private var luminance: Double {
        let linear = parts.map { part -> Double in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
