import CSV
import GateModel

/// Reads CSV made for, or by, Frappe HR and Odoo: who was there when.
struct PersonTable {
    private var reader: CSVReader
    private var row = CSVRow()
    private var columns: [String: Int] = [:]
    /// Fields a row must have, so that a line that was cut off is not taken for a whole one.
    private var fieldCount = 0
    private var clock = WallTimeReader()
    private let type: LogType

    /// Why each row that could not be read could not.
    private(set) var faults: [LineFault] = []

    /// Starts reading `text` with the columns of `type`.
    ///
    /// - Throws: ``LogError`` when the text is no CSV or its header lacks a column.
    init(_ text: [UInt8], type: LogType) throws {
        self.type = type
        let hasHeader: Bool
        do {
            reader = try CSVReader(text)
            hasHeader = try reader.read(into: &row)
        } catch {
            throw Self.refusal(error)
        }
        guard hasHeader else {
            throw LogError(.empty, sentence: "the file is empty; there is nothing to read")
        }
        let header = CSVHeader(row)
        let names = PersonColumnNames(type)
        for (key, names) in names.byKey {
            columns[key] = names.lazy.compactMap { header.index(of: $0) }.first
        }
        for key in names.required where columns[key] == nil {
            throw LogError(
                .brokenCSV, line: row.line, column: 1,
                sentence: "the column “\(names.byKey[key]?.first ?? key)” is missing; the header "
                    + "must name "
                    + names.required.compactMap { names.byKey[$0]?.first }
                    .joined(separator: ", "))
        }
        fieldCount = header.names.count
    }

    /// Reads all rows.
    ///
    /// - Throws: ``LogError`` where the text stops being CSV.
    mutating func read() throws -> ParsedLog {
        var log = ParsedLog(
            type: type, serial: nil, groups: [], undecodable: [], lineCount: 1, warnings: [])
        do {
            while try reader.read(into: &row) {
                if (0..<row.count).allSatisfy({ row.bytes(of: $0).isEmpty }) { continue }
                log.lineCount += 1
                switch person() {
                case .success(let person): log.people.append(person)
                case .failure(let fault):
                    faults.append(fault)
                    log.undecodable.append(
                        UndecodableRecord(
                            position: row.line, bytes: Array(row.rawBytes), reason: fault.reason))
                }
            }
        } catch {
            throw Self.refusal(error)
        }
        return log
    }

    private mutating func person() -> Result<PersonRow, LineFault> {
        guard row.count >= fieldCount else { return .failure(.columns(found: row.count)) }
        let person = text("person")
        guard !person.isEmpty else { return .failure(.noPerson) }
        guard let at = time("at") else { return .failure(.noTime) }
        let isOpen = text("until").isEmpty
        let until = isOpen ? nil : time("until")
        guard isOpen || until != nil else { return .failure(.noTime) }
        return .success(
            PersonRow(line: row.line, person: person, gate: text("gate"), at: at, until: until))
    }

    /// The text of a column without blanks around it, as it was before it was guarded for spreadsheets.
    private func text(_ key: String) -> String {
        guard let column = columns[key] else { return "" }
        let whole = row.bytes(of: column)
        let bytes = reader.declaresSeparator ? FormulaGuard.removed(whole) : whole
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    /// The time in a column; a fraction of a second may follow, if it is zero.
    private mutating func time(_ key: String) -> LocalDateTime? {
        let bytes = Array(text(key).utf8)
        var position = 0
        guard case .success(let time) = clock.read(bytes, &position, bytes.count) else {
            return nil
        }
        let rest = bytes[position...]
        let isZero = rest.first == UInt8(ascii: ".") && rest.dropFirst().allSatisfy { $0 == 0x30 }
        return rest.isEmpty || isZero ? time : nil
    }

    private static func refusal(_ error: CSVError) -> LogError {
        LogError(
            .brokenCSV, line: error.line, column: error.column, sentence: error.sentence)
    }
}
