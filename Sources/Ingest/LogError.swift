/// Why a file is refused as a whole; nothing of it is to be stored.
package struct LogError: Error, Hashable, Sendable {
    /// The reasons.
    package enum Code: Hashable, Sendable {
        /// There is nothing in the file.
        case empty
        /// No line, or not even half of them, can be read: another kind of file, or a damaged one.
        case notALog
        /// The lines fit two types.
        case ambiguous
        /// The file is CSV and breaks its rules, or lacks a column.
        case brokenCSV
    }

    /// The reason.
    package var code: Code
    /// Line, 1-based; 0 when the whole file is meant.
    package var line: Int
    /// Column, 1-based; 0 when the whole line or file is meant.
    package var column: Int
    /// The cell of a workbook, `Punches!B7`; `nil` in text files.
    package var cell: String?
    /// What was found, what was expected, what to do.
    package var sentence: String

    /// Makes an error.
    package init(_ code: Code, line: Int = 0, column: Int = 0, sentence: String) {
        self.code = code
        self.line = line
        self.column = column
        self.sentence = sentence
    }
}

extension LogError: CustomStringConvertible {
    /// `line:column: sentence`, as far as they are known.
    package var description: String {
        switch (line, column) {
        case (0, _): sentence
        case (_, 0): "\(line): \(sentence)"
        default: "\(line):\(column): \(sentence)"
        }
    }

    /// The sentence about `file`: `file:line:column: sentence`, as far as they are known;
    /// `file!sheet!B7: sentence` in workbooks.
    package func description(of file: String) -> String {
        if let cell { return "\(file)!\(cell): \(sentence)" }
        return line == 0 ? "\(file): \(sentence)" : "\(file):\(description)"
    }
}
