internal import CSodium

/// A secret key under which bytes are sealed: XChaCha20-Poly1305, 32 bytes.
///
/// What is sealed can only be read, and cannot be changed unnoticed, by whoever has the key and
/// names the same context. The key never shows itself in texts.
package struct SealingKey: Sendable {
    /// Bytes of a key.
    static let length = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    private static let nonceLength = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagLength = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
    /// Bytes that sealing adds to a content.
    package static let overhead = nonceLength + tagLength
    /// libsodium chooses its implementations once per process.
    private static let isReady = sodium_init() >= 0

    let bytes: [UInt8]
    private let markingKey: [UInt8]
    /// A name for the key that gives nothing away about it: 16 hexadecimal digits.
    package let id: String

    /// Makes a key of exactly 32 bytes; `nil` for any other number.
    init?(bytes: [UInt8]) {
        guard Self.isReady, bytes.count == Self.length else { return nil }
        self.bytes = bytes
        markingKey = Self.hash(Array("gatebook vault mark".utf8), key: bytes, length: 32)
        let name = Self.hash(Array("gatebook vault key id".utf8), key: bytes, length: 8)
        let digits = Array("0123456789abcdef".utf8)
        id = String(
            decoding: name.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Makes a new random key.
    ///
    /// - Throws: ``SealingError`` when the library of the system cannot be used.
    package static func random() throws -> SealingKey {
        guard let key = SealingKey(bytes: randomBytes(length)) else {
            throw SealingError(.libraryFailed, sentence: "libsodium cannot be used on this machine")
        }
        return key
    }

    /// Seals `content`; the same bytes sealed twice look different.
    ///
    /// `context` is what the content belongs to: not secret, and needed again to open. The result is a
    /// random nonce, then the sealed bytes with their authenticator.
    package func seal(_ content: [UInt8], for context: [UInt8]) -> [UInt8] {
        let nonce = Self.randomBytes(Self.nonceLength)
        var sealed = [UInt8](repeating: 0, count: content.count + Self.tagLength)
        var count: UInt64 = 0
        _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, &count, content, UInt64(content.count), context, UInt64(context.count), nil,
            nonce, bytes)
        return nonce + sealed.prefix(Int(count))
    }

    /// Opens what ``seal(_:for:)`` has made.
    ///
    /// - Throws: ``SealingError`` when key, context or bytes are others than at sealing.
    package func open(_ sealed: [UInt8], for context: [UInt8]) throws -> [UInt8] {
        guard sealed.count >= Self.overhead else { throw SealingError.changed }
        let nonce = Array(sealed.prefix(Self.nonceLength))
        let box = Array(sealed.dropFirst(Self.nonceLength))
        var content = [UInt8](repeating: 0, count: sealed.count - Self.overhead)
        var count: UInt64 = 0
        let code = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &content, &count, nil, box, UInt64(box.count), context, UInt64(context.count), nonce,
            bytes)
        guard code == 0, count == UInt64(content.count) else { throw SealingError.changed }
        return content
    }

    /// A mark of `content`, 16 bytes: equal for equal bytes under the same key, and without the key
    /// nobody can tell what it is the mark of.
    package func mark(_ content: [UInt8]) -> [UInt8] {
        Self.hash(content, key: markingKey, length: 16)
    }

    private static func hash(_ content: [UInt8], key: [UInt8], length: Int) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        _ = crypto_generichash(
            &digest, length, content, UInt64(content.count), key, key.count)
        return digest
    }

    private static func randomBytes(_ count: Int) -> [UInt8] {
        guard isReady else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id; never the key.
    package var description: String { "key \(id)" }
    /// The id; never the key.
    package var debugDescription: String { description }
    /// The id; never the key.
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
