extension Migration {
    /// Version 7: what a gate held is kept apart for every person who has ever had an id there, so that
    /// an id given to somebody else does not overwrite what is known of the one before.
    static let holdingsByPerson = """
        CREATE TABLE vault_holding_by_person (
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            device_user_id TEXT NOT NULL,
            member_id TEXT NOT NULL,
            finger INTEGER NOT NULL,
            entry_id INTEGER NOT NULL REFERENCES vault_entry (id),
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (gate_id, device_user_id, member_id, finger)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO vault_holding_by_person
            SELECT gate_id, device_user_id, member_id, finger, entry_id, seen_at
            FROM vault_holding;
        DROP TABLE vault_holding;
        ALTER TABLE vault_holding_by_person RENAME TO vault_holding;
        """
}
