internal import CSodium

/// A key that signs: Ed25519.
package struct SigningKey: Sendable {
    /// Bytes of the seed a key is made of.
    package static let seedLength = Int(crypto_sign_SEEDBYTES)
    /// libsodium chooses its implementations once per process.
    private static let isReady = sodium_init() >= 0

    /// The seed: the secret.
    package let seed: [UInt8]
    /// The key that checks signatures.
    package let publicKey: PublicKey

    private let secret: [UInt8]

    /// Makes the key of a seed of 32 bytes; `nil` for any other number.
    package init?(seed: [UInt8]) {
        guard Self.isReady, seed.count == Self.seedLength else { return nil }
        var open = [UInt8](repeating: 0, count: Int(crypto_sign_PUBLICKEYBYTES))
        var secret = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        guard crypto_sign_seed_keypair(&open, &secret, seed) == 0,
            let publicKey = PublicKey(bytes: open)
        else { return nil }
        self.seed = seed
        self.secret = secret
        self.publicKey = publicKey
    }

    /// Makes a new key; `nil` when the library of the system cannot be used.
    package static func random() -> SigningKey? {
        guard isReady else { return nil }
        var seed = [UInt8](repeating: 0, count: seedLength)
        randombytes_buf(&seed, seed.count)
        return SigningKey(seed: seed)
    }

    /// The signature of a message: 64 bytes, the same every time.
    package func signature(of message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Int(crypto_sign_BYTES))
        var length: UInt64 = 0
        crypto_sign_detached(&signature, &length, message, UInt64(message.count), secret)
        return signature
    }

    /// A code for a text that nobody without the key can undo or try out, and that is always the same.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - purpose: What the code is for; other purposes give other codes.
    /// - Returns: 16 hexadecimal digits.
    package func code(for text: String, purpose: String) -> String {
        let key = Self.hash(Array("gatebook code \(purpose)".utf8), key: seed, length: 32)
        return Hex.text(of: Self.hash(Array(text.utf8), key: key, length: 8))
    }

    private static func hash(_ message: [UInt8], key: [UInt8], length: Int) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: max(16, length))
        crypto_generichash(
            &hash, hash.count, message, UInt64(message.count), key, key.count)
        return Array(hash.prefix(length))
    }
}

/// A key that checks signatures: Ed25519, 32 bytes.
package struct PublicKey: Hashable, Sendable {
    /// The key.
    package let bytes: [UInt8]

    /// Makes a key of exactly 32 bytes; `nil` for any other number.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Int(crypto_sign_PUBLICKEYBYTES) else { return nil }
        self.bytes = bytes
    }

    /// Reads a key of 64 hexadecimal digits; `nil` for any other text.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.bytes(of: hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// The key as 64 hexadecimal digits.
    package var hex: String { Hex.text(of: bytes) }

    /// A short text by which people compare keys: eight groups of four hexadecimal digits, the start of
    /// the key's SHA-256.
    package var fingerprint: String {
        let digits = Array(SHA256.hex(bytes).prefix(32))
        return stride(from: 0, to: 32, by: 4).map { String(digits[$0..<($0 + 4)]) }
            .joined(separator: "-")
    }

    /// Whether a text is this key's fingerprint, written with or without its dashes.
    package func hasFingerprint(_ text: String) -> Bool {
        let plain = text.lowercased().filter { $0 != "-" && $0 != ":" && $0 != " " }
        return plain == fingerprint.filter { $0 != "-" }
    }

    /// Whether `signature` is that of `message` by the owner of this key.
    package func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == Int(crypto_sign_BYTES) else { return false }
        return crypto_sign_verify_detached(
            signature, message, UInt64(message.count), bytes) == 0
    }
}
