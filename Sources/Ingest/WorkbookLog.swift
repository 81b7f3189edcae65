import CSV
import GateModel
import Spreadsheet

/// Reads the sheets of a workbook that hold punches: one punch a row.
struct WorkbookLog {
    /// The columns that are read, as gatebook names them.
    private static let keys = [
        "serial", "device_user_id", "at", "state", "verify", "work_code", "user_slot",
    ]

    /// What precedes these names where a workbook of ours names the cells of its header, whatever
    /// language they are in.
    private static let prefix = "gatebook_"

    /// The titles that our workbooks had before their headers had names.
    private static let titles = [
        "serial": "gate", "device_user_id": "id on the gate", "at": "at", "state": "state",
        "verify": "verify", "work_code": "work code",
    ]

    /// A sheet with punches.
    private struct Table {
        var sheet: SpreadsheetReader.Sheet
        var headerRow: Int
        /// The column of each key that the sheet has.
        var columns: [String: Int]
        var type: LogType
    }

    /// A row that was handed on to be read as a row of CSV.
    private struct Origin {
        var table: Int
        var row: Int
    }

    private let reader: SpreadsheetReader
    private var tables: [Table] = []

    /// Opens a workbook and looks for punches.
    ///
    /// - Throws: ``LogError`` when it is none, or holds none.
    init(_ bytes: [UInt8]) throws {
        do {
            reader = try SpreadsheetReader(bytes)
            tables = try Self.tables(of: reader)
        } catch let error as SpreadsheetError {
            throw LogError(.notALog, sentence: error.sentence)
        }
        guard !tables.isEmpty else {
            throw LogError(
                .notALog,
                sentence: "no sheet of the workbook holds punches; one must have the columns "
                    + "device_user_id and at in its first row")
        }
    }

    // MARK: - Finding the tables

    private static func tables(of reader: SpreadsheetReader) throws -> [Table] {
        let named = reader.sheets.compactMap { sheet -> Table? in
            let cells = keys.compactMap { key in
                sheet.namedCells[prefix + key].map { (key, $0) }
            }
            let columns = Dictionary(
                cells.map { ($0, $1.column) }, uniquingKeysWith: { first, _ in first })
            guard let header = cells.first?.1.row, columns["device_user_id"] != nil,
                columns["at"] != nil
            else { return nil }
            return Table(sheet: sheet, headerRow: header, columns: columns, type: .gatebook)
        }
        if !named.isEmpty { return named }
        return try reader.sheets.compactMap { try table(by: $0, reader) }
    }

    /// The end of a search.
    private struct Found: Error {}

    /// Recognises the header of a sheet, which is its first row that holds something.
    private static func table(
        by sheet: SpreadsheetReader.Sheet, _ reader: SpreadsheetReader
    ) throws -> Table? {
        var first: SheetRow?
        do {
            try reader.forEachRow(of: sheet) { row in
                first = row
                throw Found()
            }
        } catch is Found {}
        guard let first else { return nil }
        var columnOf: [String: Int] = [:]
        for cell in first.cells {
            guard let name = try? cell.value.asText().lowercased(), columnOf[name] == nil else {
                continue
            }
            columnOf[name] = cell.column
        }
        let header = Array(columnOf.keys)
        let found =
            PunchColumnNames.type(ofHeader: header) ?? PersonColumnNames.type(ofHeader: header)
        if let type = found {
            var columns: [String: Int] = [:]
            for (key, names) in names(of: type) {
                columns[key] = names.lazy.compactMap { columnOf[$0] }.first
            }
            return Table(sheet: sheet, headerRow: first.number, columns: columns, type: type)
        }
        let columns = titles.compactMapValues { columnOf[$0] }
        guard columns.count == titles.count else { return nil }
        return Table(sheet: sheet, headerRow: first.number, columns: columns, type: .gatebook)
    }

    /// The names that the columns of a table may have, by what we call them.
    private static func names(of type: LogType) -> [String: [String]] {
        type.namesPeople ? PersonColumnNames(type).byKey : PunchColumnNames(type).byKey
    }

