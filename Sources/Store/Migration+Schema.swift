extension Migration {
    /// Every step, in order.
    static let all: [Migration] = [
        Migration(version: 1, sql: gatesReadingsAndPunches),
        Migration(version: 2, sql: correctionsAndJudgedDays),
        Migration(version: 3, sql: vaultJournalAndAccess),
        Migration(version: 4, sql: exportLog),
        Migration(version: 5, sql: knownLogs),
        Migration(version: 6, sql: operationLogs),
        Migration(version: 7, sql: holdingsByPerson),
        Migration(version: 8, sql: otherWays),
        Migration(version: 9, sql: toldFacts),
    ]

    /// Version 1: gates, the pull ledger, raw punches and undecodable records.
    ///
    /// - Times are wall seconds (`LocalDateTime.secondsSinceEpoch`), texts are exact.
    /// - The unique index of `punch` starts with gate and time: it is the content key, the index
    ///   for ranges of time, and it grows at its end while a log is read.
    /// - Records that name only a user slot are keyed by the slot, too: gates use slots again after a
    ///   deletion, so the id looked up at the next reading may be another person's.
    /// - What was read is never changed; triggers say so to everybody who opens the file.
    private static let gatesReadingsAndPunches = """
        CREATE TABLE gate (
            id INTEGER PRIMARY KEY,
            serial TEXT NOT NULL UNIQUE,
            first_seen INTEGER NOT NULL,
            model TEXT NOT NULL DEFAULT '',
            firmware TEXT NOT NULL DEFAULT '',
            platform TEXT NOT NULL DEFAULT '',
            user_count INTEGER,
            user_capacity INTEGER,
            template_count INTEGER,
            template_capacity INTEGER,
            record_count INTEGER,
            record_capacity INTEGER,
            facts_at INTEGER
        ) STRICT;

        CREATE TABLE reading (
            id INTEGER PRIMARY KEY,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            source TEXT NOT NULL,
            origin TEXT NOT NULL,
            read_at INTEGER NOT NULL,
            mode TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            clock_offset_seconds INTEGER,
            records_on_gate INTEGER,
            records_read INTEGER NOT NULL,
            bytes_received INTEGER NOT NULL,
            seconds REAL NOT NULL,
            failure TEXT,
            digest TEXT,
            new INTEGER NOT NULL DEFAULT 0,
            duplicate INTEGER NOT NULL DEFAULT 0,
            undecodable INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX reading_by_gate ON reading (gate_id, read_at);
        CREATE INDEX reading_by_digest ON reading (digest, gate_id) WHERE digest IS NOT NULL;

        CREATE TABLE punch (
            id INTEGER PRIMARY KEY,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            at INTEGER NOT NULL,
            device_user_id TEXT,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 255),
            verify INTEGER NOT NULL CHECK (verify BETWEEN 0 AND 255),
            work_code TEXT NOT NULL,
            user_slot INTEGER,
            is_slot_keyed INTEGER NOT NULL CHECK (is_slot_keyed IN (0, 1)),
            position INTEGER NOT NULL,
            reading_id INTEGER NOT NULL REFERENCES reading (id)
        ) STRICT;
        CREATE UNIQUE INDEX punch_by_content
            ON punch (gate_id, at, device_user_id, state, verify);
        CREATE UNIQUE INDEX punch_by_slot
            ON punch (gate_id, at, ifnull(user_slot, -1), state, verify)
            WHERE is_slot_keyed = 1 OR device_user_id IS NULL;

        CREATE TABLE punch_source (
            punch_id INTEGER NOT NULL REFERENCES punch (id),
            source TEXT NOT NULL,
            PRIMARY KEY (punch_id, source)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE undecodable (
            id INTEGER PRIMARY KEY,
            gate_id INTEGER NOT NULL REFERENCES gate (id),
            reading_id INTEGER NOT NULL REFERENCES reading (id),
            position INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            reason TEXT NOT NULL,
            UNIQUE (gate_id, bytes)
        ) STRICT;

        CREATE TRIGGER punch_is_never_changed BEFORE UPDATE ON punch
        BEGIN SELECT RAISE(ABORT, 'raw punches are never changed'); END;
        CREATE TRIGGER punch_is_never_deleted BEFORE DELETE ON punch
        BEGIN SELECT RAISE(ABORT, 'raw punches are never deleted'); END;
        CREATE TRIGGER reading_is_never_changed
        BEFORE UPDATE OF gate_id, source, origin, read_at, mode, attempts, clock_offset_seconds,
            records_on_gate, records_read, bytes_received, seconds, failure, digest ON reading
        BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
        CREATE TRIGGER reading_is_never_deleted BEFORE DELETE ON reading
        BEGIN SELECT RAISE(ABORT, 'readings are never deleted'); END;
        CREATE TRIGGER undecodable_is_never_changed BEFORE UPDATE ON undecodable
        BEGIN SELECT RAISE(ABORT, 'undecodable records are never changed'); END;
        CREATE TRIGGER undecodable_is_never_deleted BEFORE DELETE ON undecodable
        BEGIN SELECT RAISE(ABORT, 'undecodable records are never deleted'); END;
        """
}
