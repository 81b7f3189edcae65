/// One thing that is wrong in a file people write: where, and a sentence about it.
package struct Problem: Hashable, Sendable {
    /// Path of the file, as it was given.
    package var file: String
    /// Line, 1-based; 0 when the whole file is meant.
    package var line: Int
    /// Column in Unicode scalars, 1-based; 0 when the whole file is meant.
    package var column: Int
    /// What was found, what was expected, what to do.
    package var sentence: String

    /// Makes a problem; without line and column it is about the whole file.
    package init(file: String, line: Int = 0, column: Int = 0, sentence: String) {
        self.file = file
        self.line = line
        self.column = column
        self.sentence = sentence
    }
}

extension Problem: CustomStringConvertible {
    /// `file:line:column: sentence`, the form editors understand.
    package var description: String {
        line == 0 ? "\(file): \(sentence)" : "\(file):\(line):\(column): \(sentence)"
    }
}
