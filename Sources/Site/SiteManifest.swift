import Digests
import Foundation
import GateModel
import OrderedJSON

/// The digest of every file of a site: `manifest.json`.
struct SiteManifest {
    /// Where it lives, relative to the web root.
    static let path = "manifest.json"

    /// One file.
    struct Entry: Hashable, Sendable {
        var bytes: Int
        var sha256: String
    }

    private(set) var entries: [String: Entry] = [:]

    /// Takes in a file.
    mutating func add(_ path: String, _ bytes: [UInt8]) {
        entries[path] = Entry(bytes: bytes.count, sha256: SHA256.hex(bytes))
    }

    /// Takes over what an earlier manifest says of a file.
    mutating func add(_ path: String, _ entry: Entry) { entries[path] = entry }

    /// The manifest as a file; compressed twins and the manifest itself are not in it.
    func file(asOf: LocalDateTime) -> SiteFile {
        let files = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let json: JSONValue = [
            "as_of": .string(asOf.description),
            "files": .array(
                files.map { path, entry in
                    [
                        "path": .string(path), "bytes": .integer(entry.bytes),
                        "sha256": .string(entry.sha256),
                    ]
                }),
        ]
        return SiteFile(path: Self.path, bytes: json.utf8 + [0x0A])
    }

    /// Reads a manifest that was published before; empty when it cannot be read.
    static func read(_ bytes: [UInt8]?) -> [String: Entry] {
        struct File: Decodable {
            var path: String
            var bytes: Int
            var sha256: String
        }
        struct Whole: Decodable {
            var files: [File]
        }
        guard let bytes, let whole = try? JSONDecoder().decode(Whole.self, from: Data(bytes))
        else { return [:] }
        return Dictionary(
            whole.files.map { ($0.path, Entry(bytes: $0.bytes, sha256: $0.sha256)) },
            uniquingKeysWith: { first, _ in first })
    }
}
