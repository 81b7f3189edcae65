/// What a release did to the files of the site.
package struct PublishCounts: Hashable, Sendable {
    /// Files that are new or have new bytes.
    package var written = 0
    /// Files that keep their bytes, their modification time and their place on the disk.
    package var unchanged = 0
    /// Files that the site no longer has.
    package var removed = 0

    /// Makes counts of nothing.
    package init() {}
}
