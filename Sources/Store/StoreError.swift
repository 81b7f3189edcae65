/// Tells why the store could not do something: facts for programs, one sentence for people.
///
/// Nothing that was bound to a statement is in it: no id, no punch, no name.
package struct StoreError: Error, Hashable, Sendable {
    /// What kind of failure it is; callers choose exit codes and retries by it.
    package enum Code: Hashable, Sendable {
        /// There is no database at this path.
        case notFound
        /// The file cannot be opened: its folder is missing or may not be entered.
        case cannotOpen
        /// The file holds something that is not a gatebook database.
        case notGatebook
        /// A newer gatebook has written the database.
        case newerSchema
        /// The database is damaged.
        case corrupt
        /// There is no room for what should be written.
        case diskFull
        /// The file or its folder may not be written.
        case readOnly
        /// Another program held the database longer than it was waited for.
        case busy
        /// Another run of gatebook holds the lock of the store.
        case lockHeld
        /// Anything else; the extended code says what.
        case failed
    }

    /// The kind of failure.
    package var code: Code
    /// Path of the file it happened to.
    package var file: String
    /// The SQL that failed, with its placeholders; `nil` when no statement was involved.
    package var statement: String?
    /// What could not be done, and what to do next.
    package var sentence: String
    /// Extended result code of SQLite; 0 when SQLite was not involved.
    package var extendedCode: Int32

    /// Makes an error.
    package init(
        code: Code, file: String, statement: String? = nil, sentence: String,
        extendedCode: Int32 = 0
    ) {
        self.code = code
        self.file = file
        self.statement = statement
        self.sentence = sentence
        self.extendedCode = extendedCode
    }

    /// Whether the same call may succeed later without anybody doing anything.
    package var isRetryable: Bool { code == .busy || code == .lockHeld }
}

extension StoreError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The sentence.
    package var description: String { sentence }

    /// The sentence, the extended result code and the SQL, still without bound values.
    package var debugDescription: String {
        let facts = "SQLite code \(extendedCode)" + (statement.map { ", statement: \($0)" } ?? "")
        return "\(sentence) [\(code); \(facts)]"
    }
}
