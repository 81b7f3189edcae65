internal import CSodium

/// SHA-256 digests, as lower-case hex text of 64 characters.
package enum SHA256 {
    /// The digest of `bytes`.
    ///
    /// - Complexity: O(n); nothing is copied.
    package static func hex(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
