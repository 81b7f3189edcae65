/// What a cell of a sheet holds.
package enum SheetValue: Hashable, Sendable {
    /// Text, also the text a formula gave.
    case text(String)
    /// A number that is shown as such.
    case number(Double)
    /// A number that is shown as a date, a time or a span.
    case moment(SheetMoment)
    /// TRUE or FALSE.
    case flag(Bool)
    /// What stands in the cell of a formula that failed: `#N/A`.
    case error(String)
}

/// A number of days that a sheet shows as date, time or span.
package struct SheetMoment: Hashable, Sendable {
    /// Days since 1970-01-01, and so far before it for times and spans, which sheets count from 1899-12-30.
    package var daysSinceEpoch: Int
    /// Seconds after midnight, rounded: 0 to 86,399.
    package var secondOfDay: Int
    /// Whether the format shows more than hours, minutes and seconds.
    package var hasDate: Bool
}

/// A row of a sheet: the cells that hold something.
package struct SheetRow: Hashable, Sendable {
    /// Number of the row as spreadsheets show it, 1-based.
    package var number: Int
    /// The cells in the order of the file.
    package var cells: [Cell]

    /// A cell.
    package struct Cell: Hashable, Sendable {
        /// Column, 0-based.
        package var column: Int
        /// What it holds.
        package var value: SheetValue
    }

    /// The first value in a column; `nil` when it is empty.
    package subscript(column: Int) -> SheetValue? {
        if cells.indices.contains(column), cells[column].column == column {
            return cells[column].value
        }
        return cells.first { $0.column == column }?.value
    }
}

/// Where a cell is, as spreadsheets write it: `B7`.
package enum CellName {
    /// The name of a cell, column 0-based and row 1-based.
    package static func text(column: Int, row: Int) -> String { letters(of: column) + String(row) }

    /// The letters of a column, 0-based: A, B, … Z, AA, …
    package static func letters(of column: Int) -> String {
        var letters: [UInt8] = []
        var rest = column + 1
        while rest > 0 {
            letters.append(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// Reads `B7`; `$` may stand before both parts.
    ///
    /// - Returns: `nil` when it is no cell a sheet may have.
    package static func read(_ text: some Sequence<UInt8>) -> (column: Int, row: Int)? {
        var column = 0
        var row = 0
        var hasDigits = false
        for byte in text where byte != UInt8(ascii: "$") {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A:
                guard !hasDigits else { return nil }
                column = column * 26 + Int(byte & 0x1F)
            case 0x30...0x39:
                hasDigits = true
                row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
            guard column <= columnLimit, row <= rowLimit else { return nil }
        }
        return column > 0 && row > 0 ? (column - 1, row) : nil
    }

    /// Columns a sheet may have.
    static let columnLimit = 16_384
    /// Rows a sheet may have.
    static let rowLimit = 1_048_576
}
