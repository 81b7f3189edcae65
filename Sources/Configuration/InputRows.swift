import CSV
import Spreadsheet

/// The rows of a table people write, from whatever kind of file.
protocol InputRows {
    /// Goes to the next row; `false` at the end.
    ///
    /// - Throws: ``ConfigurationError`` where the file breaks.
    mutating func advance() throws(ConfigurationError) -> Bool
    /// The names in the row, which is the header: in lower case (ASCII), without blanks around them.
    var header: [String] { get }
    /// Tells which columns hold dates, and which yes or no, before rows are read as values.
    mutating func use(dateColumns: Set<Int>, flagColumns: Set<Int>)
    /// Number of the row, 1-based: that of its first line or of the row of the sheet.
    var line: Int { get }
    /// The fields of the row.
    var count: Int { get }
    /// The text of a field without the blanks around it; empty beyond the row.
    func text(_ index: Int) -> String
    /// Why a field has no text although something stands there; `nil` when nothing is wrong.
    func fault(_ index: Int) -> String?
    /// Where a field stands, or the row when it has no such field.
    func place(of index: Int?) -> Problem
}

/// The rows of CSV text.
struct CSVRows: InputRows {
    private let file: String
    private var reader: CSVReader?
    private var row = CSVRow()

    /// Starts reading the bytes of `file`.
    init(_ text: [UInt8], file: String) throws(ConfigurationError) {
        self.file = file
        do {
            reader = try CSVReader(text)
        } catch {
            throw Self.problem(file, error)
        }
    }

    mutating func advance() throws(ConfigurationError) -> Bool {
        guard var reader else { return false }
        self.reader = nil
        do {
            guard try reader.read(into: &row) else { return false }
        } catch {
            throw Self.problem(file, error)
        }
        self.reader = reader
        return true
    }

    var header: [String] { CSVHeader(row).names }
    mutating func use(dateColumns: Set<Int>, flagColumns: Set<Int>) {}
    var line: Int { row.line }
    var count: Int { row.count }

    func text(_ index: Int) -> String {
        let bytes = row.bytes(of: index)
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    func fault(_ index: Int) -> String? { nil }

    func place(of index: Int?) -> Problem {
        Problem(
            file: file, line: index.map { row.line(of: $0) } ?? row.line,
            column: index.map { row.column(of: $0) } ?? 1, sentence: "")
    }

    private static func problem(_ file: String, _ error: CSVError) -> ConfigurationError {
        ConfigurationError([
            Problem(file: file, line: error.line, column: error.column, sentence: error.sentence)
        ])
    }
}

/// The rows of a sheet of a workbook: the first sheet with the columns wanted.
struct SheetRows: InputRows {
    private let file: String
    private let sheet: String
    private var rows: [SheetRow]
    private var next = 0
    private var dateColumns: Set<Int> = []
    private var flagColumns: Set<Int> = []
    private var values: [Result<String, CellFault>] = []

    /// Reads the sheet of the workbook `bytes` that has all of `columns`, or the first one that
    /// is not hidden.
    init(_ bytes: [UInt8], file: String, columns: [String]) throws(ConfigurationError) {
        self.file = file
        do {
            let reader = try SpreadsheetReader(bytes)
            let visible = reader.sheets.filter { !$0.isHidden }
            let chosen = try visible.first { try Self.has(columns, $0, reader) } ?? visible.first
            rows = []
            sheet = chosen?.name ?? ""
            if let chosen { try reader.forEachRow(of: chosen) { rows.append($0) } }
        } catch {
            let sentence = (error as? SpreadsheetError)?.sentence ?? "it cannot be read"
            throw ConfigurationError([Problem(file: file, sentence: sentence)])
        }
    }

    /// The end of a search.
    private struct Found: Error {}

    private static func has(
        _ columns: [String], _ sheet: SpreadsheetReader.Sheet, _ reader: SpreadsheetReader
    ) throws -> Bool {
        var names: [String] = []
        do {
            try reader.forEachRow(of: sheet) { row in
                names = row.cells.compactMap { try? $0.value.asText() }.map(\.folded)
                throw Found()
            }
        } catch is Found {}
        return columns.allSatisfy(names.contains)
    }

    mutating func advance() -> Bool {
        guard next < rows.count else { return false }
        let row = rows[next]
        next += 1
        values = []
        for cell in row.cells where cell.column >= values.count {
            while values.count < cell.column { values.append(.success("")) }
            let isDate = dateColumns.contains(cell.column)
            let isFlag = flagColumns.contains(cell.column)
            values.append(
                Result { () throws(CellFault) in
                    if isFlag { return try cell.value.asFlag() }
                    return try isDate ? cell.value.asMoment() : cell.value.asText()
                })
        }
        return true
    }

    var header: [String] { values.map { ((try? $0.get()) ?? "").folded } }
    mutating func use(dateColumns: Set<Int>, flagColumns: Set<Int>) {
        self.dateColumns = dateColumns
        self.flagColumns = flagColumns
    }
    var line: Int { next == 0 ? 0 : rows[next - 1].number }
    var count: Int { values.count }

    func text(_ index: Int) -> String {
        guard values.indices.contains(index), case .success(let text) = values[index] else {
            return ""
        }
        return text.trimmed
    }

    func fault(_ index: Int) -> String? {
        guard values.indices.contains(index), case .failure(let fault) = values[index] else {
            return nil
        }
        return fault.sentence
    }

    func place(of index: Int?) -> Problem {
        Problem(
            file: file, line: line, column: (index ?? 0) + 1,
            cell: "\(sheet)!\(CellName.text(column: index ?? 0, row: line))", sentence: "")
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmed: String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        guard let first = utf8.firstIndex(where: { !isBlank($0) }),
            let last = utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }

    /// The text as a name in a header.
    fileprivate var folded: String {
        String(
            decoding: trimmed.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 },
            as: UTF8.self)
    }
}
