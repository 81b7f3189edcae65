import CSV
import GateModel

/// Reads tables of punches, CSV with a header: one punch a row.
struct GatebookLog {
    /// What a missing state or verify code is kept as: the gates' own "none".
    private static let none: UInt8 = 255

    /// The columns that are read; -1 where the file lacks one.
    private struct Columns {
        var serial = -1
        var deviceUserID = -1
        var at = -1
        var state = -1
        var verify = -1
        var workCode = -1
        var userSlot = -1
    }

    private var reader: CSVReader
    private var row = CSVRow()
    private var columns = Columns()
    private var groups: [PunchGroup] = []
    private var groupOfSerial: [GateSerial?: Int] = [:]
    private var lastGroup: Int?
    private var clock = WallTimeReader()
    private var undecodable: [UndecodableRecord] = []
    private var lineCount = 1
    private let type: LogType
    private let isGuarded: Bool

    /// Why each record that could not be read could not.
    private(set) var faults: [LineFault] = []

    /// Starts reading `text` with the columns of `type`.
    ///
    /// - Throws: ``LogError`` when the text is no CSV or its header lacks a column.
    init(_ text: [UInt8], type: LogType = .gatebook) throws {
        self.type = type
        let names = PunchColumnNames(type)
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
        // Only files made for spreadsheets start with `sep=`; their text is guarded.
        isGuarded = reader.declaresSeparator
        let header = CSVHeader(row)
        let idName = names.deviceUserID.first { header.index(of: $0) != nil }
        for required in [idName ?? names.deviceUserID[0], names.at]
        where header.index(of: required) == nil {
            throw LogError(
                .brokenCSV, line: row.line, column: 1,
                sentence: "the column “\(required)” is missing; the header must name "
                    + "\(names.deviceUserID[0]) and \(names.at), and may name \(names.serial), "
                    + "\(names.state), \(names.verify), \(names.workCode) and \(names.userSlot)")
        }
        columns.serial = header.index(of: names.serial) ?? -1
        columns.deviceUserID = idName.flatMap { header.index(of: $0) } ?? -1
        columns.at = header.index(of: names.at) ?? -1
        columns.state = header.index(of: names.state) ?? -1
        columns.verify = header.index(of: names.verify) ?? -1
        columns.workCode = header.index(of: names.workCode) ?? -1
        columns.userSlot = header.index(of: names.userSlot) ?? -1
    }

    /// Reads all rows.
    ///
    /// - Throws: ``LogError`` where the text stops being CSV.
    mutating func read() throws -> ParsedLog {
        do {
            while try reader.read(into: &row) {
                if (0..<row.count).allSatisfy({ row.bytes(of: $0).isEmpty }) { continue }
                lineCount += 1
                guard let fault = takePunch() else { continue }
                faults.append(fault)
                undecodable.append(
                    UndecodableRecord(
                        position: row.line, bytes: Array(row.rawBytes), reason: fault.reason))
            }
        } catch {
            throw Self.refusal(error)
        }
        return ParsedLog(
            type: type, serial: nil, groups: groups, undecodable: undecodable,
            lineCount: lineCount, warnings: [])
    }

    private mutating func takePunch() -> LineFault? {
        let id = text(columns.deviceUserID)
        guard id.utf8.count <= TimedLine.idLimit else { return .longID }
        let slotRange = trimmed(columns.userSlot)
        var slot: Int?
        if !slotRange.isEmpty {
            slot = decimal(row.text, slotRange, upTo: 65_535)
            guard slot != nil else { return .slot }
        }
        guard !id.isEmpty || slot != nil else { return .noID }
        let timeRange = trimmed(columns.at)
        var position = timeRange.lowerBound
        let time = clock.read(row.text, &position, timeRange.upperBound)
        guard case .success(let at) = time else { return time.fault }
        skipFraction(&position, timeRange.upperBound)
        guard position == timeRange.upperBound else { return .noTime }
        guard let state = stateCode() else { return .state }
        guard let verify = code(columns.verify) else { return .verify }
        let name = text(columns.serial)
        let group = group(of: name.isEmpty ? nil : GateSerial(name))
        groups[group].punches.append(
            Punch(
                deviceUserID: id.isEmpty ? nil : DeviceUserID(id), userSlot: slot,
                isSlotKeyed: id.isEmpty, at: at, state: state, verify: verify,
                workCode: workCode(), position: groups[group].punches.count))
        return nil
    }

    /// The index of the group of a gate, made when it is new.
    private mutating func group(of serial: GateSerial?) -> Int {
        if let lastGroup, groups[lastGroup].serial == serial { return lastGroup }
        let index = groupOfSerial[serial] ?? groups.count
        if index == groups.count {
            groups.append(PunchGroup(serial: serial, punches: []))
            groupOfSerial[serial] = index
        }
        lastGroup = index
        return index
    }

    // MARK: - Values

    /// The text of a column as it was before it was guarded for spreadsheets.
    private func text(_ column: Int) -> String {
        guard isGuarded else { return row[column] }
        return String(decoding: FormulaGuard.removed(row.bytes(of: column)), as: UTF8.self)
    }

    /// The work code; att2000 and BioTime write 0 when none was keyed in.
    private func workCode() -> String {
        let code = text(columns.workCode)
        return type != .gatebook && type != .jsonl && code == "0" ? "" : code
    }

    /// The state code; att2000 has letters for in and out, in either case.
    private func stateCode() -> UInt8? {
        let range = trimmed(columns.state)
        if type == .att2000, range.count == 1 {
            switch row.text[range.lowerBound] {
            case UInt8(ascii: "I"), UInt8(ascii: "i"): return 0
            case UInt8(ascii: "O"), UInt8(ascii: "o"): return 1
            default: break
            }
        }
        return code(columns.state)
    }

    /// Skips the fraction of a second that databases write: `.000`.
    private func skipFraction(_ position: inout Int, _ end: Int) {
        guard type == .att2000, position < end, row.text[position] == UInt8(ascii: ".") else {
            return
        }
        position += 1
        while position < end, row.text[position] == UInt8(ascii: "0") { position += 1 }
    }

    private func code(_ column: Int) -> UInt8? {
        let range = trimmed(column)
        return range.isEmpty ? Self.none : decimal(row.text, range, upTo: 255).flatMap(UInt8.init)
    }

    /// Where the field of a column stands, without the blanks around it; empty when it is missing.
    private func trimmed(_ column: Int) -> Range<Int> {
        guard row.fields.indices.contains(column) else { return 0..<0 }
        var range = row.fields[column].bytes
        while let first = range.first, isBlank(row.text[first]) { range.removeFirst() }
        while let last = range.last, isBlank(row.text[last]) { range.removeLast() }
        return range
    }

    private static func refusal(_ error: CSVError) -> LogError {
        LogError(
            .brokenCSV, line: error.line, column: error.column, sentence: error.sentence)
    }
}

extension Result where Failure == LineFault {
    /// Why there is no value.
    fileprivate var fault: LineFault? {
        guard case .failure(let fault) = self else { return nil }
        return fault
    }
}
