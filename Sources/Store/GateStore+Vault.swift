package import GateModel

extension GateStore {
    /// Saves user records and templates, sealed, in one transaction that is on the disk on return.
    ///
    /// A content of the person that the vault has already (same mark; a user record only from the
    /// same gate) is not stored again. Either way the gate is remembered to hold it.
    ///
    /// - Parameters:
    ///   - drafts: What to save; the version in them does not matter.
    ///   - keyID: The key `seal` uses.
    ///   - time: Wall time at which the gate was read.
    ///   - seal: Seals the content of the draft with this index, as the given version.
    /// - Returns: The row ids of the entries, in the order of `drafts`.
    /// - Throws: ``StoreError``; then nothing is saved.
    package func saveToVault(
        _ drafts: [VaultDraft], keyID: String, at time: LocalDateTime,
        seal: @Sendable (Int, VaultEntry) throws -> [UInt8]
    ) throws -> [Int64] {
        try connection.write(.full) {
            try drafts.enumerated().map { index, draft in
                let gateID = try gateID(of: draft.entry.serial, seenAt: time)
                let known = try knownEntry(draft, keyID: keyID, gateID: gateID)
                let entryID: Int64
                if let known {
                    entryID = known
                } else {
                    var entry = draft.entry
                    entry.version = try nextVersion(of: entry, gateID: gateID)
                    entryID = try insert(entry, gateID: gateID, savedAt: time)
                    try insertSeal(
                        of: entryID, keyID: keyID, mark: draft.mark,
                        sealed: try seal(index, entry))
                }
                try hold(draft.entry, entryID: entryID, gateID: gateID, seenAt: time)
                return entryID
            }
        }
    }

    /// Reads entries from the file again, over a connection of its own, so that nothing comes from
    /// the memory of the one that wrote them.
    ///
    /// - Returns: The entries in the order of `ids`; those that are not there are missing.
    package func sealedEntriesFromDisk(_ ids: [Int64], keyID: String) throws -> [SealedEntry] {
        try Self.sealedEntries(
            ids, keyID: keyID, on: Connection(file: path, access: .existing))
    }

    /// The entries `ids` as sealed with a key; those without such a seal are missing.
    package func sealedEntries(_ ids: [Int64], keyID: String) throws -> [SealedEntry] {
        try Self.sealedEntries(ids, keyID: keyID, on: connection)
    }

    /// What every gate held when it was last read, with the marks of a key.
    ///
    /// - Returns: Holdings ordered by gate, device user id, person and part.
    package func vaultHoldings(keyID: String) throws -> [VaultHolding] {
        let rows = try connection.statement(
            """
            SELECT g.serial, h.member_id, h.device_user_id, h.finger, h.entry_id, e.form,
                e.user_slot, s.mark, e.saved_at
            FROM vault_holding h JOIN gate g ON g.id = h.gate_id
            JOIN vault_entry e ON e.id = h.entry_id
            JOIN vault_seal s ON s.entry_id = h.entry_id AND s.key_id = ?
            ORDER BY g.serial, h.device_user_id, h.member_id, h.finger
            """)
        defer { rows.reset() }
        try rows.bind(keyID, at: 1)
        var found: [VaultHolding] = []
        while try rows.step() {
            found.append(
                VaultHolding(
                    serial: GateSerial(rows.text(0)), memberID: MemberID(rows.text(1)),
                    deviceUserID: DeviceUserID(rows.text(2)), part: VaultPart(number: rows.int(3)),
                    entryID: rows.row(4), form: rows.text(5),
                    userSlot: rows.optionalInt(6), mark: rows.bytes(7),
                    savedAt: rows.optionalTime(8)))
        }
        return found
    }

    /// The number of versions of a part of a person that the vault has from a gate.
    package func vaultVersionCount(
        of deviceUserID: DeviceUserID, _ part: VaultPart, serial: GateSerial
    ) throws -> Int {
        let row = try connection.statement(
            """
            SELECT count(*) FROM vault_entry WHERE gate_id = (SELECT id FROM gate WHERE serial = ?)
                AND device_user_id = ? AND finger = ?
            """)
        defer { row.reset() }
        try row.bind(serial.rawValue, at: 1)
        try row.bind(deviceUserID.rawValue, at: 2)
        try row.bind(part.number, at: 3)
        return try row.step() ? row.int(0) : 0
    }

