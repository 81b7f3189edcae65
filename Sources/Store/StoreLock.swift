package import GateModel
import Glibc

/// Holds the store for one writing run: a second run is told who holds it.
///
/// The lock is the kernel's lock on the file `<database>.lock`, so it ends with the process, however
/// that ends; the file stays. What is written in it is only for people. Reading needs no lock.
package final class StoreLock: Sendable {
    /// Who holds a lock, as far as the lock file tells.
    private struct Holder {
        var pid: Int?
        var command = ""
        var since = ""
    }

    /// Path of the lock file.
    package let path: String
    private let descriptor: Int32

    /// Takes the lock of the database at `databasePath`, without waiting.
    ///
    /// - Parameters:
    ///   - databasePath: Path of the database; it need not exist, its folder must.
    ///   - command: What is being run, for the other run's message, such as "gatebook nightly".
    ///   - since: Wall time of the site, now.
    /// - Throws: ``StoreError`` with code `.lockHeld`, `.readOnly` or `.cannotOpen`.
    package init(of databasePath: String, command: String, since: LocalDateTime) throws {
        path = databasePath + ".lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.cannotOpen(path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.holder(path)
            close(descriptor)
            throw reason == EWOULDBLOCK
                ? Self.held(path, by: holder) : Self.cannotOpen(path, reason)
        }
        let text = "pid \(getpid())\nsince \(since)\ncommand \(command)\n"
        ftruncate(descriptor, 0)
        // A lock file that cannot be filled in locks just as well.
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
    }

    deinit {
        // Emptied, not removed: another run may have opened it already.
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    private static func holder(_ path: String) -> Holder {
        var holder = Holder()
        guard let file = fopen(path, "re") else { return holder }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = fread(&buffer, 1, buffer.count, file)
        for line in String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "pid": holder.pid = Int(parts[1])
            case "since": holder.since = String(parts[1])
            case "command": holder.command = String(parts[1])
            default: continue
            }
        }
        return holder
    }

    private static func held(_ path: String, by holder: Holder) -> StoreError {
        let command = holder.command.isEmpty ? "another run" : "`\(holder.command)`"
        let process = holder.pid.map { " (process \($0))" } ?? ""
        let since = holder.since.isEmpty ? "" : " since \(holder.since)"
        return StoreError(
            code: .lockHeld, file: path,
            sentence:
                "The store is in use: \(command)\(process) holds \(path)\(since). Wait until it "
                + "has ended, then run the command again.")
    }

    private static func cannotOpen(_ path: String, _ number: Int32) -> StoreError {
        let isReadOnly = number == EROFS || number == EACCES || number == EPERM
        return StoreError(
            code: isReadOnly ? .readOnly : .cannotOpen, file: path,
            sentence: "The lock file \(path) cannot be made: \(String(cString: strerror(number))). "
                + "Check that its folder exists and may be written.")
    }
}
