internal import CXLSXWriter
import Foundation
package import GateModel
package import Reports

/// Writes workbooks: one sheet a table, real dates, times and spans, ids as text.
///
/// The same tables and properties give the same bytes.
package enum Workbook {
    /// What a workbook tells about itself.
    package struct Properties: Hashable, Sendable {
        /// Title, such as "Attendance 2026-10-05".
        package var title: String
        /// Who publishes it: the title of the site.
        package var company: String
        /// The moment it speaks of; stands in for the time of creation.
        package var asOf: LocalDateTime

        /// Makes properties.
        package init(title: String, company: String, asOf: LocalDateTime) {
            self.title = title
            self.company = company
            self.asOf = asOf
        }
    }

    /// Rows a sheet can hold under its header.
    package static let rowLimit = 1_048_575

    /// Writes `tables` to `path`, beside it first and then in its place.
    ///
    /// A table with more rows than a sheet holds goes on in further sheets; nothing is cut.
    ///
    /// - Throws: ``ExportError`` when the file cannot be written; nothing is left behind then.
    package static func write(
        _ tables: [ReportTable], properties: Properties, to path: String
    ) throws {
        let partial = path + ".partial"
        do {
            try writeFile(tables, properties: properties, to: partial)
            guard rename(partial, path) == 0 else {
                throw ExportError(path: path, reason: String(cString: strerror(errno)))
            }
        } catch let error as ExportError {
            unlink(partial)
            throw ExportError(path: path, reason: error.reason)
        }
    }

    private static func writeFile(
        _ tables: [ReportTable], properties: Properties, to path: String
    ) throws {
        // libxlsxwriter reports a file it cannot make only when it closes the book.
        guard let probe = fopen(path, "wb") else {
            throw ExportError(path: path, reason: String(cString: strerror(errno)))
        }
        fclose(probe)
        let folder = (path as NSString).deletingLastPathComponent
        let book: UnsafeMutablePointer<lxw_workbook>? = withFolder(folder) { pointer in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            options.tmpdir = pointer
            return workbook_new_opt(path, &options)
        }
        guard let book else { throw ExportError(path: path, reason: "no memory for the workbook") }
        set(properties, of: book)
        let formats = WorkbookFormats(book)
        for table in tables {
            for (index, rows) in table.rows.sheets(of: rowLimit).enumerated() {
                let name = sheetName(table.name, index: index)
                try WorkbookSheet(book, name: name, formats: formats, path: path)
                    .write(table.columns, rows: rows)
            }
        }
        let outcome = workbook_close(book)
        guard outcome == LXW_NO_ERROR else {
            throw ExportError(
                path: path, reason: lxw_strerror(outcome).map { String(cString: $0) } ?? "failed")
        }
    }

    private static func withFolder<Result>(
        _ folder: String, _ body: (UnsafeMutablePointer<CChar>?) -> Result
    ) -> Result {
        var bytes = Array((folder.isEmpty ? "." : folder).utf8CString)
        return bytes.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }

    private static func set(_ properties: Properties, of book: UnsafeMutablePointer<lxw_workbook>) {
        var texts = [properties.title, properties.company, "gatebook"].map { Array($0.utf8CString) }
        texts.withUnsafeMutableBufferPointer { texts in
            texts[0].withUnsafeMutableBufferPointer { title in
                texts[1].withUnsafeMutableBufferPointer { company in
                    texts[2].withUnsafeMutableBufferPointer { author in
                        var values = lxw_doc_properties()
                        values.title = title.baseAddress
                        values.company = company.baseAddress
                        values.author = author.baseAddress
                        values.created = time_t(properties.asOf.secondsSinceEpoch)
                        workbook_set_properties(book, &values)
                    }
                }
            }
        }
    }

    private static func sheetName(_ name: String, index: Int) -> String {
        let title = name.prefix(1).uppercased() + name.dropFirst()
        return index == 0 ? title : "\(title) \(index + 1)"
    }
}

extension [[ReportCell]] {
    /// The rows in groups of at most `limit`; one empty group when there are none.
    fileprivate func sheets(of limit: Int) -> [ArraySlice<[ReportCell]>] {
        guard count > limit else { return [self[...]] }
        return stride(from: 0, to: count, by: limit).map { self[$0..<Swift.min($0 + limit, count)] }
    }
}
