import CSV
import GateModel

/// Reads JSON Lines with the members of ``LogType/gatebook``'s columns: one punch a line.
struct JSONLinesLog {
    private static let columns = [
        "serial", "device_user_id", "at", "state", "verify", "work_code", "user_slot",
    ]

    private let text: [UInt8]
    private var table = CSVWriter()
    private var undecodable: [UndecodableRecord] = []
    private var lineOfRow: [Int] = [1]
    private var rangeOfLine: [Int: Range<Int>] = [:]

    init(_ text: [UInt8]) { self.text = text }

    /// Reads all lines.
    ///
    /// - Throws: ``LogError`` when no line can be read at all.
    mutating func read() throws -> ParsedLog {
        // Each line becomes a row of a table, which is then read as any other.
        table.writeRow(Self.columns)
        var lines = LineReader(text)
        var lineCount = 0
        while lines.next() {
            lineCount += 1
            var object = JSONObjectReader(text[lines.range])
            guard let members = object.read(), let fields = Self.fields(members) else {
                undecodable.append(
                    UndecodableRecord(
                        position: lines.line, bytes: Array(text[lines.range]),
                        reason: "the line is no JSON object of plain values"))
                continue
            }
            table.writeRow(fields)
            lineOfRow.append(lines.line)
            rangeOfLine[lines.line] = lines.range
        }
        var log = try GatebookLog(table.take(), type: .jsonl)
        var parsed = try log.read()
        parsed.lineCount = lineCount
        undecodable += parsed.undecodable.map { record in
            let line = lineOfRow[min(record.position, lineOfRow.count) - 1]
            return UndecodableRecord(
                position: line, bytes: Array(text[rangeOfLine[line] ?? 0..<0]),
                reason: record.reason)
        }
        parsed.undecodable = undecodable.sorted { $0.position < $1.position }
        return parsed
    }

    /// The fields of a row; `nil` when one would not stay on its line.
    private static func fields(_ members: [String: String]) -> [String]? {
        let fields = columns.map { members[$0] ?? "" }
        // The first field keeps the row from being blank.
        guard !fields.joined().utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            return nil
        }
        return fields
    }
}
