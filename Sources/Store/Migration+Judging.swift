extension Migration {
    /// Version 2: the ledger of corrections, issued months, and what was judged so far.
    ///
    /// - Corrections and issued months are append-only, as triggers say.
    /// - `judged_date`, `day_change` and `derived` are made of everything else; all but the changes
    ///   can be thrown away and made again.
    static let correctionsAndJudgedDays = """
        CREATE TABLE correction (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('in', 'out', 'undo')),
            member_id TEXT NOT NULL,
            date INTEGER NOT NULL,
            at INTEGER,
            undoes INTEGER UNIQUE REFERENCES correction (number),
            reason TEXT NOT NULL,
            made_by TEXT NOT NULL,
            recorded_at INTEGER NOT NULL,
            CHECK ((kind = 'undo') = (at IS NULL) AND (kind = 'undo') = (undoes IS NOT NULL))
        ) STRICT;
        CREATE TRIGGER correction_is_never_changed BEFORE UPDATE ON correction
        BEGIN SELECT RAISE(ABORT, 'corrections are never changed'); END;
        CREATE TRIGGER correction_is_never_deleted BEFORE DELETE ON correction
        BEGIN SELECT RAISE(ABORT, 'corrections are never deleted'); END;

        CREATE TABLE issued_month (
            month TEXT NOT NULL,
            revision INTEGER NOT NULL,
            issued_at INTEGER NOT NULL,
            digest TEXT NOT NULL,
            rows TEXT NOT NULL,
            PRIMARY KEY (month, revision)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER issued_month_is_never_changed BEFORE UPDATE ON issued_month
        BEGIN SELECT RAISE(ABORT, 'issued months are never changed'); END;
        CREATE TRIGGER issued_month_is_never_deleted BEFORE DELETE ON issued_month
        BEGIN SELECT RAISE(ABORT, 'issued months are never deleted'); END;

        CREATE TABLE judged_date (
            date INTEGER PRIMARY KEY,
            inputs TEXT NOT NULL,
            content INTEGER NOT NULL CHECK (content IN (0, 1, 2)),
            rows TEXT NOT NULL
        ) STRICT;

        CREATE TABLE day_change (
            id INTEGER PRIMARY KEY,
            found_at INTEGER NOT NULL,
            date INTEGER NOT NULL,
            member_id TEXT NOT NULL,
            shift TEXT NOT NULL,
            before TEXT,
            after TEXT
        ) STRICT;
        CREATE INDEX day_change_by_date ON day_change (date);

        CREATE TABLE derived (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
