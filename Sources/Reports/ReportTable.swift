package import OrderedJSON

/// A table of a report: built once, shown by page, JSON, CSV and workbook alike.
///
/// Whoever shows it decides only how a cell looks, never what it says.
package struct ReportTable: Hashable, Sendable {
    /// A stable name, such as `days`; names the sheet and the JSON member.
    package var name: String
    /// The columns, in the documented order.
    package var columns: [ReportColumn]
    /// The rows, in the documented order; each has one cell per column.
    package private(set) var rows: [[ReportCell]]

    /// Makes a table without rows.
    package init(name: String, columns: [ReportColumn]) {
        self.name = name
        self.columns = columns
        rows = []
    }

    /// Adds a row; it must have one cell per column.
    package mutating func append(_ row: [ReportCell]) {
        precondition(row.count == columns.count, "a row of \(name) has a cell per column")
        rows.append(row)
    }

    /// The index of the column `key`; `nil` when there is none.
    package func index(of key: String) -> Int? {
        columns.firstIndex { $0.key == key }
    }

    /// The rows as JSON objects, keyed by the column keys in column order.
    package var json: JSONValue { .array(rows.map(json)) }

    /// The rows as JSON Lines: an object a line.
    package var jsonLines: String { rows.map { json($0).text + "\n" }.joined() }

    private func json(_ row: [ReportCell]) -> JSONValue {
        .object(zip(columns, row).map { JSONValue.Member($0.key, $1.json) })
    }
}

/// A column of a report: its key in files, its title for people and what its cells hold.
package struct ReportColumn: Hashable, Sendable {
    /// The key in CSV headers and JSON, fixed by the contract: `first_in`.
    package var key: String
    /// The title people read: "First in".
    package var title: String
    /// What the cells hold; decides alignment and number format.
    package var kind: Kind

    /// What the cells of a column hold.
    package enum Kind: String, Sendable {
        /// Words.
        case text
        /// An identifier: text that must never be read as a number.
        case identifier
        /// A calendar date.
        case date
        /// A wall time with its date.
        case dateTime
        /// A time of day.
        case time
        /// A span in seconds.
        case duration
        /// A whole number.
        case count
        /// Yes or no.
        case flag
    }

    /// Makes a column.
    package init(_ key: String, _ title: String, _ kind: Kind) {
        self.key = key
        self.title = title
        self.kind = kind
    }
}
