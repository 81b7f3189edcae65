import CSV
import GateModel

/// Reads CSV with the columns of ``LogType/gatebook``: one punch a row.
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

    /// Starts reading `text`.
    ///
    /// - Throws: ``LogError`` when the text is no CSV or its header lacks a column.
    init(_ text: [UInt8]) throws {
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
        for required in ["device_user_id", "at"] where header.index(of: required) == nil {
            throw LogError(
                .brokenCSV, line: row.line, column: 1,
                sentence: "the column “\(required)” is missing; the header must name "
                    + "device_user_id and at, and may name serial, state, verify, work_code "
                    + "and user_slot")
        }
        columns.serial = header.index(of: "serial") ?? -1
        columns.deviceUserID = header.index(of: "device_user_id") ?? -1
        columns.at = header.index(of: "at") ?? -1
        columns.state = header.index(of: "state") ?? -1
        columns.verify = header.index(of: "verify") ?? -1
        columns.workCode = header.index(of: "work_code") ?? -1
        columns.userSlot = header.index(of: "user_slot") ?? -1
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
                undecodable.append(
                    UndecodableRecord(
                        position: row.line, bytes: Array(row.rawBytes), reason: fault.reason))
            }
        } catch {
            throw Self.refusal(error)
        }
        return ParsedLog(
            type: .gatebook, serial: nil, groups: groups, undecodable: undecodable,
            lineCount: lineCount, warnings: [])
    }

    private mutating func takePunch() -> LineFault? {
        let id = row[columns.deviceUserID]
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
        guard position == timeRange.upperBound else { return .noTime }
        guard let state = code(columns.state) else { return .state }
        guard let verify = code(columns.verify) else { return .verify }
        let name = row[columns.serial]
        let group = group(of: name.isEmpty ? nil : GateSerial(name))
        groups[group].punches.append(
            Punch(
                deviceUserID: id.isEmpty ? nil : DeviceUserID(id), userSlot: slot,
                isSlotKeyed: id.isEmpty, at: at, state: state, verify: verify,
                workCode: row[columns.workCode], position: groups[group].punches.count))
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
