/// Why a workbook cannot be read.
package struct SpreadsheetError: Error, Hashable, Sendable {
    /// The reasons.
    package enum Code: Hashable, Sendable {
        /// The bytes are no workbook.
        case notAWorkbook
        /// It is a workbook, and broken.
        case damaged
        /// It is larger than any workbook people make.
        case tooLarge
    }

    /// The reason.
    package var code: Code
    /// What was found, what was expected, what to do; the name of the file goes before it.
    package var sentence: String

    /// Makes an error.
    package init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    /// The part `name` does not hold what it must.
    static func damaged(_ name: String, _ what: String) -> SpreadsheetError {
        SpreadsheetError(
            .damaged, "the workbook is damaged (\(name): \(what)); open it and save it again")
    }
}
