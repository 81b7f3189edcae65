/// Tells what became of the records of one reading.
///
/// `new + duplicate` is the number of punches given; `read` counts undecodable records, too.
package struct RecordedCounts: Hashable, Sendable {
    /// Records given: punches and undecodable ones.
    package var read: Int
    /// Punches that were not in the store.
    package var new: Int
    /// Punches that were in the store already, by this or another way, or twice in this reading.
    package var duplicate: Int
    /// Undecodable records that were not in the store.
    package var undecodable: Int
    /// Whether this very file had been read completely before; then nothing was written.
    package var wasKnownFile: Bool

    /// Makes counts.
    package init(
        read: Int = 0, new: Int = 0, duplicate: Int = 0, undecodable: Int = 0,
        wasKnownFile: Bool = false
    ) {
        self.read = read
        self.new = new
        self.duplicate = duplicate
        self.undecodable = undecodable
        self.wasKnownFile = wasKnownFile
    }
}
