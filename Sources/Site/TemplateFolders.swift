import Foundation

/// The folders templates are taken from: the user's own first, then the shipped ones.
package struct TemplateFolders: Sendable {
    /// Folder paths, the first that has a file wins. Folders that do not exist are skipped.
    package let paths: [String]

    /// Takes templates from `paths`, earlier ones first.
    package init(_ paths: [String]) {
        self.paths = paths
    }

    /// One file of a folder.
    struct File {
        var path: String
        var bytes: [UInt8]
    }

    /// The first file called `name` (may hold slashes); `nil` when no folder has it.
    func file(_ name: String) -> File? {
        for folder in paths {
            let path = folder + "/" + name
            if let data = FileManager.default.contents(atPath: path) {
                return File(path: path, bytes: Array(data))
            }
        }
        return nil
    }

    /// All files called `name`, the user's own first.
    func files(_ name: String) -> [File] {
        paths.compactMap { TemplateFolders([$0]).file(name) }
    }

    /// Names of the files directly in the subfolder `name` of any folder, sorted.
    func names(in name: String) -> [String] {
        var names: Set<String> = []
        for folder in paths {
            let found = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + name)
            names.formUnion(found ?? [])
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
