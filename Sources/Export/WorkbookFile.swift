internal import CXLSXWriter
import Foundation
import GateModel
import Reports

/// A workbook while it is written, row by row, in little memory.
///
/// The rows of each sheet come in order; sheets may be written in turns.
final class WorkbookFile {
    let book: UnsafeMutablePointer<lxw_workbook>
    let formats: WorkbookFormats
    let path: String
    private let isRightToLeft: Bool
    private let title: String
    private let words: SheetWords
    private var sheets: [WorkbookSheet] = []
    private var isClosed = false

    /// Starts a workbook at `path`.
    ///
    /// - Throws: ``ExportError`` when the file cannot be made.
    init(_ path: String, properties: Workbook.Properties) throws {
        // libxlsxwriter reports a file it cannot make only when it closes the book.
        guard let probe = fopen(path, "wb") else { throw ExportError(path: path, errno: errno) }
        fclose(probe)
        let folder = (path as NSString).deletingLastPathComponent
        var folderBytes = Array((folder.isEmpty ? "." : folder).utf8CString)
        let made = folderBytes.withUnsafeMutableBufferPointer { folder in
            var options = lxw_workbook_options()
            options.constant_memory = 1
            options.tmpdir = folder.baseAddress
            return workbook_new_opt(path, &options)
        }
        guard let made else { throw ExportError(path: path, reason: "no memory for the workbook") }
        book = made
        self.path = path
        title = properties.title
        words = properties.words
        isRightToLeft = ["ar", "fa", "ur", "he", "ps", "ckb"].contains(properties.language)
        formats = WorkbookFormats(
            made, language: properties.language, isRightToLeft: isRightToLeft)
        describe(properties)
    }

    deinit {
        // A book that was given up still has to free what it holds; its file is removed by the caller.
        if !isClosed { Self.close(book) }
    }

    /// Adds a sheet with the set-up every sheet has: direction, paper, page numbers.
    func sheet(_ name: String) throws -> WorkbookSheet {
        guard let sheet = workbook_add_worksheet(book, name) else {
            throw ExportError(path: path, reason: "the sheet \"\(name)\" cannot be added")
        }
        if isRightToLeft { worksheet_right_to_left(sheet) }
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_set_margins(sheet, 0.4, 0.4, 0.75, 0.6)
        worksheet_set_header(sheet, "&L\(title.replacing("&", with: "&&"))&R&A")
        let pages = words.text("Page {page} of {pages}", ["page": "&P", "pages": "&N"])
        worksheet_set_footer(sheet, "&L&F&R\(pages)")
        let made = WorkbookSheet(sheet, name: name, formats: formats, words: words, path: path)
        sheets.append(made)
        return made
    }

    /// Writes the rows of `source` to the sheets planned for it.
    func write(
        _ source: some RowSource, to sheets: [WorkbookSheet], plan: SheetPlan,
        observe: ([ReportCell]) -> Void = { _ in }
    ) throws {
        for (sheet, part) in zip(sheets, plan.parts) {
            try sheet.begin(source.columns, rowCount: part.rows)
        }
        var index = 0
        try source.forEachRow { row in
            while index + 1 < sheets.count, sheets[index].rowCount == plan.parts[index].rows {
                index += 1
            }
            try sheets[index].append(row)
            observe(row)
        }
    }

    /// Names the cells of a sheet's header by the keys of its columns, for programs that read the
    /// sheet back whatever language its titles are in: `gatebook_at`.
    func nameHeader(of sheet: WorkbookSheet, _ columns: [ReportColumn]) throws {
        let tab = sheet.quotedName
        for (index, column) in columns.enumerated() {
            let outcome = workbook_define_name(
                book, "\(tab)!gatebook_\(column.key)", "=\(tab)!$\(columnName(index))$1")
            guard outcome == LXW_NO_ERROR else { throw ExportError(path: path, code: outcome) }
        }
    }

    /// Writes the file.
    func close() throws {
        for sheet in sheets { try sheet.end() }
        isClosed = true
        errno = 0
        let outcome = Self.close(book)
        let reason = errno
        guard outcome == LXW_NO_ERROR else {
            if reason == ENOSPC || reason == EDQUOT { throw ExportError(path: path, errno: reason) }
            throw ExportError(path: path, code: outcome)
        }
    }

    /// Closes a book and frees it, without the lines that libxlsxwriter prints on failure besides
    /// returning an error.
    @discardableResult
    private static func close(_ book: UnsafeMutablePointer<lxw_workbook>) -> lxw_error {
        let printed = dup(STDERR_FILENO)
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        if printed >= 0, nowhere >= 0 { dup2(nowhere, STDERR_FILENO) }
        let outcome = workbook_close(book)
        let reason = errno
        if printed >= 0, nowhere >= 0 { dup2(printed, STDERR_FILENO) }
        for descriptor in [printed, nowhere] where descriptor >= 0 { Foundation.close(descriptor) }
        errno = reason
        return outcome
    }

    private func describe(_ properties: Workbook.Properties) {
        let period = properties.period.map { "\($0.lowerBound) to \($0.upperBound)" }
        let tool = "gatebook \(ToolVersion.current)"
        let about = [
            properties.title, properties.company, "gatebook", "Made with \(tool)", period ?? "",
        ]
        withCStrings(about) { texts in
            var values = lxw_doc_properties()
            values.title = texts[0]
            values.company = texts[1]
            values.author = texts[2]
            values.comments = texts[3]
            if period != nil { values.subject = texts[4] }
            values.created = time_t(properties.asOf.secondsSinceEpoch)
            workbook_set_properties(book, &values)
        }
        if let range = properties.period {
            workbook_set_custom_property_string(book, "Period from", range.lowerBound.description)
            workbook_set_custom_property_string(book, "Period to", range.upperBound.description)
        }
        workbook_set_custom_property_string(book, "As of", properties.asOf.description)
        workbook_set_custom_property_string(book, "Made with", tool)
        for digest in properties.digests {
            workbook_set_custom_property_string(book, "SHA-256 of \(digest.name)", digest.sha256)
        }
    }
}

extension ExportError {
    /// Makes an error of what libxlsxwriter said.
    init(path: String, code: lxw_error) {
        self.init(
            path: path, reason: lxw_strerror(code).map { String(cString: $0) } ?? "failed")
    }
}

/// Lends texts as C strings that may be written to, as some C interfaces ask for.
func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
    let copies = texts.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return try body(copies)
}
