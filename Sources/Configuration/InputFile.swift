import Foundation

/// Reads a whole file that people wrote; every failure is a sentence about the file.
enum InputFile {
    /// Reads the bytes of `path`.
    ///
    /// - Parameters:
    ///   - path: As it is to stand in sentences.
    ///   - hint: What to do when there is no such file, as the end of a sentence.
    /// - Returns: The bytes, unchanged.
    /// - Throws: ``ConfigurationError`` with one problem.
    static func read(_ path: String, whenMissing hint: String) throws -> [UInt8] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw problem(path, "there is no such file; \(hint)")
        }
        guard !isFolder.boolValue else {
            throw problem(path, "this is a folder, not a file")
        }
        do {
            return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw problem(path, "the file cannot be read; check who may read it")
        }
    }

    /// Whether there is anything at `path`.
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func problem(_ path: String, _ sentence: String) -> ConfigurationError {
        ConfigurationError([Problem(file: path, sentence: sentence)])
    }
}
