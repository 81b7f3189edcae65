import CMemory
import Store

/// Settings of steps that go through years of punches: exports and the rendering of a site.
enum LittleMemory {
    /// Keeps few pages of the database in memory, and gives large blocks back as soon as they are freed.
    ///
    /// It holds until the process ends.
    ///
    /// - Throws: `StoreError`.
    static func use(for store: GateStore) async throws {
        try await store.keepFewPages()
        // When it is refused, it costs memory and nothing else.
        _ = gatebook_give_back_large_blocks()
    }
}