    // MARK: - Keys

    /// How many seals there are per key id.
    package func vaultKeys() throws -> [String: Int] {
        let rows = try connection.statement(
            "SELECT key_id, count(*) FROM vault_seal GROUP BY key_id")
        defer { rows.reset() }
        var keys: [String: Int] = [:]
        while try rows.step() { keys[rows.text(0)] = rows.int(1) }
        return keys
    }

    /// Up to `limit` entries that have no seal of the key `keyID` yet, under any key they have.
    package func entriesNotSealed(with keyID: String, limit: Int) throws -> [SealedEntry] {
        let rows = try connection.statement(
            """
            SELECT \(Self.sealedColumns), s.key_id FROM vault_entry e
            JOIN gate g ON g.id = e.gate_id
            JOIN vault_seal s ON s.entry_id = e.id
            WHERE NOT EXISTS (SELECT 1 FROM vault_seal n WHERE n.entry_id = e.id AND n.key_id = ?1)
            ORDER BY e.id LIMIT ?2
            """)
        defer { rows.reset() }
        try rows.bind(keyID, at: 1)
        try rows.bind(limit, at: 2)
        var found: [SealedEntry] = []
        while try rows.step() { found.append(Self.sealedEntry(rows, keyID: rows.text(10))) }
        return found
    }

    /// Adds seals of entries that are there, on the disk on return.
    package func addSeals(_ seals: [SealedEntry]) throws {
        try connection.write(.full) {
            for seal in seals {
                try insertSeal(
                    of: seal.id, keyID: seal.keyID, mark: seal.mark, sealed: seal.sealed)
            }
        }
    }

    /// Takes away the seals of all keys but `keyID`; entries without one of that key keep theirs.
    package func dropSeals(exceptOf keyID: String) throws {
        try connection.write(.full) {
            let delete = try connection.statement(
                """
                DELETE FROM vault_seal WHERE key_id <> ?1 AND EXISTS (
                    SELECT 1 FROM vault_seal n
                    WHERE n.entry_id = vault_seal.entry_id AND n.key_id = ?1)
                """)
            try delete.bind(keyID, at: 1)
            try delete.run()
        }
    }

    // MARK: - Rows

    private static let sealedColumns = """
        e.id, g.serial, e.member_id, e.device_user_id, e.finger, e.version, e.form,
        e.user_slot, s.mark, s.sealed
        """

    private static func sealedEntries(
        _ ids: [Int64], keyID: String, on connection: Connection
    ) throws -> [SealedEntry] {
        let row = try connection.statement(
            """
            SELECT \(sealedColumns) FROM vault_entry e JOIN gate g ON g.id = e.gate_id
            JOIN vault_seal s ON s.entry_id = e.id AND s.key_id = ?2 WHERE e.id = ?1
            """)
        var found: [SealedEntry] = []
        for id in ids {
            try row.bind(id, at: 1)
            try row.bind(keyID, at: 2)
            if try row.step() { found.append(sealedEntry(row, keyID: keyID)) }
            row.reset()
        }
        return found
    }

    private static func sealedEntry(_ row: Statement, keyID: String) -> SealedEntry {
        SealedEntry(
            id: row.row(0),
            entry: VaultEntry(
                serial: GateSerial(row.text(1)), memberID: MemberID(row.text(2)),
                deviceUserID: DeviceUserID(row.text(3)), part: VaultPart(number: row.int(4)),
                version: row.int(5), form: row.text(6), userSlot: row.optionalInt(7)),
            keyID: keyID, mark: row.bytes(8), sealed: row.bytes(9))
    }

