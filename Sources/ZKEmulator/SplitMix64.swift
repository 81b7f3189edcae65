/// A small random generator that gives the same numbers for the same seed on every machine.
package struct SplitMix64: Sendable {
    private var state: UInt64

    /// Starts the sequence of `seed`.
    package init(seed: UInt64) {
        state = seed
    }

    /// Starts the sequence of `seed` that belongs to `text` and `number`.
    package init(seed: UInt64, text: String, number: Int) {
        // FNV-1a over the text, so that neighbours share nothing; the mixer does the rest.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        var mixer = SplitMix64(seed: seed ^ hash)
        let first = mixer.next()
        state = first ^ (UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15)
        state = next()
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number of `range`, every one as likely as the others.
    package mutating func number(in range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
    }

    /// Whether an event that happens `thousandths` times in a thousand happens now.
    package mutating func happens(_ thousandths: Int) -> Bool {
        number(in: 0...999) < thousandths
    }
}
