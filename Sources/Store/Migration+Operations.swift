extension Migration {
    /// The operation logs of gates: append-only and keyed by content, as punches are.
    ///
    /// Gates write equal lines within a second: the number of a line among its equals is a part of the
    /// key, so that a log read twice changes nothing and no line of it is lost.
    static let operationLogs = """
        CREATE TABLE oplog (
            id INTEGER PRIMARY KEY,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            reading_id INTEGER NOT NULL REFERENCES reading (id),
            at INTEGER,
            operation INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            repetition INTEGER NOT NULL,
            UNIQUE (gate_id, bytes, repetition)
        ) STRICT;
        CREATE INDEX oplog_by_time ON oplog (gate_id, at);
        CREATE TRIGGER oplog_is_never_changed BEFORE UPDATE ON oplog
        BEGIN SELECT RAISE(ABORT, 'operation logs are never changed'); END;
        CREATE TRIGGER oplog_is_never_deleted BEFORE DELETE ON oplog
        BEGIN SELECT RAISE(ABORT, 'operation logs are never deleted'); END;

        ALTER TABLE known_log ADD COLUMN operation_count INTEGER;
        """
}
