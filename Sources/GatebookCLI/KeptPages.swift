import Attendance
import Foundation
import GateModel
import Store

/// Remembers what the files of each date were made of, so that a date of which nothing changed keeps
/// its files without being judged or rendered.
struct KeptPages: Sendable {
    private struct Entry: Sendable {
        var stamp: String
        var paths: [String]
    }

    private let site: String
    private var entries: [String: Entry] = [:]
    private var fresh: [String: String] = [:]

    private static let prefix = "pages/"
    /// The name of the pages that look back over the last weeks.
    static let recent = "recent"

    /// Loads what is known of the files in `site`.
    init(site: String, store: GateStore) async throws {
        self.site = site
        for (name, value) in try await store.derivedValues(prefix: Self.prefix) {
            let lines = value.split(separator: "\n").map(String.init)
            guard let stamp = lines.first else { continue }
            entries[String(name.dropFirst(Self.prefix.count))] = Entry(
                stamp: stamp, paths: Array(lines.dropFirst()))
        }
    }

    /// The files of a date or month, relative to the web root, when they were made of the same and are all
    /// there; else `nil`.
    func paths(of name: String, stamp: String) -> [String]? {
        guard let entry = entries[name], entry.stamp == stamp, !entry.paths.isEmpty else {
            return nil
        }
        let manager = FileManager.default
        return entry.paths.allSatisfy { manager.fileExists(atPath: "\(site)/\($0)") }
            ? entry.paths : nil
    }

    /// Notes the files that a date or month has now.
    mutating func note(_ paths: [String], of name: String, stamp: String) {
        fresh[Self.prefix + name] = ([stamp] + paths).joined(separator: "\n")
    }

    /// Keeps what was noted, after the files were published.
    func save(to store: GateStore) async throws {
        guard !fresh.isEmpty else { return }
        try await store.keepDerived(fresh)
    }

    /// Forgets the files of dates and their months, and those that look back, before other numbers are kept for them.
    static func forget(_ dates: ClosedRange<LocalDate>, in store: GateStore) async throws {
        let names = Set(dates.flatMap { [$0.description, $0.monthText, recent] })
        try await store.keepDerived(
            Dictionary(uniqueKeysWithValues: names.map { (prefix + $0, "") }))
    }

    /// A digest of every file below `folders`, for stamps.
    static func fingerprint(ofFilesBelow folders: [String]) -> Fingerprint {
        var print = Fingerprint()
        for folder in folders {
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
            for name in (names ?? []).sorted() {
                guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                    continue
                }
                print.mix(name)
                print.mix(String(decoding: data, as: UTF8.self))
            }
        }
        return print
    }
}
