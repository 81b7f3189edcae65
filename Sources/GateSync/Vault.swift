import Foundation
import GateModel
import Sealing
package import Store

/// The vault: user records and templates, sealed, versioned, proven after each save.
package struct Vault: Sendable {
    /// Where the sealed bytes are.
    package let store: GateStore
    private let keys: KeyRing

    /// Something to save, with its content.
    struct Item {
        var entry: VaultEntry
        var content: [UInt8]
    }

    /// Opens the vault of `store`.
    ///
    /// A rotation of the key that a run which died left half-done is finished first.
    ///
    /// - Throws: ``VaultError`` when people are saved under a key that is not there: nothing may be
    ///   removed then; `SealingError`; `StoreError`.
    package static func open(_ store: GateStore, keyFile: String) async throws -> Vault {
        let saved = try await store.vaultKeys()
        let keys: KeyRing
        do {
            keys = try KeyRing.load(from: keyFile)
        } catch let error as SealingError where error.code == .noKeyFile && !saved.isEmpty {
            throw VaultError(
                .lostKey,
                sentence: "the vault key \(keyFile) is lost, so nobody who was removed from a gate "
                    + "could be written back: nothing was removed; restore the file from a backup")
        }
        let vault = Vault(store: store, keys: keys)
        if let lost = saved.keys.sorted().first(where: { keys[$0] == nil }),
            try await !vault.isOpenable(without: lost)
        {
            throw VaultError(
                .lostKey,
                sentence: "\(keyFile) is another key than the one the vault was sealed with "
                    + "(\(lost)), so nobody who was removed from a gate could be written back: "
                    + "nothing was removed; restore the right file from a backup")
        }
        if !keys.older.isEmpty { try await vault.finishRotation(keyFile: keyFile) }
        return vault
    }

    /// A vault for plans only, with a key of its own that is never written: nothing saved can be
    /// opened with it, and nothing may be saved.
    ///
    /// - Throws: `SealingError`.
    package static func forPlans(_ store: GateStore) throws -> Vault {
        Vault(store: store, keys: KeyRing(current: try .random()))
    }

    init(store: GateStore, keys: KeyRing) {
        self.store = store
        self.keys = keys
    }

    private func isOpenable(without keyID: String) async throws -> Bool {
        // Entries that have no seal of the key in use must have one of a key that is here.
        let unsealed = try await store.entriesNotSealed(with: keys.current.id, limit: 10_000)
        let ids = Set(unsealed.map(\.id))
        let openable = Set(unsealed.filter { keys[$0.keyID] != nil }.map(\.id))
        return ids == openable
    }

    // MARK: - Saving

    /// The mark of a content under the key in use.
    func mark(_ content: [UInt8]) -> ContentMark { ContentMark(keys.current.mark(content)) }

    /// Saves contents, reads them back from the disk and compares every byte.
    ///
    /// - Throws: ``VaultError``, `StoreError`, `SealingError`; then nothing may be removed from a gate.
    func save(_ items: [Item], at time: LocalDateTime) async throws {
        guard !items.isEmpty else { return }
        let key = keys.current
        let drafts = items.map { VaultDraft($0.entry, mark: key.mark($0.content)) }
        let contents = items.map(\.content)
        let ids = try await store.saveToVault(drafts, keyID: key.id, at: time) { index, entry in
            key.seal(contents[index], for: Self.context(of: entry))
        }
        let read = try await store.sealedEntriesFromDisk(ids, keyID: key.id)
        guard read.count == items.count else { throw VaultError.notProven }
        for (item, sealed) in zip(items, read) {
            let content = try key.open(sealed.sealed, for: Self.context(of: sealed.entry))
            guard content == item.content, sealed.entry.memberID == item.entry.memberID,
                sealed.entry.part == item.entry.part
            else { throw VaultError.notProven }
        }
    }

    /// What has been saved, without the bytes.
    package func index() async throws -> VaultIndex {
        VaultIndex(try await store.vaultHoldings(keyID: keys.current.id))
    }

    /// The content of an entry.
    ///
    /// - Throws: ``VaultError`` when it is not there; `SealingError` when it was changed.
    func content(of entryID: Int64) async throws -> [UInt8] {
        let found = try await store.sealedEntries([entryID], keyID: keys.current.id)
        guard let sealed = found.first else { throw VaultError.notProven }
        return try keys.current.open(sealed.sealed, for: Self.context(of: sealed.entry))
    }

    /// What binds sealed bytes to gate, person, part and version.
    private static func context(of entry: VaultEntry) -> [UInt8] {
        let part =
            switch entry.part {
            case .user: "user"
            case .finger(let finger): "finger \(finger)"
            }
        let fields = [
            "gatebook vault 1", entry.serial.rawValue, entry.memberID.rawValue,
            entry.deviceUserID.rawValue, part, String(entry.version), entry.form,
            entry.userSlot.map(String.init) ?? "",
        ]
        return Array(fields.map { "\($0.utf8.count):\($0)" }.joined(separator: ",").utf8)
    }

    // MARK: - Another key

    /// Seals the whole vault with a new key; every version can be opened at every moment.
    ///
    /// The key file has both keys until every new seal was read back from the disk.
    ///
    /// - Throws: `SealingError`, `StoreError`, ``VaultError``.
    package func rotateKey(keyFile: String) async throws -> Vault {
        let next = KeyRing(current: try .random(), older: [keys.current])
        try next.replace(at: keyFile)
        let vault = Vault(store: store, keys: next)
        try await vault.finishRotation(keyFile: keyFile)
        return Vault(store: store, keys: KeyRing(current: next.current))
    }

    private func finishRotation(keyFile: String) async throws {
        let key = keys.current
        while true {
            let batch = try await store.entriesNotSealed(with: key.id, limit: 500)
            guard !batch.isEmpty else { break }
            var seals: [SealedEntry] = []
            for old in batch where keys[old.keyID] != nil && seals.last?.id != old.id {
                guard let oldKey = keys[old.keyID] else { continue }
                let content = try oldKey.open(old.sealed, for: Self.context(of: old.entry))
                var seal = old
                seal.keyID = key.id
                seal.mark = key.mark(content)
                seal.sealed = key.seal(content, for: Self.context(of: old.entry))
                seals.append(seal)
            }
            guard !seals.isEmpty else { throw VaultError.notProven }
            try await store.addSeals(seals)
            let read = try await store.sealedEntriesFromDisk(seals.map(\.id), keyID: key.id)
            guard read == seals else { throw VaultError.notProven }
        }
        try await store.dropSeals(exceptOf: key.id)
        try KeyRing(current: key).replace(at: keyFile)
    }
}

/// Why the vault cannot be relied on, in a sentence without secrets.
package struct VaultError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Hashable, Sendable {
        /// The key that people were saved under is not there.
        case lostKey
        /// What was saved did not come back from the disk as it was.
        case notProven
    }

    /// What kind of failure it is.
    package var code: Code
    /// What could not be done, and what to do next.
    package var sentence: String

    init(_ code: Code, sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    static let notProven = VaultError(
        .notProven,
        sentence: "what was saved did not come back from the disk as it was: nothing was removed "
            + "from the gate; check the disk, and run `gatebook doctor`")

    /// The sentence.
    package var description: String { sentence }
}
