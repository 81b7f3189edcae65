package import Digests
import Foundation

/// The key that signs bundles, in a file that only its owner may read, and its public half beside it.
package enum AuditKeyFile {
    private static let heading = "gatebook audit key 1"
    private static let publicHeading = "gatebook audit public key 1"

    /// Reads the key at `path`, or makes one when there is no such file.
    ///
    /// The public key is written to `path` with the ending `.pub` when it is not there.
    ///
    /// - Returns: The key, and whether it was made now.
    /// - Throws: ``AuditError`` with code `.badKey` or `.cannotWrite`.
    package static func open(_ path: String) throws -> (key: SigningKey, isNew: Bool) {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw unwritable(path) }
            let key = try load(path)
            if access(publicPath(path), F_OK) != 0 { try writePublic(key.publicKey, path) }
            return (key, false)
        }
        guard let key = SigningKey.random() else {
            close(descriptor)
            unlink(path)
            throw AuditError(.badKey, "libsodium cannot be used on this machine")
        }
        let text = Array("\(heading)\n\(Hex.text(of: key.seed))\n".utf8)
        let written = write(descriptor, text, text.count)
        let isSafe = fsync(descriptor) == 0
        guard close(descriptor) == 0, written == text.count, isSafe else {
            unlink(path)
            throw unwritable(path)
        }
        try writePublic(key.publicKey, path)
        return (key, true)
    }

    /// Reads a public key: from 64 hexadecimal digits, or from a file such as `audit.pub`.
    ///
    /// - Throws: ``AuditError`` with code `.badKey`.
    package static func publicKey(_ text: String) throws -> PublicKey {
        if let key = PublicKey(hex: text) { return key }
        guard let data = FileManager.default.contents(atPath: text), data.count < 10_000 else {
            throw AuditError(
                .badKey, "\"\(text)\" is neither a public key of 64 hexadecimal digits nor a file")
        }
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
            if let key = PublicKey(hex: line) { return key }
        }
        throw AuditError(.badKey, "\(text) holds no public key of 64 hexadecimal digits")
    }

    /// The path of the public key beside the key at `path`.
    package static func publicPath(_ path: String) -> String {
        (path.hasSuffix(".key") ? String(path.dropLast(4)) : path) + ".pub"
    }

    private static func load(_ path: String) throws -> SigningKey {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & 0o077 == 0 else {
            throw AuditError(
                .badKey,
                "others than its owner may read the audit key \(path); run `chmod 600 \(path)`")
        }
        let text = FileManager.default.contents(atPath: path) ?? Data()
        let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.count == 2, lines[0] == heading, let seed = Hex.bytes(of: lines[1]),
            let key = SigningKey(seed: seed)
        else {
            throw AuditError(
                .badKey,
                "\(path) is not an audit key or was damaged; restore it from a backup")
        }
        return key
    }

    private static func writePublic(_ key: PublicKey, _ path: String) throws {
        let place = publicPath(path)
        let text = "\(publicHeading)\n\(key.hex)\nfingerprint \(key.fingerprint)\n"
        guard FileManager.default.createFile(atPath: place, contents: Data(text.utf8)) else {
            throw unwritable(place)
        }
    }

    private static func unwritable(_ path: String) -> AuditError {
        AuditError(.cannotWrite, "cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
