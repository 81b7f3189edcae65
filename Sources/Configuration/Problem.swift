/// One thing that is wrong in a file people write: where, and a sentence about it.
package struct Problem: Hashable, Sendable {
    /// Path of the file, as it was given.
    package var file: String
    /// Line, 1-based; 0 when the whole file is meant.
    package var line: Int
    /// Column in Unicode scalars, 1-based; 0 when the whole file is meant.
    package var column: Int
    /// The cell of a workbook, `Sheet1!B7`; `nil` in text files.
    package var cell: String?
    /// What was found, what was expected, what to do.
    package var sentence: String

    /// Makes a problem; without line and column it is about the whole file.
    package init(
        file: String, line: Int = 0, column: Int = 0, cell: String? = nil, sentence: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.cell = cell
        self.sentence = sentence
    }
}

extension Problem: CustomStringConvertible {
    /// `file:line:column: sentence`, the form editors understand; `file!sheet!B7: sentence` in workbooks.
    package var description: String {
        if let cell { return "\(file)!\(cell): \(sentence)" }
        return line == 0 ? "\(file): \(sentence)" : "\(file):\(line):\(column): \(sentence)"
    }
}
