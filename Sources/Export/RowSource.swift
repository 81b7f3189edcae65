package import GateModel
package import Reports

/// Rows of a table, one after another, however many there are.
package protocol RowSource {
    /// A stable name, such as `days`.
    var name: String { get }
    /// The columns, in the documented order.
    var columns: [ReportColumn] { get }
    /// More cells behind those of the columns, for layouts that ask for them.
    var extraColumns: [ReportColumn] { get }
    /// How many rows there are in each month, months in order; a month is `YYYY-MM`.
    var months: [MonthCount] { get }

    /// Hands over every row in order, with its extra cells; an error of `body` ends it and is thrown on.
    func forEachRow(_ body: ([ReportCell]) throws -> Void) throws
}

/// How many rows belong to a month.
package struct MonthCount: Hashable, Sendable {
    /// The month, `YYYY-MM`.
    package var month: String
    /// The number of rows.
    package var rows: Int

    /// Makes a count.
    package init(month: String, rows: Int) {
        self.month = month
        self.rows = rows
    }
}

extension RowSource {
    /// The number of rows.
    package var rowCount: Int { months.reduce(0) { $0 + $1.rows } }
}

/// A table whose rows are in memory, as a source of rows that all belong to one month.
package struct TableRows: RowSource {
    private let table: ReportTable
    private let month: String

    /// Takes the rows of `table` as rows of the month of `date`.
    package init(_ table: ReportTable, monthOf date: LocalDate) {
        self.table = table
        month = date.monthText
    }

    /// The name of the table.
    package var name: String { table.name }
    /// The columns of the table.
    package var columns: [ReportColumn] { table.columns }
    /// None.
    package var extraColumns: [ReportColumn] { [] }
    /// One month with all rows.
    package var months: [MonthCount] { [MonthCount(month: month, rows: table.rows.count)] }

    /// Hands over the rows.
    package func forEachRow(_ body: ([ReportCell]) throws -> Void) throws {
        for row in table.rows { try body(row) }
    }
}
