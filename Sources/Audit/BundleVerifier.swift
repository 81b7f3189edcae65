package import Digests
import Foundation

/// Checks a bundle against its manifest, the manifest against its signature, and rows against chains.
package struct BundleVerifier {
    /// Something that is wrong.
    package struct Problem: Hashable, Sendable {
        /// The file of the bundle.
        package var file: String
        /// The row of a table, 1 for the first one after the header; `nil` when the file is meant.
        package var row: Int?
        /// What happened to it.
        package var kind: Kind
        /// The whole sentence.
        package var sentence: String
    }

    /// What can be wrong.
    package enum Kind: String, Sendable {
        case edited
        case deleted
        case inserted
        case moved
        case cutOff = "cut_off"
        case header
        case missing
        case added
        case damaged
        case signature
        case key
        case chain
    }

    /// What was found.
    package struct Report: Sendable {
        /// The manifest; `nil` when it cannot be read.
        package var manifest: Manifest?
        /// SHA-256 of the manifest.
        package var digest = ""
        /// What is wrong, the most telling first; empty when nothing is.
        package var problems: [Problem] = []
        /// Whether the key was compared with one known before.
        package var isKeyTrusted = false
        /// Rows that were checked.
        package var rows = 0
        /// Files that were checked.
        package var files = 0
    }

    private let zip: ZipReader
    private var report = Report()

    /// Opens the bundle at `path`.
    ///
    /// - Throws: ``AuditError`` with code `.noBundle`.
    package init(_ path: String) throws {
        zip = try ZipReader(path)
        guard zip.names.contains(AuditBundle.manifestName) else {
            throw AuditError(
                .noBundle, "\(path) is no audit bundle: it has no \(AuditBundle.manifestName)")
        }
    }

    /// Checks everything.
    ///
    /// - Parameters:
    ///   - key: The key that must have signed it, when it is known.
    ///   - fingerprint: The fingerprint of that key.
    /// - Returns: What was found.
    /// - Throws: ``AuditError`` with code `.damaged` when the manifest cannot be read.
    package mutating func verify(
        key: PublicKey? = nil, fingerprint: String? = nil
    ) throws -> Report {
        let text = try zip.bytes(AuditBundle.manifestName, limit: 1 << 28)
        report.digest = SHA256.hex(text)
        checkSignature(text, key: key, fingerprint: fingerprint)
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(text)),
            manifest.format == Manifest.formatName
        else {
            add(.damaged, AuditBundle.manifestName, "manifest.json is not one of this format")
            return report
        }
        report.manifest = manifest
        checkNames(manifest)
        for table in manifest.tables { checkTable(table, manifest) }
        for file in manifest.files where !manifest.tables.contains(where: { $0.name == file.name })
        {
            checkFile(file)
        }
        report.files = manifest.files.count
        return report
    }

    private mutating func add(
        _ kind: Kind, _ file: String, row: Int? = nil, _ sentence: String
    ) {
        report.problems.append(
            Problem(file: file, row: row, kind: kind, sentence: sentence))
    }

    // MARK: - Signature and chain of bundles

    private mutating func checkSignature(
        _ text: [UInt8], key: PublicKey?, fingerprint: String?
    ) {
        let told = (try? JSONDecoder().decode(SignedKey.self, from: Data(text)))
            .flatMap { PublicKey(hex: $0.publicKey) }
        let line = (try? zip.bytes(AuditBundle.signatureName, limit: 1_000)) ?? []
        let signature = Hex.bytes(
            of: String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines))
        guard let signature, !line.isEmpty else {
            return add(
                .signature, AuditBundle.signatureName,
                "there is no signature: anybody may have made this bundle")
        }
        if let key, told != key {
            add(
                .key, AuditBundle.manifestName,
                "the bundle names the key \(told?.fingerprint ?? "none"), but the one that should "
                    + "have signed it is \(key.fingerprint)")
        }
        if let fingerprint {
            if told?.hasFingerprint(fingerprint) != true {
                add(
                    .key, AuditBundle.manifestName,
                    "the bundle was signed with the key \(told?.fingerprint ?? "none"), but the "
                        + "fingerprint given is \(fingerprint)")
            }
        }
        report.isKeyTrusted = key != nil || fingerprint != nil
        guard let signer = key ?? told, signer.isValid(signature, of: text) else {
            return add(
                .signature, AuditBundle.manifestName,
                "the signature does not fit: manifest.json was changed or exchanged, or signed "
                    + "with another key")
        }
    }

    private struct SignedKey: Decodable {
        var publicKey: String

        enum CodingKeys: String, CodingKey {
            case publicKey = "public_key"
        }
    }

    /// Says why `report` does not follow `previous`; `nil` when it does.
    package static func chainProblem(_ report: Report, after previous: Report) -> Problem? {
        guard let manifest = report.manifest, let before = previous.manifest else { return nil }
        func problem(_ sentence: String) -> Problem {
            Problem(
                file: AuditBundle.manifestName, row: nil, kind: .chain, sentence: sentence)
        }
        guard let named = manifest.previous else {
            return problem(
                "bundle \(manifest.number) names no bundle before it, but bundle "
                    + "\(before.number) is there")
        }
        guard named.number == before.number else {
            return problem(
                "bundle \(manifest.number) follows bundle \(named.number), but the one before it "
                    + "here is \(before.number)")
        }
        guard named.sha256 != previous.digest else { return nil }
        return problem(
            "bundle \(manifest.number) follows another bundle \(named.number) than the one here: "
                + "the SHA-256 of its manifest differs")
    }

    // MARK: - Files

    private mutating func checkNames(_ manifest: Manifest) {
        let special = [AuditBundle.manifestName, AuditBundle.signatureName]
        let listed = Set(manifest.files.map(\.name))
        for name in Set(zip.names).sorted() where !special.contains(name) && !listed.contains(name)
        {
            add(.added, name, "\(name) is not in the manifest: it was added later")
        }
        for (name, count) in Dictionary(zip.names.map { ($0, 1) }, uniquingKeysWith: +).sorted(
            by: { $0.key < $1.key }) where count > 1
        {
            add(.added, name, "\(name) is in the bundle \(count) times")
        }
    }

    private mutating func checkFile(_ file: Manifest.File) {
        guard zip.names.contains(file.name) else {
            return add(.missing, file.name, "\(file.name) is missing")
        }
        var digest = SHA256.Stream()
        do {
            try zip.read(file.name) { digest.add(Array($0)) }
        } catch {
            return add(.damaged, file.name, "\(file.name) is damaged: it cannot be unpacked")
        }
        guard digest.hex() != file.sha256 else { return }
        add(.edited, file.name, "\(file.name) was changed: its SHA-256 is not that of the manifest")
    }

    private mutating func checkTable(_ table: Manifest.Table, _ manifest: Manifest) {
        guard zip.names.contains(table.name) else {
            return add(.missing, table.name, "\(table.name) is missing")
        }
        var chain = RowChain(table.name)
        var digest = SHA256.Stream()
        do {
            try zip.read(table.name) { piece in
                digest.add(Array(piece))
                chain.add(piece)
            }
            chain.finish()
        } catch {
            return add(.damaged, table.name, "\(table.name) is damaged: it cannot be unpacked")
        }
        report.rows += chain.rows
        let listed = manifest.files.first { $0.name == table.name }
        if chain.rows == table.rows, Hex.text(of: chain.head) == table.head {
            if digest.hex() != listed?.sha256 {
                add(
                    .edited, table.name,
                    "\(table.name): the rows are all there, but bytes around them were changed")
            }
            return
        }
        let marks = manifest.files.first { $0.name == table.marksName }
        report.problems.append(
            TableComparison(zip: zip, table: table, found: chain, marksDigest: marks?.sha256)
                .problem())
    }
}
