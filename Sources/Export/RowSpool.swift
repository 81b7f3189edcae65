import Foundation
package import GateModel
package import Reports

/// Rows on their way into files, kept in a file of their own: any number of them in little memory.
///
/// Rows are added in order of months, then read as often as there are files to write. The file is
/// private to this run and is removed with the spool.
package final class RowSpool: RowSource {
    /// A stable name, such as `days`.
    package let name: String
    /// The columns, in the documented order.
    package let columns: [ReportColumn]
    /// More cells behind those of the columns, for layouts that ask for them.
    package let extraColumns: [ReportColumn]
    /// The rows of each month.
    package private(set) var months: [MonthCount] = []

    private let path: String
    private var file: UnsafeMutablePointer<FILE>?
    private var encoder = RowEncoder()
    private var month: (text: String, first: LocalDate, last: LocalDate)?

    /// Makes an empty spool in `folder`.
    ///
    /// - Throws: ``ExportError`` when the file cannot be made.
    package init(
        _ name: String, columns: [ReportColumn], extraColumns: [ReportColumn] = [],
        in folder: String
    ) throws {
        self.name = name
        self.columns = columns
        self.extraColumns = extraColumns
        path = "\(folder)/\(name).rows"
        file = fopen(path, "wb")
        guard file != nil else { throw ExportError(path: path, errno: errno) }
    }

    deinit {
        if let file { fclose(file) }
        unlink(path)
    }

    /// Adds a row of the month of `date`; months come in order.
    package func append(_ row: [ReportCell], on date: LocalDate) throws {
        precondition(
            row.count == columns.count + extraColumns.count,
            "a row of \(name) has a cell per column")
        count(date)
        encoder.add(row)
        if encoder.bytes.count >= RowEncoder.blockBytes { try flush() }
    }

    /// Ends the writing; rows can be read from now on.
    package func finish() throws {
        try flush()
        guard let file else { return }
        self.file = nil
        guard fclose(file) == 0 else { throw unwritable(errno) }
    }

    /// Hands over every row in order.
    ///
    /// - Throws: ``ExportError`` when the file does not hold the rows that were added.
    package func forEachRow(_ body: ([ReportCell]) throws -> Void) throws {
        guard let input = fopen(path, "rb") else { throw ExportError(path: path, errno: errno) }
        defer { fclose(input) }
        var decoder = RowDecoder(columnCount: columns.count + extraColumns.count)
        var block = [UInt8](repeating: 0, count: RowEncoder.blockBytes)
        var row: [ReportCell] = []
        var seen = 0
        while true {
            let count = block.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, input) }
            guard count > 0 else { break }
            decoder.feed(block[..<count])
            while decoder.read(into: &row) {
                seen += 1
                try body(row)
            }
        }
        guard seen == rowCount, decoder.isAtEnd else {
            throw ExportError(
                path: path, reason: "\(seen) rows came back of \(rowCount) that were written")
        }
    }

    private func count(_ date: LocalDate) {
        if let month, month.first <= date, date <= month.last {
            months[months.count - 1].rows += 1
            return
        }
        let (year, number, _) = date.components
        let first = date.firstOfMonth
        let last = first.adding(days: LocalDate.days(inMonth: number, ofYear: year) - 1)
        precondition(month.map { $0.last < first } ?? true, "months of \(name) come in order")
        month = (date.monthText, first, last)
        months.append(MonthCount(month: date.monthText, rows: 1))
    }

    private func flush() throws {
        guard let file, !encoder.bytes.isEmpty else { return }
        let written = encoder.bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        guard written == encoder.bytes.count else { throw unwritable(errno) }
        encoder.clear()
    }

    private func unwritable(_ code: Int32) -> ExportError {
        var error = ExportError(path: path, errno: code)
        if error.reason == ExportError.noRoom {
            error.reason += ", or name a folder with more of it in TMPDIR"
        }
        return error
    }
}
