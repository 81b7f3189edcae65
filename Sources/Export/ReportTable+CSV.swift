package import CSV
package import Reports

extension ReportTable {
    /// The table as CSV text: a header of column keys, then a line a row.
    package func csv(_ profile: CSVProfile = .plain) -> [UInt8] {
        var writer = CSVWriter(profile)
        write(to: &writer)
        return writer.take()
    }

    /// Writes header and rows.
    package func write(to writer: inout CSVWriter) {
        writer.writeRow(columns.map(\.key))
        for row in rows { writer.writeRow(row.map(\.plainText)) }
    }
}
