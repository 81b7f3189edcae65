internal import CODBC
import Foundation
import GateModel

/// A connection to a database through ODBC, in transactions.
///
/// Not Sendable: whoever owns it uses it from one task at a time.
package final class Database {
    private var environment: SQLHANDLE?
    private var connection: SQLHANDLE?
    private var isConnected = false

    /// Connects.
    ///
    /// - Throws: ``ForwardError``.
    package init(_ connectionText: String) throws {
        guard SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_ENV), nil, &environment) == SQL_SUCCESS else {
            throw ForwardError(act: "reach", state: "", message: "unixODBC cannot be used")
        }
        let version = UnsafeMutableRawPointer(bitPattern: Int(SQL_OV_ODBC3))
        SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, version, 0)
        SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_DBC), environment, &connection)
        SQLSetConnectAttr(
            connection, SQL_ATTR_LOGIN_TIMEOUT, UnsafeMutableRawPointer(bitPattern: 15), 0)
        // Some drivers read up to a NUL, whatever length they are told.
        var text = Array(connectionText.utf8) + [0]
        let outcome = SQLDriverConnect(
            connection, nil, &text, SQLSMALLINT(SQL_NTS), nil, 0, nil,
            SQLUSMALLINT(SQL_DRIVER_NOPROMPT))
        guard Self.isGood(outcome) else { throw failure("connect to", connection, SQL_HANDLE_DBC) }
        isConnected = true
        // Nothing is there for others until a whole batch is.
        SQLSetConnectAttr(
            connection, SQL_ATTR_AUTOCOMMIT,
            UnsafeMutableRawPointer(bitPattern: Int(SQL_AUTOCOMMIT_OFF)), 0)
    }

    deinit {
        if isConnected {
            SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), connection, SQLSMALLINT(SQL_ROLLBACK))
            SQLDisconnect(connection)
        }
        if connection != nil { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_DBC), connection) }
        if environment != nil { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_ENV), environment) }
    }

    /// Runs a query and hands over its rows, each column read as a value of the kind asked for.
    func query(
        _ sql: String, _ values: [ForwardValue], like kinds: [ForwardValue],
        _ body: ([ForwardValue]) -> Void
    ) throws {
        let statement = try prepare(sql)
        defer { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), statement) }
        var parameters = Parameters(count: values.count)
        try parameters.set(values, of: statement, self)
        try check(SQLExecute(statement), "read from", statement)
        while true {
            let outcome = SQLFetch(statement)
            if outcome == SQL_NO_DATA { break }
            try check(outcome, "read from", statement)
            body(
                kinds.enumerated().map { index, kind in
                    read(statement, SQLUSMALLINT(index + 1), like: kind)
                })
        }
    }

    /// Inserts rows with one prepared statement.
    func insert(_ sql: String, _ rows: [[ForwardValue]]) throws {
        guard let first = rows.first else { return }
        let statement = try prepare(sql)
        defer { SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), statement) }
        var parameters = Parameters(count: first.count)
        for row in rows {
            try parameters.set(row, of: statement, self)
            let outcome = SQLExecute(statement)
            if outcome != SQL_NO_DATA { try check(outcome, "insert a row into", statement) }
            SQLFreeStmt(statement, SQLUSMALLINT(SQL_CLOSE))
        }
    }

    /// Ends a transaction: everything since the last one is there for good.
    func commit() throws {
        let outcome = SQLEndTran(
            SQLSMALLINT(SQL_HANDLE_DBC), connection, SQLSMALLINT(SQL_COMMIT))
        guard Self.isGood(outcome) else { throw failure("commit to", connection, SQL_HANDLE_DBC) }
    }

    /// Ends a transaction: nothing since the last one happened.
    func rollBack() {
        SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), connection, SQLSMALLINT(SQL_ROLLBACK))
    }

    // MARK: - Statements

    private func prepare(_ sql: String) throws -> SQLHANDLE? {
        var statement: SQLHANDLE?
        let made = SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_STMT), connection, &statement)
        guard Self.isGood(made) else { throw failure("reach", connection, SQL_HANDLE_DBC) }
        var text = Array(sql.utf8) + [0]
        do {
            try check(SQLPrepare(statement, &text, SQLINTEGER(SQL_NTS)), "use", statement)
        } catch {
            SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), statement)
            throw error
        }
        return statement
    }

    private func read(
        _ statement: SQLHANDLE?, _ column: SQLUSMALLINT, like kind: ForwardValue
    ) -> ForwardValue {
        var length: SQLLEN = 0
        if case .time = kind {
            var time = SQL_TIMESTAMP_STRUCT()
            let outcome = SQLGetData(
                statement, column, SQLSMALLINT(SQL_C_TYPE_TIMESTAMP), &time,
                MemoryLayout<SQL_TIMESTAMP_STRUCT>.size, &length)
            guard Self.isGood(outcome), length != SQL_NULL_DATA,
                let date = LocalDate(
                    year: Int(time.year), month: Int(time.month), day: Int(time.day))
            else { return .null }
            let second = Int(time.hour) * 3600 + Int(time.minute) * 60 + Int(time.second)
            return .time(LocalDateTime(date, secondOfDay: second))
        }
        var buffer = [UInt8](repeating: 0, count: 512)
        let outcome = SQLGetData(
            statement, column, SQLSMALLINT(SQL_C_CHAR), &buffer, buffer.count, &length)
        guard Self.isGood(outcome), length >= 0 else { return .null }
        let text = String(decoding: buffer[..<min(length, buffer.count - 1)], as: UTF8.self)
        // Columns of a fixed width are filled with blanks.
        return .text(String(text.reversed().drop { $0 == " " }.reversed()))
    }

    // MARK: - Errors

    static func isGood(_ outcome: SQLRETURN) -> Bool {
        outcome == SQL_SUCCESS || outcome == SQL_SUCCESS_WITH_INFO
    }

    func check(_ outcome: SQLRETURN, _ act: String, _ statement: SQLHANDLE?) throws {
        guard !Self.isGood(outcome) else { return }
        throw failure(act, statement, SQL_HANDLE_STMT)
    }

    private func failure(_ act: String, _ handle: SQLHANDLE?, _ kind: Int32) -> ForwardError {
        var state = [UInt8](repeating: 0, count: 6)
        var message = [UInt8](repeating: 0, count: 600)
        var number: SQLINTEGER = 0
        var length: SQLSMALLINT = 0
        let outcome = SQLGetDiagRec(
            SQLSMALLINT(kind), handle, 1, &state, &number, &message,
            SQLSMALLINT(message.count), &length)
        guard Self.isGood(outcome) else {
            return ForwardError(act: act, state: "", message: "the driver gives no reason")
        }
        func text(_ bytes: [UInt8]) -> String {
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                .split(whereSeparator: \.isNewline).joined(separator: " ")
        }
        return ForwardError(act: act, state: text(state), message: text(message))
    }
}

