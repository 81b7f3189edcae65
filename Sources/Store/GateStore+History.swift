package import GateModel

/// A version of a user record or finger in the vault: what is known of it without its bytes.
package struct VaultSave: Hashable, Sendable {
    /// The gate it was read from, or under which it was filed when it came with the roster.
    package var serial: GateSerial
    /// Whose it is.
    package var memberID: MemberID
    /// What it is.
    package var part: VaultPart
    /// The size of a user record in bytes, or the algorithm version of a template; empty when not told.
    package var form: String
    /// The user slot of a user record on its gate; `nil` for templates.
    package var userSlot: Int?
    /// Wall time at which it was saved.
    package var savedAt: LocalDateTime
    /// The first 8 hexadecimal digits of the keyed mark of its content: without the key of the vault
    /// nobody can tell what it is the mark of.
    package var mark: String
    /// Bytes of the sealed content.
    package var sealedCount: Int
}

extension GateStore {
    /// Folds the steps for people, oldest first, into a value, without holding them all.
    ///
    /// - Complexity: One pass over the journal.
    package func foldSteps<Result: Sendable>(
        into start: Result, _ update: @Sendable (inout Result, GateStep) -> Void
    ) throws -> Result {
        var result = start
        try eachStep(where: "s.member_id IS NOT NULL", binding: { _ in }) { update(&result, $0) }
        return result
    }

    /// Everything the vault ever saved, oldest first; no key is needed for it.
    package func vaultSaves() throws -> [VaultSave] {
        // During a change of the key an entry has two seals.
        let rows = try connection.statement(
            """
            SELECT g.serial, e.member_id, e.finger, e.form, e.saved_at,
                lower(substr(hex(s.mark), 1, 8)), length(s.sealed), e.user_slot
            FROM vault_entry e JOIN gate g ON g.id = e.gate_id
            JOIN vault_seal s ON s.entry_id = e.id AND s.key_id = (
                SELECT min(key_id) FROM vault_seal WHERE entry_id = e.id)
            ORDER BY e.id
            """)
        defer { rows.reset() }
        var found: [VaultSave] = []
        while try rows.step() {
            found.append(
                VaultSave(
                    serial: GateSerial(rows.text(0)), memberID: MemberID(rows.text(1)),
                    part: VaultPart(number: rows.int(2)), form: rows.text(3),
                    userSlot: rows.optionalInt(7),
                    savedAt: rows.time(4), mark: rows.text(5), sealedCount: rows.int(6)))
        }
        return found
    }

    /// A text that changes whenever a step, its outcome, an entry of the vault or its key does.
    package func historyMark() throws -> String {
        let row = try connection.statement(
            """
            SELECT (SELECT count(*) || ' ' || count(outcome) FROM gate_step),
                (SELECT count(*) FROM vault_entry),
                (SELECT count(*) FROM oplog),
                (SELECT ifnull(min(key_id) || ' ' || max(key_id), '') FROM vault_seal)
            """)
        defer { row.reset() }
        guard try row.step() else { return "" }
        return "\(row.text(0)) \(row.int(1)) \(row.int(2)) \(row.text(3))"
    }
}
