import CSQLite

/// A connection to one SQLite file: opens it, prepares statements, runs transactions.
///
/// Not Sendable: whoever owns it keeps it on one queue. It is opened without SQLite's own mutexes.
final class Connection {
    /// How a file is opened.
    enum Access {
        /// The file has to exist.
        case existing
        /// A missing file is made.
        case create
    }

    /// Path of the file.
    let file: String
    let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    /// Opens `file`; nothing is read or written yet.
    ///
    /// - Throws: ``StoreError`` when the file cannot be opened.
    init(file: String, access: Access) throws {
        _ = Self.memoryStatisticsAreOff
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            | (access == .create ? SQLITE_OPEN_CREATE : 0)
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(file, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = String(cString: sqlite3_errmsg(opened))
            sqlite3_close_v2(opened)
            throw StoreError(extendedCode: code, message: message, file: file, statement: nil)
        }
        self.file = file
        handle = opened
        sqlite3_busy_timeout(handle, Self.busyTimeoutMilliseconds)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Saves a lock for each allocation of SQLite, an eighth of the time a big reading takes; done
    /// once, before the first database is opened. Refused later, which costs nothing but the time.
    private static let memoryStatisticsAreOff = csqlite_turn_memory_statistics_off() == SQLITE_OK

    /// How long another program's write is waited for, in milliseconds.
    private static let busyTimeoutMilliseconds: Int32 = 10_000

    /// Rows the last INSERT, UPDATE or DELETE changed.
    var changedRows: Int { Int(sqlite3_changes64(handle)) }

    /// Row id of the last row inserted.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    // MARK: - Statements

    /// The prepared statement for `sql`, reset and ready to be bound; prepared at the first call only.
    ///
    /// One text is one statement: it must not be asked for again while its rows are being read.
    func statement(_ sql: String) throws -> Statement {
        if let known = statements[sql] {
            known.reset()
            return known
        }
        let made = try Statement(sql, on: self)
        statements[sql] = made
        return made
    }

    /// Runs SQL that has no parameters; several statements may follow each other.
    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, statement: sql) }
    }

    /// The first column of the first row of `sql`; `nil` when there is no row or the value is NULL.
    func number(_ sql: String) throws -> Int? {
        let statement = try Statement(sql, on: self)
        guard try statement.step() else { return nil }
        return statement.optionalInt(0)
    }

    /// The error for result `code`, with SQLite's own words about it.
    func error(_ code: Int32, statement: String?) -> StoreError {
        StoreError(
            extendedCode: code, message: String(cString: sqlite3_errmsg(handle)), file: file,
            statement: statement)
    }

    // MARK: - Transactions

    /// When a commit is on the disk.
    enum Durability: String {
        /// Safe against a killed process; the last commits may go with a power cut.
        case normal = "NORMAL"
        /// On the disk before the call returns.
        case full = "FULL"
    }

    /// Runs `body` in one write transaction: all of it is stored, or nothing.
    func write<Result>(
        _ durability: Durability = .normal, _ body: () throws -> Result
    ) throws -> Result {
        try execute("PRAGMA synchronous = \(durability.rawValue)")
        return try transaction("BEGIN IMMEDIATE", body)
    }

    /// Runs `body` on one unchanging state of the database.
    func read<Result>(_ body: () throws -> Result) throws -> Result {
        try transaction("BEGIN DEFERRED", body)
    }

    private func transaction<Result>(
        _ begin: String, _ body: () throws -> Result
    ) throws -> Result {
        try execute(begin)
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            for statement in statements.values { statement.reset() }
            // A full disk makes SQLite roll back by itself; then there is nothing left to undo.
            // Should undoing fail, too, the next opening does it; the first error is the one to tell.
            if sqlite3_get_autocommit(handle) == 0 {
                sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            }
            throw error
        }
    }
}