    /// The row of a gate, made when it is not there.
    func gateID(of serial: GateSerial, seenAt time: LocalDateTime) throws -> Int64 {
        let known = try connection.statement("SELECT id FROM gate WHERE serial = ?")
        defer { known.reset() }
        try known.bind(serial.rawValue, at: 1)
        if try known.step() { return known.row(0) }
        let insert = try connection.statement(
            "INSERT INTO gate (serial, first_seen) VALUES (?, ?)")
        try insert.bind(serial.rawValue, at: 1)
        try insert.bind(time.secondsSinceEpoch, at: 2)
        try insert.run()
        return connection.lastInsertedRow
    }

    private func knownEntry(
        _ draft: VaultDraft, keyID: String, gateID: Int64
    ) throws -> Int64? {
        // A user record names the slot of one gate; a template is the same on every gate.
        let row = try connection.statement(
            """
            SELECT e.id FROM vault_seal s JOIN vault_entry e ON e.id = s.entry_id
            WHERE s.key_id = ?1 AND s.mark = ?2 AND e.member_id = ?3 AND e.device_user_id = ?4
                AND e.finger = ?5 AND e.form = ?6 AND (e.finger >= 0 OR e.gate_id = ?7)
            ORDER BY e.id DESC LIMIT 1
            """)
        defer { row.reset() }
        try row.bind(keyID, at: 1)
        try row.bind(draft.mark, at: 2)
        try row.bind(draft.entry.memberID.rawValue, at: 3)
        try row.bind(draft.entry.deviceUserID.rawValue, at: 4)
        try row.bind(draft.entry.part.number, at: 5)
        try row.bind(draft.entry.form, at: 6)
        try row.bind(gateID, at: 7)
        return try row.step() ? row.row(0) : nil
    }

    private func nextVersion(of entry: VaultEntry, gateID: Int64) throws -> Int {
        let row = try connection.statement(
            """
            SELECT ifnull(max(version), 0) + 1 FROM vault_entry
            WHERE gate_id = ? AND device_user_id = ? AND finger = ?
            """)
        defer { row.reset() }
        try row.bind(gateID, at: 1)
        try row.bind(entry.deviceUserID.rawValue, at: 2)
        try row.bind(entry.part.number, at: 3)
        return try row.step() ? row.int(0) : 1
    }

    private func insert(
        _ entry: VaultEntry, gateID: Int64, savedAt time: LocalDateTime
    ) throws -> Int64 {
        let insert = try connection.statement(
            """
            INSERT INTO vault_entry (gate_id, member_id, device_user_id, finger, version, form,
                saved_at, user_slot) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        try insert.bind(gateID, at: 1)
        try insert.bind(entry.memberID.rawValue, at: 2)
        try insert.bind(entry.deviceUserID.rawValue, at: 3)
        try insert.bind(entry.part.number, at: 4)
        try insert.bind(entry.version, at: 5)
        try insert.bind(entry.form, at: 6)
        try insert.bind(time.secondsSinceEpoch, at: 7)
        try insert.bind(entry.userSlot, at: 8)
        try insert.run()
        return connection.lastInsertedRow
    }

    private func insertSeal(
        of entryID: Int64, keyID: String, mark: [UInt8], sealed: [UInt8]
    ) throws {
        let insert = try connection.statement(
            """
            INSERT INTO vault_seal (entry_id, key_id, mark, sealed) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """)
        try insert.bind(entryID, at: 1)
        try insert.bind(keyID, at: 2)
        try insert.bind(mark, at: 3)
        try insert.bind(sealed, at: 4)
        try insert.run()
    }

    private func hold(
        _ entry: VaultEntry, entryID: Int64, gateID: Int64, seenAt time: LocalDateTime
    ) throws {
        let upsert = try connection.statement(
            """
            INSERT INTO vault_holding (gate_id, device_user_id, finger, member_id, entry_id, seen_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET entry_id = excluded.entry_id, seen_at = excluded.seen_at
            """)
        try upsert.bind(gateID, at: 1)
        try upsert.bind(entry.deviceUserID.rawValue, at: 2)
        try upsert.bind(entry.part.number, at: 3)
        try upsert.bind(entry.memberID.rawValue, at: 4)
        try upsert.bind(entryID, at: 5)
        try upsert.bind(time.secondsSinceEpoch, at: 6)
        try upsert.run()
    }
}
