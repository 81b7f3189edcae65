import Export
import Foundation

/// A folder beside the files of an export in which they are written: they come to their places
/// together, when all of them are complete.
struct ExportStaging {
    private static let prefix = ".gatebook-export-"

    private let folder: String
    /// Where the files are written.
    let path: String

    /// Makes the folder in `folder`, and removes those of runs that were killed.
    init(in folder: String) throws {
        self.folder = folder
        path = "\(folder)/\(Self.prefix)\(getpid())"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let process = Self.process(of: name), kill(process, 0) != 0, errno == ESRCH else {
                continue
            }
            // What cannot be removed now is tried again next time.
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        try Folder.make(path)
    }

    private static func process(of name: String) -> pid_t? {
        name.hasPrefix(prefix) ? pid_t(name.dropFirst(prefix.count)) : nil
    }

    /// Runs `body`; its errors name the places where files would have come to.
    func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch var error as ExportError where error.path.hasPrefix(path + "/") {
            error.path = folder + error.path.dropFirst(path.count)
            throw error
        }
    }

    /// Moves the files to their places; they are named as they are there.
    ///
    /// - Returns: The files, and the names of those of earlier exports that they replaced.
    func publish(
        _ files: [TextExport.File]
    ) throws -> (files: [TextExport.File], replaced: [String]) {
        var replaced: [String] = []
        let placed = try files.map { file in
            var placed = file
            placed.path = folder + file.path.dropFirst(path.count)
            if access(placed.path, F_OK) == 0 {
                replaced.append((placed.path as NSString).lastPathComponent)
            }
            guard rename(file.path, placed.path) == 0 else {
                throw Failure(
                    "cannot write \(placed.path): \(String(cString: strerror(errno)))")
            }
            return placed
        }
        return (placed, replaced)
    }

    /// Removes the folder with what was not moved.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
