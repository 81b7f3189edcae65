import CFileSystem

/// Publishes complete sites: each release is built beside the live one, then takes its place in one
/// step.
///
/// A reader sees the old site or the new one, never a mix. The release before stays as
/// `.site-previous` until the next one is begun, so that a request that was on its way into it
/// still finds its file. One process at a time: the lock of the run guards that.
package struct SitePublisher: Sendable {
    /// The web root, `output/site`.
    package let site: String
    /// The folder around it.
    let output: String
    /// The release before the live one.
    let previous: String
    /// What the names of unfinished releases begin with.
    private let stagingPrefix: String
    /// Swaps two folders in one step; −1 with `errno` where the file system cannot.
    var swap: @Sendable (String, String) -> Int32 = { gatebook_exchange($0, $1) }

    /// Publishes to the folder `site`; it and its parents need not exist.
    ///
    /// When `site` is a symbolic link, the folder it leads to is replaced, not the link.
    package init(site: String) {
        var path = FileTree.resolved(site)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        self.site = path
        output = folder.isEmpty ? "/" : folder
        stagingPrefix = ".\(name)-new-"
        previous = "\(output)/.\(name)-previous"
    }

    /// Starts a release; what a killed run left is removed.
    ///
    /// - Parameter compresses: Whether text files get a compressed twin, `NAME.gz`.
    /// - Returns: The release, empty.
    /// - Throws: ``PublishError`` when the folder cannot be written.
    package func begin(compresses: Bool = false) throws -> SiteRelease {
        // A run killed between the two renames of a file system that cannot exchange.
        if !FileTree.exists(site), FileTree.exists(previous) {
            try FileTree.rename(previous, site)
        }
        for name in try FileTree.names(in: output) where name.hasPrefix(stagingPrefix) {
            try FileTree.remove(output + "/" + name)
        }
        try FileTree.remove(previous)
        let mark = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        let staging = output + "/" + stagingPrefix + mark
        try FileTree.makeFolder(staging)
        return SiteRelease(publisher: self, staging: staging, compresses: compresses)
    }
}
