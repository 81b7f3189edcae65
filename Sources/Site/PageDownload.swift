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

extension PageDownload {
    /// What the section `DOWNLOADS` offers.
    static let placeholders: [Placeholder] = [
        .text("DOWNLOAD_URL", "The file."), .text("DOWNLOAD_NAME", "What it is."),
        .section(
            "DOWNLOAD_SIZE", "Shown when its size is known.",
            [.text("DOWNLOAD_SIZE_TEXT", "Its size.")]),
    ]

    /// Fills one item of the section.
    func fill(_ link: PageDictionary, on page: String, _ wording: Wording) {
        link.set("DOWNLOAD_URL", SitePath.link(to: path, on: page))
        link.set("DOWNLOAD_NAME", name)
        link.set(
            "DOWNLOAD_SIZE", "DOWNLOAD_SIZE_TEXT", optional: bytes.map { wording.fileSize($0) })
    }
}
