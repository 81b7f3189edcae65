/// A digest that tells whether something changed; not for protection against people.
///
/// 128 bits, the same in every run and on every machine.
package struct Fingerprint: Hashable, Sendable {
    private var first: UInt64 = 0xCBF2_9CE4_8422_2325
    private var second: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Starts a digest of nothing.
    package init() {}

    /// Takes in a number.
    package mutating func mix(_ number: Int) {
        let value = UInt64(truncatingIfNeeded: number)
        first = (first ^ value) &* 0x0000_0100_0000_01B3
        first ^= first >> 29
        second = (second &+ value) &* 0xBF58_476D_1CE4_E5B9
        second ^= second >> 32
    }

    /// Takes in a text.
    package mutating func mix(_ text: String) {
        mix(text.utf8.count)
        var word = 0
        var count = 0
        for byte in text.utf8 {
            word = word << 8 | Int(byte)
            count += 1
            if count == 7 {
                mix(word)
                (word, count) = (0, 0)
            }
        }
        if count > 0 { mix(word) }
    }

    /// Takes in a number that may be missing.
    package mutating func mix(_ number: Int?) {
        mix(number == nil ? 0 : 1)
        mix(number ?? 0)
    }

    /// Takes in another digest.
    package mutating func mix(_ other: Fingerprint) {
        mix(Int(truncatingIfNeeded: other.first))
        mix(Int(truncatingIfNeeded: other.second))
    }

    /// Takes in another digest in a way in which their order does not matter.
    package mutating func add(_ other: Fingerprint) {
        first &+= other.first
        second &+= other.second
    }

    /// Undoes ``add(_:)``.
    package mutating func subtract(_ other: Fingerprint) {
        first &-= other.first
        second &-= other.second
    }

    /// The digest in hexadecimal.
    package var text: String { "\(String(first, radix: 16))-\(String(second, radix: 16))" }
}