    // MARK: - Reading

    /// Reads all rows of all tables.
    ///
    /// - Throws: ``LogError`` when a sheet is damaged.
    func read() throws -> ParsedLog {
        // Each row becomes a row of CSV, which is then read as any other.
        let type = tables[0].type
        let names = Self.names(of: type)
        let keys = type.namesPeople ? PersonColumnNames.keys : Self.keys
        var text = CSVWriter()
        text.writeRow(keys.map { names[$0]?.first ?? $0 })
        var origins: [Origin] = []
        var refused: [(origin: Origin, line: Int, key: String, bytes: [UInt8])] = []
        for index in tables.indices where tables[index].type == type {
            let table = tables[index]
            do {
                try reader.forEachRow(of: table.sheet) { row in
                    guard row.number > table.headerRow,
                        table.columns.values.contains(where: { row[$0] != nil })
                    else { return }
                    let origin = Origin(table: index, row: row.number)
                    origins.append(origin)
                    let fields = Self.fields(row, of: table, keys: keys)
                    if let key = fields.refused {
                        refused.append((origin, origins.count + 1, key, Self.bytes(row)))
                        // Keeps the count of lines; it is told as refused instead.
                        text.writeRow(keys.map { _ in "?" })
                    } else {
                        text.writeRow(fields.texts)
                    }
                }
            } catch let error as SpreadsheetError {
                throw LogError(.notALog, sentence: error.sentence)
            }
        }
        var (parsed, faults) = try Self.parse(text.take(), as: type)
        func origin(_ line: Int) -> Origin {
            origins[min(max(line - 2, 0), origins.count - 1)]
        }
        for (index, record) in parsed.undecodable.enumerated() {
            parsed.cells[record.position] = cell(faults[index].key, of: origin(record.position))
        }
        for row in parsed.people { parsed.cells[row.line] = cell("at", of: origin(row.line)) }
        for (origin, line, key, bytes) in refused {
            parsed.cells[line] = cell(key, of: origin)
            guard let index = parsed.undecodable.firstIndex(where: { $0.position == line })
            else { continue }
            parsed.undecodable[index].reason = LineFault.cell.reason
            parsed.undecodable[index].bytes = bytes
        }
        return parsed
    }

    /// Reads the rows that were made of those of the workbook.
    private static func parse(
        _ text: [UInt8], as type: LogType
    ) throws -> (log: ParsedLog, faults: [LineFault]) {
        if type.namesPeople {
            var table = try PersonTable(text, type: type)
            return (try table.read(), table.faults)
        }
        var log = try GatebookLog(text, type: type)
        var parsed = try log.read()
        parsed.type = .xlsx
        return (parsed, log.faults)
    }

    /// What stands in a row, as one line of text.
    private static func bytes(_ row: SheetRow) -> [UInt8] {
        Array(row.cells.map(\.value.shown).joined(separator: ",").utf8)
    }

    /// The texts of a row in the order of the keys, or the key of the cell that has none.
    private static func fields(
        _ row: SheetRow, of table: Table, keys: [String]
    ) -> (texts: [String], refused: String?) {
        var texts: [String] = []
        for key in keys {
            guard let column = table.columns[key], let value = row[column] else {
                texts.append("")
                continue
            }
            let isMoment = key == "at" || key == "until"
            let text = isMoment ? try? value.asMoment(withTime: true) : try? value.asText()
            // A line break would make two lines of the row.
            guard let text, !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
                return ([], key)
            }
            texts.append(text)
        }
        return (texts, nil)
    }

    /// A cell as people find it: `Punches!C7`.
    private func cell(_ key: String, of origin: Origin) -> String {
        let table = tables[origin.table]
        let column =
            table.columns[key] ?? table.columns["device_user_id"] ?? table.columns["person"] ?? 0
        return "\(table.sheet.name)!\(CellName.text(column: column, row: origin.row))"
    }
}
