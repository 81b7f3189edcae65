import CSQLite
import Glibc

extension GateStore {
    /// Copies the whole database to `path`, a file that is complete or not there at all.
    ///
    /// The copy is one state of the store, also while another run writes. It is written beside and
    /// put in place when it is on the disk; an older copy at `path` is replaced, a file that is not
    /// a gatebook database is refused.
    ///
    /// - Throws: ``StoreError``.
    package func backup(to path: String) throws {
        if access(path, F_OK) == 0 {
            let present = try Connection(file: path, access: .existing)
            _ = try Migration.version(of: present, newestKnown: Int.max)
        }
        let unfinished = path + ".unfinished"
        unlink(unfinished)
        do {
            try copy(to: unfinished)
            try sync(unfinished)
        } catch {
            unlink(unfinished)
            throw error
        }
        guard rename(unfinished, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(unfinished)
            throw StoreError(
                code: .failed, file: path,
                sentence: "The backup could not be put in place at \(path): \(reason).")
        }
    }

    /// Looks for damage in the whole file; returns what was found, nothing when all is well.
    ///
    /// - Complexity: Reads every page of the file.
    package func damage() throws -> [String] {
        let check = try connection.statement("PRAGMA integrity_check")
        defer { check.reset() }
        var found: [String] = []
        do {
            while try check.step() {
                let line = check.text(0)
                if line != "ok" { found.append(line) }
            }
        } catch let error as StoreError where error.code == .corrupt {
            // Damage so deep that the check itself cannot go on.
            found.append(error.sentence)
        }
        return found
    }

    private func copy(to path: String) throws {
        let target = try Connection(file: path, access: .create)
        guard let backup = sqlite3_backup_init(target.handle, "main", connection.handle, "main")
        else { throw target.error(sqlite3_extended_errcode(target.handle), statement: nil) }
        sqlite3_backup_step(backup, -1)
        let code = sqlite3_backup_finish(backup)
        guard code == SQLITE_OK else { throw target.error(code, statement: nil) }
        // The copy takes over the mode of the original; one file alone is easier to keep.
        try target.execute("PRAGMA journal_mode = DELETE")
    }

    private func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw StoreError(
                code: .failed, file: path,
                sentence: "The backup could not be written to the disk at \(path): "
                    + String(cString: strerror(errno)) + ".")
        }
    }
}