/// The values bound to a statement; they stay in place until it has run.
private struct Parameters {
    private let texts: [UnsafeMutableBufferPointer<UInt8>]
    private let storage: Storage

    /// Frees what the statement was lent.
    private final class Storage {
        let texts: [UnsafeMutableBufferPointer<UInt8>]
        let lengths: UnsafeMutableBufferPointer<SQLLEN>

        init(count: Int) {
            texts = (0..<count).map { _ in
                UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1_024)
            }
            lengths = UnsafeMutableBufferPointer<SQLLEN>.allocate(capacity: max(1, count))
        }

        deinit {
            texts.forEach { $0.deallocate() }
            lengths.deallocate()
        }
    }

    init(count: Int) {
        storage = Storage(count: count)
        texts = storage.texts
    }

    mutating func set(
        _ values: [ForwardValue], of statement: SQLHANDLE?, _ database: Database
    ) throws {
        for (index, value) in values.enumerated() {
            let buffer = UnsafeMutableRawBufferPointer(texts[index])
            guard let place = buffer.baseAddress else { continue }
            let length = storage.lengths.baseAddress.map { $0 + index }
            var kind = (c: SQL_C_CHAR, sql: SQL_VARCHAR, size: 255)
            switch value {
            case .null: length?.pointee = SQLLEN(SQL_NULL_DATA)
            case .text(let text):
                let bytes = Array(text.utf8.prefix(buffer.count))
                buffer.copyBytes(from: bytes)
                length?.pointee = bytes.count
                kind.size = max(1, bytes.count)
            case .integer(let number):
                place.storeBytes(of: SQLINTEGER(clamping: number), as: SQLINTEGER.self)
                length?.pointee = 0
                kind = (Int32(gatebook_sql_c_long), SQL_INTEGER, 10)
            case .time(let time):
                let (year, month, day) = time.date.components
                let second = time.secondOfDay
                place.storeBytes(
                    of: SQL_TIMESTAMP_STRUCT(
                        year: SQLSMALLINT(year), month: SQLUSMALLINT(month),
                        day: SQLUSMALLINT(day), hour: SQLUSMALLINT(second / 3600),
                        minute: SQLUSMALLINT(second / 60 % 60),
                        second: SQLUSMALLINT(second % 60), fraction: 0),
                    as: SQL_TIMESTAMP_STRUCT.self)
                length?.pointee = MemoryLayout<SQL_TIMESTAMP_STRUCT>.size
                kind = (SQL_C_TYPE_TIMESTAMP, SQL_TYPE_TIMESTAMP, 19)
            }
            try database.check(
                SQLBindParameter(
                    statement, SQLUSMALLINT(index + 1), SQLSMALLINT(SQL_PARAM_INPUT),
                    SQLSMALLINT(kind.c), SQLSMALLINT(kind.sql), SQLULEN(kind.size), 0, place,
                    buffer.count, length), "prepare a row for", statement)
        }
    }
}
