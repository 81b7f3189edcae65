import GateModel
import Reports

/// Shows a report table through the part `_table.html`.
struct TablePart {
    let text: CellText
    let page: PageFrame
    let path: String
    /// A table with more rows ends after these and says so; `nil` where a page is the list of everything.
    var mostRows: Int? = 1000

    /// What a section that holds a table offers.
    static let placeholders: [Placeholder] = [
        .text("TABLE_TITLE", "What the table is about, for its caption."),
        .section(
            "COLUMNS", "One column.",
            [
                .text("COLUMN", "Its title."),
                .text("COLUMN_STYLE", "`number` or `words`."),
            ]),
        .section(
            "ROWS", "One row.",
            [
                .section(
                    "CELLS", "One cell of the row.",
                    [
                        .text("CELL", "What it says; a dash when not known."),
                        .text("CELL_TITLE", "Title of its column."),
                        .text("CELL_STYLE", "`number`, `words`, `number zero`, `words missing` …"),
                        .section("CELL_HEAD", "Shown when the cell names its row."),
                        .section("CELL_PLAIN", "Shown when the cell is no link."),
                        .section(
                            "CELL_LINK", "Shown when the cell is a link.",
                            [.text("CELL_URL", "Where it leads.")]),
                        .section("CELL_MISSING", "Shown when the value is not known."),
                    ])
            ]),
        .section(
            "ROWS_CUT", "Shown when the page does not hold all rows.",
            [.text("ROWS_CUT_TEXT", "How many it holds and where all of them are.")]),
    ]

    /// Fills a section with a table.
    ///
    /// `keys` are the columns to show, in order; those the table lacks are left out. `head` is the
    /// column that names a row; `link` says where it leads, relative to the web root. Columns in
    /// `rare` are left out when nothing but zero stands in them.
    func fill(
        _ section: PageDictionary, _ table: ReportTable, title: String, keys: [String],
        head: String, rare: Set<String> = [], day: LocalDate? = nil,
        link: ([ReportCell]) -> String? = { _ in nil }
    ) {
        section.set("TABLE_TITLE", title)
        let columns = keys.compactMap { table.index(of: $0) }.filter { index in
            !rare.contains(table.columns[index].key)
                || table.rows.contains { ![.missing, .count(0)].contains($0[index]) }
        }
        for index in columns {
            let column = section.add("COLUMNS")
            column.set("COLUMN", text.title(table.columns[index]))
            column.set("COLUMN_STYLE", Self.style(table.columns[index]))
        }
        let shown = table.rows.prefix(mostRows ?? .max)
        if shown.count < table.rows.count {
            let wording = page.wording
            section.add("ROWS_CUT").set(
                "ROWS_CUT_TEXT",
                wording(
                    "rows_cut",
                    [
                        "n": wording.number(shown.count),
                        "all": wording.number(table.rows.count),
                    ]))
        }
        for row in shown {
            let cells = section.add("ROWS")
            for index in columns {
                let column = table.columns[index]
                let isHead = column.key == head
                fill(
                    cells.add("CELLS"), row[index], column, isHead: isHead, day: day,
                    // The reason of an access is the policy's, that of a correction a person's.
                    isSaid: column.key == "reason" && table.name == "access",
                    link: isHead ? link(row) : nil)
            }
        }
    }

    private func fill(
        _ cell: PageDictionary, _ value: ReportCell, _ column: ReportColumn, isHead: Bool,
        day: LocalDate?, isSaid: Bool, link: String?
    ) {
        var shown = text.shown(value, column, on: day)
        if isSaid, case .text(let said) = value {
            shown.text = Phrasebook(text: text).sentence(said)
        }
        if column.key == "branch", case .identifier(let id) = value {
            shown.text = page.name(of: id)
        }
        if column.key == "branch", case .text(let id) = value { shown.text = page.name(of: id) }
        var style = Self.style(column)
        if shown.isMissing { style += " missing" }
        if shown.isZero { style += " zero" }
        cell.set("CELL", shown.text)
        cell.set("CELL_TITLE", text.title(column))
        cell.set("CELL_STYLE", style)
        cell.show("CELL_HEAD", when: isHead)
        cell.show("CELL_MISSING", when: shown.isMissing)
        if let link {
            cell.add("CELL_LINK").set("CELL_URL", SitePath.link(to: link, on: path))
        } else {
            cell.add("CELL_PLAIN")
        }
    }

    private static func style(_ column: ReportColumn) -> String {
        switch column.kind {
        case .duration, .count, .time, .dateTime: "number"
        case .text, .identifier, .date, .flag: "words"
        }
    }
}
