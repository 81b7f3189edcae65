/// One step from a schema version to the next.
///
/// A step that has been released is never edited: what has to change is a new step.
struct Migration {
    /// The schema version after this step; versions count from 1 without gaps.
    var version: Int
    /// The SQL of the step; it runs in one transaction together with the new version number.
    var sql: String
}

extension Migration {
    /// Marks a file as a gatebook database: the letters "gate", in the header at byte 68.
    static let applicationID = 0x6761_7465

    /// Checks that `connection` is a gatebook database and brings its schema up to the last step.
    ///
    /// An empty database gets every step. Nothing is written to a database that is refused.
    ///
    /// - Throws: ``StoreError`` with code `.notGatebook`, `.newerSchema`, `.corrupt` or `.readOnly`.
    static func migrate(_ connection: Connection, with migrations: [Migration] = all) throws {
        guard try version(of: connection, newestKnown: migrations.count) < migrations.count else {
            return
        }
        for migration in migrations {
            try connection.write(.full) {
                // Asked again in every transaction: another run may have done the step meanwhile.
                let present = try version(of: connection, newestKnown: migrations.count)
                guard present < migration.version else { return }
                try connection.execute(migration.sql)
                try connection.execute("PRAGMA application_id = \(applicationID)")
                try connection.execute("PRAGMA user_version = \(migration.version)")
            }
        }
    }

    /// The schema version of `connection`, 0 when it is empty.
    static func version(of connection: Connection, newestKnown: Int) throws -> Int {
        let version = try connection.number("PRAGMA user_version") ?? 0
        let application = try connection.number("PRAGMA application_id") ?? 0
        let tables = try connection.number("SELECT count(*) FROM sqlite_schema") ?? 0
        let isEmpty = version == 0 && application == 0 && tables == 0
        guard isEmpty || application == applicationID else {
            throw StoreError(
                code: .notGatebook, file: connection.file,
                sentence: "\(connection.file) is a database of another program (application id "
                    + "\(application), \(tables) tables and indexes); it was left as it is. Name "
                    + "another file as `path` of [store] in gatebook.toml.")
        }
        guard version <= newestKnown else {
            throw StoreError(
                code: .newerSchema, file: connection.file,
                sentence:
                    "\(connection.file) was written by a newer gatebook: it has schema version "
                    + "\(version), this program knows versions up to \(newestKnown). Install the "
                    + "newer gatebook; the database was left as it is.")
        }
        return version
    }
}
