extension Migration {
    /// Version 3: the vault, the journal of what was done to gates, and the verification table.
    ///
    /// - An entry of the vault is a user record (`finger` is -1) or a template, in one version; it is
    ///   never changed nor deleted. Its bytes are in `vault_seal`, once per key: a rotation adds a
    ///   seal before it takes the old one away, and the last seal of an entry cannot go.
    /// - `vault_holding` says which versions a gate held when it was last read.
    /// - The intention of a step is a row of the journal before anything is sent.
    /// - `access` has a row for every person and gate: what is wanted, what was seen, and when the
    ///   next attempt is due.
    static let vaultJournalAndAccess = """
        CREATE TABLE vault_entry (
            id INTEGER PRIMARY KEY,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            member_id TEXT NOT NULL,
            device_user_id TEXT NOT NULL,
            finger INTEGER NOT NULL CHECK (finger BETWEEN -1 AND 255),
            version INTEGER NOT NULL CHECK (version >= 1),
            form TEXT NOT NULL,
            user_slot INTEGER,
            saved_at INTEGER NOT NULL,
            UNIQUE (gate_id, device_user_id, finger, version)
        ) STRICT;
        CREATE INDEX vault_entry_by_member ON vault_entry (member_id, finger);

        CREATE TABLE vault_seal (
            entry_id INTEGER NOT NULL REFERENCES vault_entry (id),
            key_id TEXT NOT NULL,
            mark BLOB NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (entry_id, key_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX vault_seal_by_key ON vault_seal (key_id, mark);

        CREATE TABLE vault_holding (
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            device_user_id TEXT NOT NULL,
            finger INTEGER NOT NULL,
            member_id TEXT NOT NULL,
            entry_id INTEGER NOT NULL REFERENCES vault_entry (id),
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (gate_id, device_user_id, finger)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER vault_entry_is_never_changed BEFORE UPDATE ON vault_entry
        BEGIN SELECT RAISE(ABORT, 'entries of the vault are never changed'); END;
        CREATE TRIGGER vault_entry_is_never_deleted BEFORE DELETE ON vault_entry
        BEGIN SELECT RAISE(ABORT, 'entries of the vault are never deleted'); END;
        CREATE TRIGGER vault_seal_is_never_changed BEFORE UPDATE ON vault_seal
        BEGIN SELECT RAISE(ABORT, 'seals of the vault are never changed'); END;
        CREATE TRIGGER last_vault_seal_is_never_deleted BEFORE DELETE ON vault_seal
        WHEN NOT EXISTS (
            SELECT 1 FROM vault_seal WHERE entry_id = OLD.entry_id AND key_id <> OLD.key_id)
        BEGIN SELECT RAISE(ABORT, 'the last seal of an entry is never deleted'); END;

        CREATE TABLE gate_step (
            id INTEGER PRIMARY KEY,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            kind TEXT NOT NULL CHECK (kind IN ('disable', 'enable', 'delete_user', 'write_user',
                'delete_template', 'write_template', 'refresh', 'enroll')),
            member_id TEXT,
            device_user_id TEXT,
            user_slot INTEGER,
            finger INTEGER,
            reason TEXT NOT NULL,
            intended_at INTEGER NOT NULL,
            outcome TEXT CHECK (outcome IN ('done', 'failed', 'unknown')),
            outcome_at INTEGER,
            failure TEXT
        ) STRICT;
        CREATE INDEX gate_step_open ON gate_step (gate_id, id) WHERE outcome IS NULL;
        CREATE INDEX gate_step_by_kind ON gate_step (gate_id, kind, id);
        CREATE TRIGGER gate_step_is_never_deleted BEFORE DELETE ON gate_step
        BEGIN SELECT RAISE(ABORT, 'steps of the journal are never deleted'); END;
        CREATE TRIGGER gate_step_intention_is_never_changed
        BEFORE UPDATE OF gate_id, kind, member_id, device_user_id, user_slot, finger, reason,
            intended_at ON gate_step
        BEGIN SELECT RAISE(ABORT, 'intentions of the journal are never changed'); END;

        CREATE TABLE access (
            member_id TEXT NOT NULL,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            device_user_id TEXT NOT NULL,
            wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
            reason TEXT NOT NULL,
            seen TEXT CHECK (seen IN ('present', 'absent', 'partly')),
            seen_at INTEGER,
            since INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt INTEGER,
            failure TEXT,
            PRIMARY KEY (member_id, gate_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX access_by_gate ON access (gate_id, device_user_id);
        CREATE INDEX access_due ON access (next_attempt) WHERE next_attempt IS NOT NULL;

        CREATE TABLE roster_seen (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            member_count INTEGER NOT NULL
        ) STRICT;
        """
}
