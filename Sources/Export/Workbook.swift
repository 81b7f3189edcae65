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
        /// The dates it covers; `nil` when it is not about dates.
        package var period: ClosedRange<LocalDate>?
        /// SHA-256 of the data in it, by the name of the file that has the same data as plain CSV.
        package var digests: [Digest]
        /// Language of the reader: decides direction and digits.
        package var language: String
        /// Titles of sheets and columns in that language.
        package var words: SheetWords

        /// The digest of a table.
        package struct Digest: Hashable, Sendable {
            /// Name of the plain CSV file with the same rows: `days.csv`.
            package var name: String
            /// SHA-256, hexadecimal.
            package var sha256: String

            /// Makes a digest.
            package init(name: String, sha256: String) {
                self.name = name
                self.sha256 = sha256
            }
        }

        /// Makes properties.
        package init(
            title: String, company: String, asOf: LocalDateTime,
            period: ClosedRange<LocalDate>? = nil, digests: [Digest] = [],
            language: String = "en", words: SheetWords = SheetWords()
        ) {
            self.title = title
            self.company = company
            self.asOf = asOf
            self.period = period
            self.digests = digests
            self.language = language
            self.words = words
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
        try replace(path) { partial in
            let book = try WorkbookFile(partial, properties: properties)
            for table in tables {
                let source = TableRows(table, monthOf: properties.asOf.date)
                let plan = SheetPlan(
                    source, named: properties.words[table.name.capitalizedFirst])
                try book.write(source, to: plan.map { try book.sheet($0.name) }, plan: plan)
            }
            try book.close()
        }
    }

    /// Lets `body` write a file beside `path` and puts it in its place.
    static func replace(_ path: String, _ body: (String) throws -> Void) throws {
        let partial = path + ".partial"
        do {
            try body(partial)
            guard rename(partial, path) == 0 else { throw ExportError(path: path, errno: errno) }
        } catch let error as ExportError where error.path == partial {
            unlink(partial)
            throw ExportError(path: path, reason: error.reason)
        } catch {
            unlink(partial)
            throw error
        }
    }
}

extension String {
    /// The text with its first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
