import CSQLite

extension StoreError {
    /// Puts a failure of SQLite into a sentence.
    ///
    /// - Parameters:
    ///   - extendedCode: Extended result code.
    ///   - message: SQLite's own words; they name tables and columns, never values.
    ///   - file: Path of the database.
    ///   - statement: The SQL that failed.
    init(extendedCode: Int32, message: String, file: String, statement: String?) {
        let (code, sentence) = Self.explain(
            extendedCode, message: message, file: file,
            isReading: statement?.hasPrefix("SELECT") ?? false)
        self.init(
            code: code, file: file, statement: statement, sentence: sentence,
            extendedCode: extendedCode)
    }

    private static func explain(
        _ extendedCode: Int32, message: String, file: String, isReading: Bool
    ) -> (Code, String) {
        switch extendedCode & 0xff {
        case SQLITE_NOTADB:
            return (.notGatebook, notDatabaseSentence(file))
        case SQLITE_CORRUPT, SQLITE_FORMAT:
            return (.corrupt, corruptSentence(file, found: message))
        case SQLITE_FULL where isReading:
            return (
                .diskFull,
                "There is no room left to sort what is read from \(file): nothing was changed; free "
                    + "some space in /var/tmp or /tmp, or name a folder with more of it in TMPDIR, "
                    + "and run the command again."
            )
        case SQLITE_FULL:
            return (
                .diskFull,
                "There is no room left for \(file): nothing of this step was stored, and everything "
                    + "stored before is still there; free some disk space and run the command again."
            )
        case SQLITE_READONLY, SQLITE_PERM:
            return (
                .readOnly,
                "\(file) cannot be written: the file, its folder or its file system is read-only; "
                    + "nothing was changed. Give this user write access to both and run the command "
                    + "again."
            )
        case SQLITE_BUSY, SQLITE_LOCKED:
            return (
                .busy,
                "\(file) is in use by another program and did not become free in time; nothing was "
                    + "changed. Close that program or try again later."
            )
        case SQLITE_CANTOPEN:
            return (
                .cannotOpen,
                "\(file) cannot be opened: its folder does not exist or this user may not use it. "
                    + "Check `path` of [store] in gatebook.toml."
            )
        case SQLITE_IOERR:
            return (
                .failed,
                "The disk reported an error while \(file) was in use (\(message)); nothing of this "
                    + "step was stored. Check the disk, then run the command again."
            )
        default:
            return (
                .failed, "A step on \(file) failed: \(message) (SQLite code \(extendedCode))."
            )
        }
    }

    /// The sentence for a damaged database, with the remedy.
    static func corruptSentence(_ file: String, found: String) -> String {
        "\(file) is damaged (\(found)). Keep it aside, put the newest copy made by `gatebook backup` "
            + "in its place and run `gatebook pull --full`: punches the gates still hold are read "
            + "again."
    }

    /// The sentence for a file that is no database at all, or no longer.
    private static func notDatabaseSentence(_ file: String) -> String {
        "\(file) is not a gatebook database: it does not start like a database file. Name another "
            + "file as `path` of [store] in gatebook.toml; if this was the database, it is damaged: "
            + "put the newest copy made by `gatebook backup` in its place."
    }
}
