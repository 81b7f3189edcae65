import Foundation
package import GateModel

extension CommKeySource {
    /// Finds the key where the fleet says it is.
    ///
    /// Read at the moment of use, so that a secret is in memory only while it is needed.
    ///
    /// - Parameter environment: The variables of the process.
    /// - Returns: The key, 1 to 999999; `nil` when the gate has none.
    /// - Throws: ``CommKeyError``; it never shows what was found.
    package func resolve(environment: [String: String]) throws -> UInt32? {
        switch self {
        case .none:
            return nil
        case .literal(let key):
            return key == 0 ? nil : key
        case .environment(let name):
            guard let text = environment[name] else {
                throw CommKeyError(
                    sentence: "the comm key is not known: the environment variable \(name) "
                        + "is not set")
            }
            return try Self.found(text, in: "the environment variable \(name)")
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw CommKeyError(
                    sentence: "the comm key is not known: the file \(path) cannot be read")
            }
            return try Self.found(String(decoding: data.prefix(64), as: UTF8.self), in: path)
        }
    }

    /// Reads a key, 0 to 999999; `nil` for any other text.
    static func key(_ text: String) -> UInt32? {
        guard (1...6).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return UInt32(text)
    }

    private static func found(_ text: String, in place: String) throws -> UInt32? {
        guard let key = key(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommKeyError(
                sentence: "the comm key is not known: \(place) holds no number from 0 to 999999")
        }
        return key == 0 ? nil : key
    }
}

/// Why a comm key cannot be found; never shows a key.
package struct CommKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package var sentence: String

    /// The sentence.
    package var description: String { sentence }
}
