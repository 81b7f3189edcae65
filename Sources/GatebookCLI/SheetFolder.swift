import Foundation

/// A folder for workbooks on their way into a release.
struct SheetFolder: Sendable {
    private let url: URL

    /// Makes an empty folder in the system's place for such.
    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("gatebook-\(UUID().uuidString)", isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw Failure("cannot make the folder \(url.path): \(Folder.reason(error))")
        }
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// The size of a file, in bytes.
    func size(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    }

    /// Removes it with everything in it; what cannot be removed is left to the system.
    func remove() { try? FileManager.default.removeItem(at: url) }
}
