/// Reads workbooks (.xlsx) made by any program: sheet by sheet, row by row, in little memory.
///
/// Any bytes give rows or a ``SpreadsheetError``. Formulas are not computed: the value that was
/// saved with them counts. Formats matter only in so far as they make dates of numbers.
package final class SpreadsheetReader {
    /// Bounds against files made to fill memory or time.
    package struct Limits: Hashable, Sendable {
        /// Bytes all parts that are read may unpack to.
        package var bytes = 8 << 30
        /// Bytes that one packed byte may unpack to.
        package var ratio = 400
        /// Bytes of the texts that cells share.
        package var sharedText = 512 << 20

        /// Makes the usual limits.
        package init() {}
    }

    /// A sheet.
    package struct Sheet: Hashable, Sendable {
        /// The name on its tab.
        package var name: String
        /// Whether it is hidden.
        package var isHidden: Bool
        /// The cells of this sheet that have a name of their own, by that name.
        package var namedCells: [String: Place] = [:]

        fileprivate var part: String

        /// A cell.
        package struct Place: Hashable, Sendable {
            /// Column, 0-based.
            package var column: Int
            /// Row, 1-based.
            package var row: Int
        }
    }

    /// The sheets in the order of their tabs; charts have none.
    package private(set) var sheets: [Sheet] = []

    private let parts: ZipParts
    private let limits: Limits
    private var texts: [String]?
    private var formats: [NumberFormat] = []
    private var countsFrom1904 = false
    private var textPart: String?

    /// Whether bytes start as a zip file does, which every workbook is.
    package static func isLikely(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
    }

    /// Opens a workbook.
    ///
    /// - Throws: ``SpreadsheetError``.
    package init(_ bytes: [UInt8], limits: Limits = Limits()) throws {
        self.limits = limits
        parts = try ZipParts(bytes, limits: limits)
        let root = RelationParser()
        if parts.has("_rels/.rels") { try read("_rels/.rels", root) }
        guard let book = root.targetOfKind["officeDocument"].map({ Self.path($0, from: "") }),
            parts.has(book)
        else {
            throw SpreadsheetError(
                .notAWorkbook, "this is a zip file, but no workbook (.xlsx)")
        }
        let workbook = WorkbookParser()
        try read(book, workbook)
        countsFrom1904 = workbook.countsFrom1904
        let folder = book.split(separator: "/").dropLast().joined(separator: "/")
        let file = book.split(separator: "/").last.map(String.init) ?? ""
        let relations = RelationParser()
        let relationPart = (folder.isEmpty ? "" : folder + "/") + "_rels/\(file).rels"
        if parts.has(relationPart) { try read(relationPart, relations) }
        if let target = relations.targetOfKind["styles"] {
            let styles = StyleParser()
            try read(Self.path(target, from: folder), styles)
            formats = styles.formats
        }
        textPart = relations.targetOfKind["sharedStrings"].map { Self.path($0, from: folder) }
        sheets = workbook.sheets.map { sheet in
            Sheet(
                name: sheet.name, isHidden: sheet.isHidden,
                part: relations.targetOfID[sheet.relation].map { Self.path($0, from: folder) } ?? ""
            )
        }
        for name in workbook.definedNames { take(name.name, sheet: name.sheet, name.text) }
        sheets.removeAll { $0.part.isEmpty || $0.part.contains("chartsheets/") }
    }

    /// Keeps the name of a single cell of a sheet: `'Punches'!$C$1`.
    private func take(_ name: String, sheet: Int?, _ text: String) {
        guard let sheet, sheets.indices.contains(sheet),
            let cell = text.split(separator: "!").last, let place = CellName.read(cell.utf8)
        else { return }
        sheets[sheet].namedCells[name] = Sheet.Place(column: place.column, row: place.row)
    }

    /// Hands over every row of a sheet that holds something, in order.
    ///
    /// - Throws: ``SpreadsheetError``, and what `body` throws.
    package func forEachRow(of sheet: Sheet, _ body: (SheetRow) throws -> Void) throws {
        let texts = try sharedTexts()
        let handler = SheetParser(
            texts: texts, formats: formats, countsFrom1904: countsFrom1904)
        let stream = try XMLStream(sheet.part, handler)
        try parts.read(sheet.part) { piece in
            try stream.feed(piece)
            for row in handler.take() { try body(row) }
        }
        try stream.finish()
        for row in handler.take() { try body(row) }
    }

    /// The texts that cells share, read when they are first asked for.
    private func sharedTexts() throws -> [String] {
        if let texts { return texts }
        let handler = SharedTextParser(limit: limits.sharedText)
        if let textPart, parts.has(textPart) { try read(textPart, handler) }
        texts = handler.texts
        return handler.texts
    }

    private func read(_ part: String, _ handler: any XMLHandler) throws {
        let stream = try XMLStream(part, handler)
        try parts.read(part) { try stream.feed($0) }
        try stream.finish()
    }

    /// The path of a target that is named from a folder.
    private static func path(_ target: String, from folder: String) -> String {
        let start = target.hasPrefix("/") ? "" : folder + "/"
        var path: [Substring] = []
        for step in (start + target).split(separator: "/") where step != "." {
            if step == ".." { _ = path.popLast() } else { path.append(step) }
        }
        return path.joined(separator: "/")
    }
}
