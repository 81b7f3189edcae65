import Reports

/// A row of a report table, asked by column key.
struct ReportRow {
    let table: ReportTable
    let cells: [ReportCell]

    /// The cell of a column; missing when there is no such column.
    func cell(_ key: String) -> ReportCell {
        table.index(of: key).map { cells[$0] } ?? .missing
    }

    /// The column called `key`, or a stand-in that shows its cells as they are.
    func column(_ key: String) -> ReportColumn {
        table.index(of: key).map { table.columns[$0] } ?? ReportColumn(key, key, .text)
    }

    /// The words of a column; `nil` when missing or empty.
    func words(_ key: String) -> String? {
        let text = cell(key).plainText
        return text.isEmpty ? nil : text
    }

    /// The whole number of a column; `nil` when missing.
    func number(_ key: String) -> Int? {
        switch cell(key) {
        case .count(let number), .duration(let number): number
        default: nil
        }
    }

    /// What a column says, yes or no; `nil` when missing.
    func flag(_ key: String) -> Bool? {
        if case .flag(let value) = cell(key) { value } else { nil }
    }

    /// Whether a column says yes.
    func isTrue(_ key: String) -> Bool { cell(key) == .flag(true) }
}

extension ReportTable {
    /// The rows, asked by column key.
    var reportRows: [ReportRow] { rows.map { ReportRow(table: self, cells: $0) } }
}
