/// A file of numbers that a page offers.
package struct PageDownload: Hashable, Sendable {
    /// Path relative to the web root.
    package var path: String
    /// What people call it, such as "CSV".
    package var name: String
    /// Its size; `nil` when not known.
    package var bytes: Int?

    /// Describes a download.
    package init(path: String, name: String, bytes: Int?) {
        self.path = path
        self.name = name
        self.bytes = bytes
    }
}
