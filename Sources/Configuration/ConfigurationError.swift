/// Everything that is wrong in the files people write: policy, fleet or roster.
///
/// All problems of a file are found in one go, in the order of its lines.
package struct ConfigurationError: Error, Hashable, Sendable {
    /// What is wrong, at least one.
    package var problems: [Problem]

    /// Makes the error.
    package init(_ problems: [Problem]) {
        self.problems = problems
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One problem a line.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

extension [Problem] {
    /// Throws all of them, file by file in the order of the lines; nothing when there are none.
    ///
    /// Throws: ``ConfigurationError``.
    func throwAny() throws {
        guard !isEmpty else { return }
        var order: [String: Int] = [:]
        for problem in self where order[problem.file] == nil { order[problem.file] = order.count }
        throw ConfigurationError(
            sorted {
                (order[$0.file] ?? 0, $0.line, $0.column) < (
                    order[$1.file] ?? 0, $1.line, $1.column
                )
            })
    }
}
