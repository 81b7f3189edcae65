import Glibc
import QueueIO

/// Keeps everything ever read from the gates: the only place that knows SQL.
///
/// Raw punches are append-only and keyed by their content: reading the same log again changes
/// nothing, by whatever way it comes. Each verb is one transaction: a killed run leaves all of it or
/// nothing. The store lives on a queue of its own, since SQLite blocks; verbs run one after another.
///
/// Whoever writes takes the ``StoreLock`` first. Reading needs no lock, also while another run
/// writes.
package actor GateStore {
    /// How the database file is opened.
    package enum Access: Sendable {
        /// A missing file is an error.
        case existing
        /// A missing file is made.
        case create
    }

    /// A moment inside ``record(_:punches:undecodable:facts:digest:)`` at which tests stop it.
    enum RecordingStep: CaseIterable {
        case ledgerWritten
        case punchesWritten
        case countsWritten
    }

    /// Path of the database file.
    package nonisolated let path: String
    private let executor: QueueExecutor
    let connection: Connection
    /// The walk over punches that is under way; `nil` when there is none.
    var walk: OpenWalk?
    var afterStep: (@Sendable (RecordingStep) throws -> Void)?

    /// Runs on the store's own queue.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the database at `path` and brings its schema up to date.
    ///
    /// Nothing is written to a file that is not a gatebook database, or a newer one.
    ///
    /// - Throws: ``StoreError`` with code `.notFound`, `.cannotOpen`, `.notGatebook`,
    ///   `.newerSchema`, `.corrupt`, `.readOnly`, `.diskFull` or `.busy`.
    package init(path: String, access: Access = .existing) throws {
        try self.init(path: path, access: access, migrations: Migration.all)
    }

    /// Opens the database with a schema history of one's own, for tests of that history.
    init(path: String, access: Access, migrations: [Migration]) throws {
        if access == .existing { try Self.requireFile(path) }
        let connection = try Connection(
            file: path, access: access == .create ? .create : .existing)
        // First the check, then the settings: some of them write to the file.
        _ = try Migration.version(of: connection, newestKnown: migrations.count)
        try connection.execute(Self.settings)
        try Migration.migrate(connection, with: migrations)
        self.path = path
        self.connection = connection
        executor = QueueExecutor(label: "gatebook.store")
    }

    /// Settings of the connection.
    ///
    /// Readers never wait for a writer (WAL), references are checked, damaged pages are noticed
    /// early, the log is cut back after a big reading, and 32 MiB of pages stay in memory so that a
    /// big reading does not write its index pages over and over.
    package static let settings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        PRAGMA journal_size_limit = 16777216;
        PRAGMA cache_size = -32768;
        """

    private static func requireFile(_ path: String) throws {
        guard access(path, F_OK) != 0 else { return }
        throw StoreError(
            code: .notFound, file: path,
            sentence:
                "There is no database at \(path). Run `gatebook init` to start one, or name the "
                + "right file as `path` of [store] in gatebook.toml.")
    }

    // MARK: - Used by tests

    /// Limits the file to `pages` more pages than it has, as a full disk would.
    func limitGrowth(toPages pages: Int) throws {
        let present = try connection.number("PRAGMA page_count") ?? 0
        try connection.execute("PRAGMA max_page_count = \(present + pages)")
    }

    /// Stops recordings after a step.
    func setAfterStep(_ action: (@Sendable (RecordingStep) throws -> Void)?) {
        afterStep = action
    }

    /// Runs SQL as any other program could.
    func execute(_ sql: String) throws {
        try connection.execute(sql)
    }

    /// The number that `sql` asks for.
    func number(_ sql: String) throws -> Int? {
        try connection.number(sql)
    }
}
