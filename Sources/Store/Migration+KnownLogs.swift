extension Migration {
    /// What is known of the logs gates hold; derived, and overwritten by every reading.
    static let knownLogs = """
        CREATE TABLE known_log (
            gate_id INTEGER PRIMARY KEY REFERENCES gate (id),
            firmware TEXT NOT NULL,
            record_size INTEGER NOT NULL,
            is_verify_first INTEGER NOT NULL CHECK (is_verify_first IN (0, 1)),
            record_count INTEGER NOT NULL,
            last_records BLOB NOT NULL,
            is_proven INTEGER NOT NULL CHECK (is_proven IN (0, 1)),
            strikes INTEGER NOT NULL,
            read_whole_at INTEGER NOT NULL
        ) STRICT;
        """
}
