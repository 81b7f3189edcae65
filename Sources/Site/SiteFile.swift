/// A finished file of the site.
package struct SiteFile: Hashable, Sendable {
    /// Path relative to the web root.
    package var path: String
    /// The content.
    package var bytes: [UInt8]

    /// Makes a file.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
