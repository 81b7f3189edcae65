import CSV
package import Configuration
import OrderedJSON
package import Reports

/// Lays rows out as text by a profile: the bytes of each row, one after another.
package struct TextLayout {
    /// The profile.
    package let profile: ExportProfile
    /// Rows that were left out, since they lack what the profile asks for or do not fit in it.
    package private(set) var leftOutCount = 0

    private let columns: [Column]
    private let required: [Int]
    private let conditions: [(index: Int, values: Set<String>)]
    private var cells = CellText()
    private var scratch: [UInt8] = []

    /// A column of the profile, looked up.
    private struct Column {
        var name: String
        var index: Int?
        var text: [UInt8]
        var pattern: TimePattern?
        var values: [String: String]
        var otherwise: String?
        var width: Int
        var isText: Bool

        var isPlain: Bool {
            pattern == nil && values.isEmpty && otherwise == nil && width == 0
        }
    }

    /// Makes a layout of rows with these columns.
    package init(
        _ profile: ExportProfile, columns: [ReportColumn], extraColumns: [ReportColumn] = []
    ) {
        self.profile = profile
        let all = columns + extraColumns
        func index(_ field: String) -> Int? { all.firstIndex { $0.key == field } }
        let named =
            profile.columns.isEmpty
            ? columns.map { ExportProfile.Column(name: $0.key, field: $0.key) } : profile.columns
        self.columns = named.map { column in
            let index = column.field.flatMap(index)
            let kind = index.map { all[$0].kind }
            return Column(
                name: column.name, index: index, text: Array(column.text.utf8),
                pattern: column.format.map(TimePattern.init), values: column.values,
                otherwise: column.otherwise, width: column.width,
                isText: kind == .text || kind == .identifier)
        }
        required = profile.required.compactMap(index)
        conditions = profile.conditions.sorted { $0.key < $1.key }.compactMap { field, values in
            index(field).map { ($0, Set(values)) }
        }
    }

    /// Appends what comes before the first row.
    package func appendHead(to bytes: inout [UInt8]) {
        if profile.hasByteOrderMark { bytes += [0xEF, 0xBB, 0xBF] }
        if profile.hasSeparatorLine {
            bytes += Array("sep=".utf8) + [profile.separator]
            endLine(&bytes)
        }
        guard profile.hasHeader, profile.layout == .csv else { return }
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(profile.separator) }
            append(text: column.name.utf8, isGuarded: false, to: &bytes)
        }
        endLine(&bytes)
    }

    /// Appends a row, or nothing when the profile leaves it out; returns whether it was written.
    package mutating func append(_ row: [ReportCell], to bytes: inout [UInt8]) -> Bool {
        let start = bytes.count
        guard isWanted(row), appendColumns(row, to: &bytes) else {
            bytes.removeLast(bytes.count - start)
            leftOutCount += 1
            return false
        }
        if bytes.count == start, columns.count == 1 { bytes += Array("\"\"".utf8) }
        endLine(&bytes)
        return true
    }

    // MARK: - Rows

    private func isWanted(_ row: [ReportCell]) -> Bool {
        for index in required where row[index] == .missing || row[index].plainText.isEmpty {
            return false
        }
        for condition in conditions where !condition.values.contains(row[condition.index].plainText)
        {
            return false
        }
        return true
    }

    private mutating func appendColumns(_ row: [ReportCell], to bytes: inout [UInt8]) -> Bool {
        if profile.layout == .json {
            appendObject(row, to: &bytes)
            return true
        }
        for (position, column) in columns.enumerated() {
            if position > 0 { bytes.append(profile.separator) }
            guard let index = column.index else {
                append(text: column.text, isGuarded: false, to: &bytes)
                continue
            }
            let cell = row[index]
            if !profile.hasQuotes, column.isText, !Self.isWord(cell) { return false }
            if column.isPlain {
                append(plain: cell, to: &bytes)
            } else {
                // Its storage is used again for every cell.
                var text = scratch
                scratch = []
                text.removeAll(keepingCapacity: true)
                append(cell, by: column, to: &text)
                append(text: text, isGuarded: column.isText, to: &bytes)
                scratch = text
            }
        }
        return true
    }

    private mutating func append(plain cell: ReportCell, to bytes: inout [UInt8]) {
        switch cell {
        case .text(var text), .identifier(var text):
            text.withUTF8 { append(text: $0, isGuarded: true, to: &bytes) }
        default: cells.append(cell, to: &bytes)
        }
    }

    /// Appends what a column makes of a cell: values, pattern, width.
    private mutating func append(
        _ cell: ReportCell, by column: Column, to bytes: inout [UInt8]
    ) {
        let start = bytes.count
        if let pattern = column.pattern {
            pattern.append(cell, to: &bytes)
        } else if column.values.isEmpty, column.otherwise == nil {
            cells.append(cell, to: &bytes)
        } else {
            let text = cell.plainText
            bytes += Array((column.values[text] ?? column.otherwise ?? text).utf8)
        }
        let missing = column.width - (bytes.count - start)
        guard missing > 0 else { return }
        bytes.insert(
            contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: missing), at: start)
    }

    /// Whether text can stand in a line without quotes: no separator, no blank, no line break.
    private static func isWord(_ cell: ReportCell) -> Bool {
        switch cell {
        case .text(let text), .identifier(let text):
            !text.utf8.contains { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        default: true
        }
    }

    // MARK: - Text

    private func endLine(_ bytes: inout [UInt8]) {
        if profile.endsWithCarriageReturn { bytes.append(0x0D) }
        bytes.append(0x0A)
    }

    private func append(
        text: some Collection<UInt8>, isGuarded: Bool, to bytes: inout [UInt8]
    ) {
        let needsGuard =
            isGuarded && profile.isFormulaGuarded && FormulaGuard.isNeeded(text)
        let needsQuotes = profile.hasQuotes && needsQuotes(text)
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if needsGuard { bytes.append(FormulaGuard.mark) }
        if needsQuotes {
            for byte in text {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes.append(contentsOf: text)
        }
    }

    /// Whether text would be read as something else without quotes.
    private func needsQuotes(_ text: some Collection<UInt8>) -> Bool {
        let separator = profile.separator
        let isGuarded = profile.isFormulaGuarded
        var isFirst = true
        for byte in text {
            if byte == separator || byte == UInt8(ascii: "\"") || byte == 0x0D
                || byte == 0x0A
            {
                return true
            }
            if isFirst, byte == 0xEF { return true }
            // Spreadsheets set to another language split at these, too.
            if isGuarded, byte == UInt8(ascii: ";") || byte == 0x09 { return true }
            isFirst = false
        }
        return false
    }

    private func appendObject(_ row: [ReportCell], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (position, column) in columns.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += Array(JSONValue.string(column.name).text.utf8)
            bytes.append(UInt8(ascii: ":"))
            let value: JSONValue
            if let index = column.index, column.isPlain {
                value = row[index].json
            } else {
                var layout = self
                var text: [UInt8] = []
                if let index = column.index {
                    layout.append(row[index], by: column, to: &text)
                } else {
                    text = column.text
                }
                value = .string(String(decoding: text, as: UTF8.self))
            }
            bytes += Array(value.text.utf8)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
