/// How rows are laid out as text: a small file that people copy and change, one a format.
package struct ExportProfile: Hashable, Sendable {
    /// The name people write after `--format`: that of the file without its ending.
    package var name: String
    /// Which rows it is made of.
    package var rows: Rows
    /// Name of the file, with `{range}` for the dates and `{gate}` for a file a gate; `nil` has one
    /// made of the name, the rows and the dates.
    package var file: String?
    /// How a row is written.
    package var layout = Layout.csv
    /// Whether the first line names the columns.
    package var hasHeader = true
    /// The byte between two columns.
    package var separator = UInt8(ascii: ",")
    /// Whether lines end with CR LF; else with LF.
    package var endsWithCarriageReturn = true
    /// Whether the text starts with a byte order mark.
    package var hasByteOrderMark = false
    /// Whether a line `sep=…` comes first.
    package var hasSeparatorLine = false
    /// Whether text a spreadsheet could take for a formula is kept from being one.
    package var isFormulaGuarded = false
    /// Whether text that would break its line is put in quotes; else such a row is left out.
    package var hasQuotes = true
    /// Fields without which a row is left out.
    package var required: [String] = []
    /// Fields and the values they may have; other rows are left out.
    package var conditions: [String: [String]] = [:]
    /// The table of a database the rows are handed to, where the profile is about one.
    package var table = ""
    /// The columns that make a row of that table unique.
    package var key: [String] = []
    /// The columns; empty stands for those of the rows themselves.
    package var columns: [Column] = []

    /// Which rows a profile is made of.
    package enum Rows: String, Sendable, CaseIterable {
        case days
        case punches
        /// A file of each.
        case both
    }

    /// How a row is written.
    package enum Layout: String, Sendable, CaseIterable {
        /// Columns with a separator between them.
        case csv
        /// An object a line.
        case json
    }

    /// A column.
    package struct Column: Hashable, Sendable {
        /// The name in the header.
        package var name: String
        /// The field it shows; `nil` shows `text` in every row.
        package var field: String?
        /// What stands in every row.
        package var text = ""
        /// How dates and times are written, in `YYYY MM DD hh mm ss`; `nil` is ISO 8601.
        package var format: String?
        /// What stands for certain values.
        package var values: [String: String] = [:]
        /// What stands for all other values; `nil` is the value itself.
        package var otherwise: String?
        /// Least number of characters: the value is moved right with blanks.
        package var width = 0

        /// Makes a column.
        package init(name: String, field: String?) {
            self.name = name
            self.field = field
        }
    }

    /// Makes a profile.
    package init(name: String, rows: Rows) {
        self.name = name
        self.rows = rows
    }
}
