internal import Foundation
internal import Glibc

/// The keys of a vault: one that seals, and older ones that can still open.
///
/// They live in a file of text that only its owner may read. Its first line names the kind of file;
/// each further line is a key, the one in use first.
package struct KeyRing: Sendable {
    /// The key that seals.
    package let current: SealingKey
    /// Keys that were in use before, newest first.
    package let older: [SealingKey]

    private static let heading = "gatebook vault key 1"
    /// A ring has one key, or two during a rotation; more would be a mistake.
    private static let lengthLimit = 4096

    /// Makes a ring.
    package init(current: SealingKey, older: [SealingKey] = []) {
        self.current = current
        self.older = older
    }

    /// The key named `id`; `nil` when it is not here.
    package subscript(id: String) -> SealingKey? {
        current.id == id ? current : older.first { $0.id == id }
    }

    // MARK: - File

    /// Reads the ring at `path`.
    ///
    /// - Throws: ``SealingError``: no file, one that others may read, or one that is damaged.
    package static func load(from path: String) throws -> KeyRing {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT {
                throw SealingError(
                    .noKeyFile,
                    sentence: "there is no vault key at \(path); `gatebook init` makes one")
            }
            throw unusable("read", path)
        }
        defer { Glibc.close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw unusable("read", path) }
        guard facts.st_mode & 0o077 == 0 else {
            throw SealingError(
                .exposedKeyFile,
                sentence: "others than its owner may read the vault key \(path); "
                    + "run `chmod 600 \(path)`")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        let text = try String(
            decoding: handle.read(upToCount: lengthLimit) ?? Data(), as: UTF8.self)
        guard let ring = parse(text) else {
            throw SealingError(
                .damagedKeyFile,
                sentence: "\(path) is not a vault key or was damaged; restore it from a backup")
        }
        return ring
    }

    private static func parse(_ text: String) -> KeyRing? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.first.map(String.init) == heading else { return nil }
        var keys: [SealingKey] = []
        for line in lines.dropFirst() {
            guard let data = Data(base64Encoded: String(line)),
                let key = SealingKey(bytes: Array(data))
            else { return nil }
            keys.append(key)
        }
        return keys.first.map { KeyRing(current: $0, older: Array(keys.dropFirst())) }
    }

    /// Makes a ring with one new key and writes it to `path`, mode 0600.
    ///
    /// - Throws: ``SealingError`` when there is a file already or it cannot be written.
    package static func create(at path: String) throws -> KeyRing {
        let ring = KeyRing(current: try .random())
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable("made", path) }
        try ring.write(to: descriptor, path)
        try syncFolder(of: path)
        return ring
    }

    /// Replaces the ring at `path`: the whole old one or the whole new one is there, never half.
    ///
    /// - Throws: ``SealingError``; then the old file is untouched.
    package func replace(at path: String) throws {
        let unfinished = path + ".unfinished"
        unlink(unfinished)
        let descriptor = Glibc.open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unusable("written", path) }
        try write(to: descriptor, unfinished)
        guard rename(unfinished, path) == 0 else { throw Self.unusable("written", path) }
        try Self.syncFolder(of: path)
    }

    private func write(to descriptor: Int32, _ path: String) throws {
        let lines = ([current] + older).map { Data($0.bytes).base64EncodedString() }
        let text = Array(([Self.heading] + lines).map { $0 + "\n" }.joined().utf8)
        let written = Glibc.write(descriptor, text, text.count)
        let isOnDisk = fsync(descriptor) == 0
        let isClosed = Glibc.close(descriptor) == 0
        guard written == text.count, isOnDisk, isClosed else {
            throw Self.unusable("written", path)
        }
    }

    private static func syncFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { Glibc.close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw unusable("written", path) }
    }

    private static func unusable(_ verb: String, _ path: String) -> SealingError {
        SealingError(
            .unusableKeyFile,
            sentence: "the vault key \(path) cannot be \(verb): \(String(cString: strerror(errno)))"
        )
    }
}
