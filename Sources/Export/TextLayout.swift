import CSV
package import Configuration
import OrderedJSON
package import Reports

/// Lays rows out as text by a profile: the bytes of each row, one after another.
package struct TextLayout: Sendable {
    /// The profile.
    package let profile: ExportProfile
    /// Rows that were left out, since they lack what the profile asks for or do not fit in it.
    package private(set) var leftOutCount = 0
    /// How many of them for which reason, in words that follow a number: `without name`.
    package private(set) var leftOutReasons: [String: Int] = [:]

    private let columns: [Column]
    private let steps: [Step]
    /// Whether a byte, by its number, would be read as something else without quotes.
    private let breaks: [Bool]
    private let required: [(field: String, index: Int)]
    private let conditions: [(field: String, index: Int, values: Set<String>)]
    private var scratch: [UInt8] = []

    /// What is done for a column, decided once for all rows; it names cells and columns by number.
    private enum Step {
        /// Writes what stands in every row.
        case words(column: Int)
        /// Writes a cell as it is.
        case plain(cell: Int)
        /// Writes what a column makes of a cell.
        case made(cell: Int, column: Int)
    }

    /// A column of the profile, looked up.
    private struct Column {
        var name: String
        /// The name as a JSON string with its colon.
        var key: [UInt8]
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
                name: column.name,
                key: Array("\(JSONValue.string(column.name).text):".utf8),
                index: index, text: Array(column.text.utf8),
                pattern: column.format.map(TimePattern.init), values: column.values,
                otherwise: column.otherwise, width: column.width,
                isText: kind == .text || kind == .identifier)
        }
        steps = self.columns.enumerated().map { number, column in
            guard let index = column.index else { return .words(column: number) }
            return column.isPlain ? .plain(cell: index) : .made(cell: index, column: number)
        }
        breaks = Self.breaks(profile)
        required = profile.required.compactMap { field in index(field).map { (field, $0) } }
        conditions = profile.conditions.sorted { $0.key < $1.key }.compactMap { field, values in
            index(field).map { (field, $0, Set(values)) }
        }
    }

    private static func breaks(_ profile: ExportProfile) -> [Bool] {
        var bytes: Set = [
            profile.separator, UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
        ]
        // Spreadsheets set to another language split at these, too.
        if profile.isFormulaGuarded { bytes.formUnion([UInt8(ascii: ";"), UInt8(ascii: "\t")]) }
        return (0...UInt8.max).map { bytes.contains($0) }
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
        if let reason = reasonToLeaveOut(row, to: &bytes) {
            bytes.removeLast(bytes.count - start)
            leftOutCount += 1
            let isKnown = leftOutReasons[reason] != nil || leftOutReasons.count < Self.reasonLimit
            leftOutReasons[isKnown ? reason : "for other reasons", default: 0] += 1
            return false
        }
        if bytes.count == start, columns.count == 1 { bytes += Array("\"\"".utf8) }
        endLine(&bytes)
        return true
    }

    // MARK: - Rows

    /// Reasons that are told apart, since a layout may ask for fields with any number of values.
    private static let reasonLimit = 20

    /// Writes the columns of a row, unless the profile leaves it out: then the reason.
    private mutating func reasonToLeaveOut(
        _ row: [ReportCell], to bytes: inout [UInt8]
    ) -> String? {
        for required in required
        where row[required.index] == .missing || row[required.index].plainText.isEmpty {
            return "without \(required.field)"
        }
        for condition in conditions {
            let value = row[condition.index].plainText
            guard !condition.values.contains(value) else { continue }
            return value.isEmpty
                ? "without \(condition.field)" : "with \(condition.field) \(value)"
        }
        return appendColumns(row, to: &bytes) ? nil : "with text that would break its line"
    }

    private mutating func appendColumns(_ row: [ReportCell], to bytes: inout [UInt8]) -> Bool {
        if profile.layout == .json {
            appendObject(row, to: &bytes)
            return true
        }
        for (position, step) in steps.enumerated() {
            if position > 0 { bytes.append(profile.separator) }
            switch step {
            case .words(let column):
                append(text: columns[column].text, isGuarded: false, to: &bytes)
            case .plain(let index):
                guard profile.hasQuotes || Self.isWord(row[index]) else { return false }
                append(plain: row[index], to: &bytes)
            case .made(let index, let column):
                guard profile.hasQuotes || Self.isWord(row[index]) else { return false }
                append(row[index], made: columns[column], to: &bytes)
            }
        }
        return true
    }

    private func append(plain cell: ReportCell, to bytes: inout [UInt8]) {
        switch cell {
        case .text(var text), .identifier(var text):
            text.withUTF8 { append(text: $0, isGuarded: true, to: &bytes) }
        default: CellText.append(cell, to: &bytes)
        }
    }

    private mutating func append(
        _ cell: ReportCell, made column: Column, to bytes: inout [UInt8]
    ) {
        // Its storage is used again for every cell.
        var text = scratch
        scratch = []
        text.removeAll(keepingCapacity: true)
        append(cell, by: column, to: &text)
        append(text: text, isGuarded: column.isText, to: &bytes)
        scratch = text
    }

    /// Appends what a column makes of a cell: values, pattern, width.
    private func append(
        _ cell: ReportCell, by column: Column, to bytes: inout [UInt8]
    ) {
        let start = bytes.count
        if let pattern = column.pattern {
            pattern.append(cell, to: &bytes)
        } else if column.values.isEmpty, column.otherwise == nil {
            CellText.append(cell, to: &bytes)
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
        // U+FEFF at the start of a file would be taken for a byte order mark.
        if text.first == 0xEF { return true }
        for byte in text where breaks[Int(byte)] { return true }
        return false
    }

    private func appendObject(_ row: [ReportCell], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (position, column) in columns.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += column.key
            let value: JSONValue
            if let index = column.index, column.isPlain {
                value = row[index].json
            } else {
                var text: [UInt8] = []
                if let index = column.index {
                    append(row[index], by: column, to: &text)
                } else {
                    text = column.text
                }
                value = .string(String(decoding: text, as: UTF8.self))
            }
            bytes.append(contentsOf: value.text.utf8)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
