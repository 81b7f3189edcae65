import CSQLite

/// A prepared statement: bind, step, read columns, reset.
///
/// Parameters count from 1, columns from 0, as in SQLite. Bindings stay over `reset()`, so what is
/// the same for many rows is bound once.
final class Statement {
    /// The SQL, with its placeholders.
    let sql: String
    private let handle: OpaquePointer
    private let database: OpaquePointer
    private let file: String

    /// Where short texts lie between bind and step, so that SQLite need not allocate for each.
    private let arena = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Statement.arenaBytes, alignment: 1)
    private var arenaUsed = 0

    /// Room for the texts of one row: ids of gates are at most 24 bytes, work codes are shorter.
    private static let arenaBytes = 256

    /// Tells SQLite that a text stays where it is until the statement is reset.
    private static let stays: sqlite3_destructor_type? = nil
    /// Tells SQLite to copy a text at once: its value is the C macro SQLITE_TRANSIENT, (void*)-1.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Prepares `sql`, one statement, for repeated use.
    init(_ sql: String, on connection: Connection) throws {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            arena.deallocate()
            throw connection.error(code, statement: sql)
        }
        self.sql = sql
        handle = prepared
        database = connection.handle
        file = connection.file
    }

    deinit {
        sqlite3_finalize(handle)
        arena.deallocate()
    }

    // MARK: - Bind

    /// Binds a number.
    func bind(_ value: Int, at index: Int32) throws {
        try check(sqlite3_bind_int64(handle, index, Int64(value)))
    }

    /// Binds a row id.
    func bind(_ value: Int64, at index: Int32) throws {
        try check(sqlite3_bind_int64(handle, index, value))
    }

    /// Binds a number or NULL.
    func bind(_ value: Int?, at index: Int32) throws {
        guard let value else { return try bindNull(at: index) }
        try bind(value, at: index)
    }

    /// Binds a number with a fraction.
    func bind(_ value: Double, at index: Int32) throws {
        try check(sqlite3_bind_double(handle, index, value))
    }

    /// Binds a text.
    func bind(_ value: String, at index: Int32) throws {
        var text = value
        let code = text.withUTF8 { bytes -> Int32 in
            guard bytes.count <= Self.arenaBytes - arenaUsed, let arenaStart = arena.baseAddress
            else {
                let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
                return sqlite3_bind_text64(
                    handle, index, start, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
            }
            let place = arenaStart + arenaUsed
            UnsafeMutableRawBufferPointer(start: place, count: bytes.count).copyMemory(
                from: UnsafeRawBufferPointer(bytes))
            arenaUsed += bytes.count
            return sqlite3_bind_text(
                handle, index, place.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                Self.stays)
        }
        try check(code)
    }

    /// Binds a text or NULL.
    func bind(_ value: String?, at index: Int32) throws {
        guard let value else { return try bindNull(at: index) }
        try bind(value, at: index)
    }

    /// Binds bytes.
    func bind(_ value: [UInt8], at index: Int32) throws {
        let code = value.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_zeroblob(handle, index, 0)
            }
            return sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), Self.copied)
        }
        try check(code)
    }

    /// Binds NULL.
    func bindNull(at index: Int32) throws {
        try check(sqlite3_bind_null(handle, index))
    }

    // MARK: - Step

    /// Goes to the next row; `false` when there is none.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error(code)
        }
    }

    /// Runs a statement that gives no rows, and resets it; bindings stay.
    func run() throws {
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE else {
            let error = error(code)
            reset()
            throw error
        }
        reset()
    }

    /// Makes the statement ready to run again; bindings of numbers stay, texts must be bound again.
    func reset() {
        sqlite3_reset(handle)
        arenaUsed = 0
    }

    // MARK: - Columns

    /// A number; 0 for NULL.
    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    /// A row id.
    func row(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// A number; `nil` for NULL.
    func optionalInt(_ column: Int32) -> Int? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : int(column)
    }

    /// A number with a fraction; 0 for NULL.
    func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

    /// A text; `nil` for NULL.
    func optionalText(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// A text; empty for NULL.
    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    /// Bytes; empty for NULL.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The error of this statement for a value that only damage can have put there.
    func damaged(_ found: String) -> StoreError {
        StoreError(
            code: .corrupt, file: file, statement: sql,
            sentence: StoreError.corruptSentence(file, found: found))
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw error(code) }
    }

    private func error(_ code: Int32) -> StoreError {
        StoreError(
            extendedCode: code, message: String(cString: sqlite3_errmsg(database)), file: file,
            statement: sql)
    }
}
