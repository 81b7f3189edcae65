/// One mistake in a template.
package struct TemplateProblem: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Path of the file as it was found.
    package var file: String
    /// 1-based line; `nil` when the whole file is meant.
    package var line: Int?
    /// What is wrong and what to do, as a sentence.
    package var sentence: String

    /// `file:line: sentence`.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(sentence)"
    }

    /// Problems in the order of files and lines.
    package static func < (left: TemplateProblem, right: TemplateProblem) -> Bool {
        (left.file, left.line ?? 0, left.sentence) < (right.file, right.line ?? 0, right.sentence)
    }
}
