import CTomlBridge
import Foundation

/// Reads TOML text into nodes that know where they stand.
enum TomlDocument {
    /// The largest text that is read, in bytes: far more than any policy, far less than a mistake.
    static let sizeLimit = 1 << 20

    /// Reads the whole document.
    ///
    /// - Parameters:
    ///   - text: UTF-8, with or without a byte order mark.
    ///   - file: The path to name in problems.
    /// - Returns: The root table.
    /// - Throws: ``ConfigurationError`` with one problem: where the text stops being TOML.
    static func read(_ text: [UInt8], file: String) throws -> TomlNode {
        guard text.count <= sizeLimit else {
            throw ConfigurationError([
                Problem(file: file, sentence: "the file is too large to be a configuration")
            ])
        }
        let answer = text.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                gatebook_toml_read(characters.baseAddress, characters.count)
            }
        }
        guard let answer else {
            throw ConfigurationError([
                Problem(file: file, sentence: "there is not enough memory to read the file")
            ])
        }
        defer { gatebook_toml_free(answer) }
        let json = Data(bytes: answer, count: strlen(answer))
        let told: Answer
        do {
            told = try JSONDecoder().decode(Answer.self, from: json)
        } catch {
            throw ConfigurationError([Problem(file: file, sentence: "this is not TOML text")])
        }
        if let root = told.root { return root }
        throw ConfigurationError([
            Problem(
                file: file, line: told.failure?.line ?? 0, column: told.failure?.column ?? 0,
                sentence: sentence(for: told.failure?.message ?? ""))
        ])
    }

    /// What the bridge answers: one of the two.
    private struct Answer: Decodable {
        struct Failure: Decodable {
            var message: String
            var line: Int
            var column: Int
        }
        var root: TomlNode?
        var failure: Failure?
    }

    /// Turns the parser's message into our sentence: `this is not TOML: …`.
    private static func sentence(for message: String) -> String {
        let prefix = "Error while "
        let rest =
            message.hasPrefix(prefix)
            ? String(message.dropFirst(prefix.count))
            : message.prefix(1).lowercased() + message.dropFirst()
        return "this is not TOML: \(rest)"
    }
}
