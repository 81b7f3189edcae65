extension Migration {
    /// The log of exports: append-only, as triggers say; the numbers of bundles have no gaps, since
    /// each one names the one before.
    static let exportLog = """
        CREATE TABLE export_log (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            bundle INTEGER UNIQUE,
            made_at INTEGER NOT NULL,
            made_by TEXT NOT NULL,
            first_date INTEGER NOT NULL,
            last_date INTEGER NOT NULL,
            what TEXT NOT NULL,
            days INTEGER NOT NULL,
            punches INTEGER NOT NULL,
            digest TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER export_is_never_changed BEFORE UPDATE ON export_log
        BEGIN SELECT RAISE(ABORT, 'the log of exports is never changed'); END;
        CREATE TRIGGER export_is_never_deleted BEFORE DELETE ON export_log
        BEGIN SELECT RAISE(ABORT, 'the log of exports is never deleted'); END;
        """
}
