package import Digests
import Foundation

/// A bundle an auditor can check: tables with a chain over their rows, and a signed manifest.
///
/// Files are collected in a folder of this run and packed when the bundle is closed.
package final class AuditBundle {
    /// Names of the files that are not listed in the manifest.
    static let manifestName = "manifest.json"
    static let signatureName = "manifest.sig"
    static let readMeName = "README.txt"

    /// What came of it.
    package struct Outcome: Hashable, Sendable {
        /// The manifest, as it was signed.
        package var manifest: Manifest
        /// SHA-256 of the manifest: the number to write down.
        package var digest: String
    }

    private var manifest: Manifest
    private let key: SigningKey
    private let folder: String
    private var names: [String] = []

    /// Starts a bundle.
    ///
    /// - Parameters:
    ///   - manifest: What it says about itself, without files.
    ///   - key: The key that signs it.
    ///   - folder: An empty folder for what is collected.
    package init(_ manifest: Manifest, key: SigningKey, folder: String) {
        self.manifest = manifest
        self.manifest.publicKey = key.publicKey.hex
        self.manifest.fingerprint = key.publicKey.fingerprint
        self.key = key
        self.folder = folder
    }

    /// Adds a file.
    package func add(_ name: String, _ bytes: [UInt8]) throws {
        let file = try BundleFile(path(of: name))
        try file.write(bytes)
        try keep(name, file)
    }

    /// Adds a table with its chain: CSV text that `write` hands over piece by piece, header first.
    package func addTable(
        _ name: String, _ write: (_ piece: ([UInt8]) throws -> Void) throws -> Void
    ) throws {
        let data = "data/\(name).csv"
        let chainName = "chain/\(name).txt"
        let file = try BundleFile(path(of: data))
        let marks = try BundleFile(path(of: chainName))
        var chain = RowChain(data)
        var lines: [UInt8] = []
        func observe(_ mark: ArraySlice<UInt8>) {
            lines += Array(Hex.text(of: mark).utf8)
            lines.append(0x0A)
        }
        try write { piece in
            try file.write(piece)
            chain.add(piece, observe: observe)
            try marks.write(lines)
            lines.removeAll(keepingCapacity: true)
        }
        chain.finish(observe: observe)
        try marks.write(lines)
        try keep(data, file)
        try keep(chainName, marks)
        manifest.tables.append(
            Manifest.Table(
                name: data, rows: chain.rows, head: Hex.text(of: chain.head),
                checkpoints: chain.checkpoints))
    }

    /// Signs the manifest and packs everything into a zip file at `path`.
    ///
    /// - Throws: ``AuditError``; then there is no file at `path` that was not there before.
    package func close(to path: String) throws -> Outcome {
        try add(Self.readMeName, Array(BundleReadMe.text(manifest).utf8))
        let text = Array(manifest.text.utf8)
        let signature = Hex.text(of: key.signature(of: text)) + "\n"
        for (name, bytes) in [
            (Self.manifestName, text), (Self.signatureName, Array(signature.utf8)),
        ] {
            let file = try BundleFile(self.path(of: name))
            try file.write(bytes)
            try file.finish()
            names.append(name)
        }
        let partial = path + ".partial"
        unlink(partial)
        let zip = try ZipWriter(partial)
        for name in [Self.readMeName, Self.manifestName, Self.signatureName]
            + names.filter({ !Self.isSpecial($0) }).sorted()
        {
            try zip.add(name, fileAt: self.path(of: name))
        }
        do {
            try zip.close()
        } catch let error as AuditError {
            // The file beside is nobody's business: people know the bundle by its own name.
            throw AuditError(error.code, error.sentence.replacing(partial, with: path))
        }
        guard rename(partial, path) == 0 else {
            unlink(partial)
            throw AuditError.unwritable(path, errno: errno)
        }
        return Outcome(manifest: manifest, digest: SHA256.hex(text))
    }

    private static func isSpecial(_ name: String) -> Bool {
        [readMeName, manifestName, signatureName].contains(name)
    }

    private func path(of name: String) -> String {
        "\(folder)/" + name.replacing("/", with: "_")
    }

    private func keep(_ name: String, _ file: BundleFile) throws {
        try file.finish()
        names.append(name)
        manifest.files.append(
            Manifest.File(name: name, bytes: file.size, sha256: file.digest.hex()))
        manifest.files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

/// A file on its way into a bundle, with its size and digest.
private final class BundleFile {
    private(set) var size = 0
    private(set) var digest = SHA256.Stream()

    private let path: String
    private var file: UnsafeMutablePointer<FILE>?

    init(_ path: String) throws {
        self.path = path
        file = fopen(path, "wb")
        guard file != nil else { throw failure() }
    }

    deinit {
        if let file { fclose(file) }
    }

    func write(_ bytes: [UInt8]) throws {
        guard let file, !bytes.isEmpty else { return }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw failure() }
        size += bytes.count
        digest.add(bytes)
    }

    func finish() throws {
        guard let file else { return }
        self.file = nil
        guard fclose(file) == 0 else { throw failure() }
    }

    private func failure() -> AuditError {
        .unwritable(path, errno: errno)
    }
}
