internal import CSodium

/// SHA-256 digests, as lower-case hex text of 64 characters.
package enum SHA256 {
    /// The digest of `bytes`.
    ///
    /// - Complexity: O(n); nothing is copied.
    package static func hex(_ bytes: [UInt8]) -> String { Hex.text(of: digest(bytes)) }

    /// The 32 bytes of the digest of `bytes`.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest
    }

    /// A digest of bytes that come in pieces.
    package struct Stream {
        private var state = crypto_hash_sha256_state()

        /// Starts with nothing.
        package init() { _ = crypto_hash_sha256_init(&state) }

        /// Adds the next bytes.
        package mutating func add(_ bytes: [UInt8]) {
            _ = crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
        }

        /// The digest of everything added so far.
        package func hex() -> String {
            var state = state
            var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
            _ = crypto_hash_sha256_final(&state, &digest)
            return Hex.text(of: digest)
        }
    }
}

/// Bytes as hexadecimal text and back.
package enum Hex {
    /// Lower-case hexadecimal text.
    package static func text(of bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that hexadecimal text stands for; `nil` for any other text.
    package static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
