/// Tells what is wrong with a fleet file, and where in it.
package struct FleetError: Error, Equatable, CustomStringConvertible {
    /// The place in the file, such as `devices[3].users[2].uid`; empty for the whole file.
    package let path: String
    /// What was found, against what was expected.
    package let problem: String
    /// The path of the file; empty when the fleet did not come from one.
    package var file = ""

    /// Makes an error about the value at `path`.
    package init(path: String, problem: String, file: String = "") {
        self.path = path
        self.problem = problem
        self.file = file
    }

    /// One sentence for people.
    package var description: String {
        [file, path, problem].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

extension FleetError {
    /// Makes an error about the value at the place that `codingPath` names.
    init(at codingPath: [any CodingKey], _ problem: String) {
        self.init(path: Self.text(of: codingPath), problem: problem)
    }

    /// Makes the sentence for what a decoder found.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(at: context.codingPath, "the key \"\(key.stringValue)\" is missing")
        case .typeMismatch(let type, let context):
            self.init(
                at: context.codingPath, "expected \(Self.name(of: type)), found something else")
        case .valueNotFound(let type, let context):
            self.init(at: context.codingPath, "expected \(Self.name(of: type)), found null")
        case .dataCorrupted(let context):
            self.init(at: context.codingPath, "not valid JSON")
        @unknown default:
            self.init(path: "", problem: "not a fleet: \(error)")
        }
    }

    private static func text(of codingPath: [any CodingKey]) -> String {
        codingPath.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Bool.Type: "true or false"
        case is Int.Type, is UInt32.Type, is UInt64.Type: "a whole number"
        case is Double.Type: "a number"
        case is [String: Any].Type: "an object"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object or a list"
        }
    }
}
