package import Reports

/// The rows of one year of a source.
package struct YearRows: RowSource {
    private let source: any RowSource
    private let year: String

    /// Takes the rows of `year`.
    package init(_ source: any RowSource, year: Int) {
        self.source = source
        let digits = String(year)
        self.year = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The name of the source.
    package var name: String { source.name }
    /// The columns of the source.
    package var columns: [ReportColumn] { source.columns }
    /// The extra columns of the source.
    package var extraColumns: [ReportColumn] { source.extraColumns }
    /// The months of the year.
    package var months: [MonthCount] { source.months.filter { $0.month.hasPrefix(year) } }

    /// Hands over the rows of the year.
    package func forEachRow(_ body: ([ReportCell]) throws -> Void) throws {
        let before = source.months.prefix { !$0.month.hasPrefix(year) }.reduce(0) { $0 + $1.rows }
        let wanted = before..<(before + rowCount)
        var index = 0
        try source.forEachRow { row in
            if wanted.contains(index) { try body(row) }
            index += 1
        }
    }
}
