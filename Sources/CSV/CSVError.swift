/// Why a CSV text cannot be read, and where.
package struct CSVError: Error, Hashable, Sendable {
    /// What is wrong.
    package enum Code: Hashable, Sendable {
        /// The bytes are not UTF-8.
        case invalidUTF8
        /// A quoted field is still open where the text ends; the position is that of its quote.
        case unterminatedQuote
        /// Text follows the closing quote of a field.
        case textAfterQuote
        /// A row has more fields than ``CSVReader/fieldLimit``.
        case tooManyFields
    }

    /// What is wrong.
    package var code: Code
    /// Line of the text, 1-based.
    package var line: Int
    /// Column in Unicode scalars, 1-based.
    package var column: Int

    /// Makes an error.
    package init(_ code: Code, line: Int, column: Int) {
        self.code = code
        self.line = line
        self.column = column
    }

    /// What is wrong and what to do about it, without the position.
    package var sentence: String {
        switch code {
        case .invalidUTF8:
            "this is not UTF-8 text; save the file as “CSV UTF-8”"
        case .unterminatedQuote:
            "the quote opened here is never closed; add the closing quote, "
                + "or double a quote that belongs to the text"
        case .textAfterQuote:
            "text follows a closing quote; put a separator between, "
                + "or double a quote that belongs to the text"
        case .tooManyFields:
            "this row has more than \(CSVReader.fieldLimit) fields; is this a CSV file?"
        }
    }
}

extension CSVError: CustomStringConvertible {
    /// `line:column: sentence`.
    package var description: String { "\(line):\(column): \(sentence)" }
}
