package import GateModel

/// A complete new site while it is built: files go in one by one, then ``commit()`` shows them all.
///
/// Dropped without a commit it changes nothing and leaves nothing.
package final class SiteRelease {
    private let publisher: SitePublisher
    private let staging: String
    private var isFinished = false
    private var hasNewTwins = false
    private var counts = PublishCounts()
    private var paths: Set<String> = []
    private var folders: Set<String> = []
    private var manifest = SiteManifest()
    private let earlier: [String: SiteManifest.Entry]
    /// Whether text files get a compressed twin, `NAME.gz`.
    private let compresses: Bool

    init(publisher: SitePublisher, staging: String, compresses: Bool) {
        self.compresses = compresses
        let known = try? FileTree.bytes(of: publisher.site + "/" + SiteManifest.path)
        earlier = SiteManifest.read(known ?? nil)
        self.publisher = publisher
        self.staging = staging
    }

    deinit {
        // A full disk must not stay full. What cannot be removed here, the next release removes.
        if !isFinished { try? FileTree.remove(staging) }
    }

    /// Adds a file; the same bytes as in the live site become a link to the live file.
    ///
    /// - Throws: ``PublishError``; the live site is unchanged then.
    package func write(_ file: SiteFile) throws {
        let new = try place(file.path)
        manifest.add(file.path, file.bytes)
        let isLive = try isLive(file.path, bytes: file.bytes)
        try writeTwin(of: file.path, isLive: isLive) { file.bytes }
        if isLive { return try keepLive(file.path, as: new) }
        try FileTree.write(file.bytes, to: new)
        counts.written += 1
    }

    /// Adds files in their order.
    package func write(_ files: [SiteFile]) throws {
        for file in files { try write(file) }
    }

    /// Adds a file that was made elsewhere, such as a workbook; it may be removed afterwards.
    ///
    /// `path` is relative to the web root. The file at `source` must not change any more.
    package func add(fileAt source: String, as path: String) throws {
        guard let bytes = try FileTree.bytes(of: source) else {
            throw PublishError(path: source, errno: 2, act: "read")
        }
        try write(SiteFile(path: path, bytes: bytes))
    }

    /// Keeps a file of the live site as it is.
    ///
    /// - Returns: Whether the live site has such a file; when not, it has to be rendered.
    package func keep(_ path: String) throws -> Bool {
        guard FileTree.size(of: publisher.site + "/" + path) != nil else { return false }
        try keepLive(path, as: try place(path))
        let live = publisher.site + "/" + path
        if let entry = earlier[path], entry.bytes == FileTree.size(of: live) {
            manifest.add(path, entry)
        } else {
            manifest.add(path, try FileTree.bytes(of: live) ?? [])
        }
        try writeTwin(of: path, isLive: true) { try FileTree.bytes(of: live) ?? [] }
        return true
    }

    /// The size in bytes of every file added so far below `folder`, by path; without compressed twins.
    package func sizes(below folder: String) -> [String: Int] {
        manifest.entries.filter { $0.key.hasPrefix(folder + "/") }.mapValues(\.bytes)
    }

    /// Adds `manifest.json` with the digest of every file added so far; call it last.
    package func writeManifest(asOf: LocalDateTime) throws {
        try write(manifest.file(asOf: asOf))
    }

    /// Shows the release in one step and returns what it changed.
    ///
    /// - Throws: ``PublishError``; the live site is unchanged then.
    package func commit() throws -> PublishCounts {
        let live = try FileTree.files(below: publisher.site)
        let gone = live.filter { !paths.contains($0) }
        counts.removed = gone.count { !isTwin($0) }
        if FileTree.exists(publisher.site), counts.written == 0, gone.isEmpty, !hasNewTwins {
            return counts
        }
        try FileTree.sync(publisher.output)
        if FileTree.exists(publisher.site) {
            try FileTree.exchange(
                staging, publisher.site, aside: publisher.previous, by: publisher.swap)
            try FileTree.rename(staging, publisher.previous)
        } else {
            try FileTree.rename(staging, publisher.site)
        }
        isFinished = true
        try FileTree.sync(publisher.output)
        return counts
    }

    // MARK: - Non public

    /// Adds the compressed twin of a text file; that of a live file stays when there is one.
    private func writeTwin(of path: String, isLive: Bool, _ bytes: () throws -> [UInt8]) throws {
        guard compresses, Gzip.suits(path) else { return }
        let twin = path + ".gz"
        let live = publisher.site + "/" + twin
        if isLive, FileTree.size(of: live) != nil {
            try FileTree.link(live, to: try place(twin))
        } else if let compressed = Gzip.compressed(try bytes()) {
            try FileTree.write(compressed, to: try place(twin))
            hasNewTwins = true
        }
    }

    private func isTwin(_ path: String) -> Bool {
        compresses && path.hasSuffix(".gz") && Gzip.suits(String(path.dropLast(3)))
    }

    /// The path of a new file in the release; its folder exists then.
    private func place(_ path: String) throws -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isSafe = parts.allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".." && !$0.contains("\0")
        }
        guard isSafe, paths.insert(path).inserted else {
            throw PublishError(path: path, errno: isSafe ? 17 : 0, act: "write")
        }
        let folder = staging + "/" + parts.dropLast().joined(separator: "/")
        if folders.insert(folder).inserted { try FileTree.makeFolder(folder) }
        return staging + "/" + path
    }

    private func isLive(_ path: String, bytes: [UInt8]) throws -> Bool {
        let live = publisher.site + "/" + path
        guard FileTree.size(of: live) == bytes.count else { return false }
        return try FileTree.bytes(of: live) == bytes
    }

    private func keepLive(_ path: String, as new: String) throws {
        try FileTree.link(publisher.site + "/" + path, to: new)
        counts.unchanged += 1
    }
}
