import Foundation

/// A text file while it is written: beside its place, and moved there when it is complete.
final class TextFile {
    /// Where it will be.
    let path: String
    /// What has not been written yet.
    var bytes: [UInt8] = []
    /// Rows written.
    var rows = 0

    private var partial: String { path + ".partial" }
    private var isFinished = false

    /// Makes the file.
    init(_ path: String) throws {
        self.path = path
        guard let file = fopen(path + ".partial", "wb") else {
            throw ExportError(path: path, errno: errno)
        }
        fclose(file)
    }

    deinit {
        if !isFinished { unlink(partial) }
    }

    /// Writes what there is when it is more than `limit` bytes.
    ///
    /// The file is opened for each piece: there may be more gates than a process may have files.
    func flush(over limit: Int = 0) throws {
        guard bytes.count > limit else { return }
        guard let file = fopen(partial, "ab") else { throw ExportError(path: path, errno: errno) }
        let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        let failure = written == bytes.count ? 0 : errno
        let isClosed = fclose(file) == 0
        guard failure == 0, isClosed else {
            throw ExportError(path: path, errno: failure == 0 ? errno : failure)
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Writes the rest and moves the file to its place.
    func finish() throws {
        try flush()
        guard rename(partial, path) == 0 else { throw ExportError(path: path, errno: errno) }
        isFinished = true
    }
}
