import CSV
import GateModel
import Spreadsheet

/// Reads the text of a file of punches; knows no files.
package enum LogParser {
    /// Reads a whole file.
    ///
    /// Lines that are no punch are kept and counted, never guessed and never dropped. Times are
    /// taken as they stand, however old or far ahead: whether they are believed is judged later.
    /// A work code 0 of a gate is none.
    ///
    /// - Parameters:
    ///   - text: The bytes of the file.
    ///   - type: What the file is; `nil` finds it out from the content.
    /// - Returns: The punches by gate, in the order of the file.
    /// - Throws: ``LogError`` when the file is not a log, so that nothing of it may be stored:
    ///   there is nothing in it, most lines are no punches, or its type is not clear.
    /// - Complexity: One pass; about three times the size of the file in memory.
    package static func parse(_ text: [UInt8], as type: LogType? = nil) throws -> ParsedLog {
        let known = try type ?? recognise(text)
        let log: ParsedLog
        switch known {
        case .attlog, .push:
            var reader = LineLog(text, type: known)
            log = reader.read()
        case .gatebook, .biotime, .att2000:
            var reader = try GatebookLog(text, type: known)
            log = try reader.read()
        case .frappe, .odoo:
            if SpreadsheetReader.isLikely(text) {
                log = try WorkbookLog(text).read()
                guard log.type == known else { throw otherTable(than: known) }
            } else {
                var reader = try PersonTable(text, type: known)
                log = try reader.read()
            }
        case .xlsx: log = try WorkbookLog(text).read()
        case .jsonl:
            var reader = JSONLinesLog(text)
            log = try reader.read()
        }
        let readable = log.punchCount + log.people.count
        if let first = log.undecodable.first, log.undecodable.count > readable {
            var error = notALog(log, first)
            error.cell = log.cells[first.position]
            throw error
        }
        return log
    }

    /// Finds out what a file is from its first lines.
    ///
    /// Workbooks are known by their first bytes, CSV by the names in its header, JSON Lines by its
    /// first brace. Of lines with id and time, those with four columns after the time are
    /// `attlog.dat`, those with more are pushed ones; fewer fit both.
    ///
    /// - Throws: ``LogError`` with code `.empty`, `.notALog` or `.ambiguous`.
    package static func recognise(_ text: [UInt8]) throws -> LogType {
        if SpreadsheetReader.isLikely(text) { return .xlsx }
        var lines = LineReader(text)
        var line = TimedLine()
        var lineCount = 0
        var votes: [LogType?: Int] = [:]
        var unclear = (line: 0, columns: 0)
        var fault: (line: Int, fault: LineFault)?
        while lines.next(), votes.values.reduce(0, +) < 100 {
            lineCount += 1
            if lineCount == 1, text[lines.range].first == UInt8(ascii: "{") { return .jsonl }
            if lineCount <= 2, let type = typeOfTable(text[lines.range]) { return type }
            if let found = line.read(text, lines.range) {
                if fault == nil { fault = (lines.line, found) }
                continue
            }
            let vote = vote(line.columns)
            if vote == nil && unclear.line == 0 {
                unclear = (lines.line, line.columns.count + 2)
            }
            votes[vote, default: 0] += 1
        }
        guard lineCount > 0 else {
            throw LogError(.empty, sentence: "the file is empty; there is nothing to read")
        }
        guard let best = votes.values.max() else {
            throw refusal(line: fault?.line ?? 1, reason: fault?.fault.reason ?? "")
        }
        if votes[.attlog] == best { return .attlog }
        if votes[.push] == best { return .push }
        throw LogError(
            .ambiguous, line: unclear.line,
            sentence: "a line of \(unclear.columns) columns fits both attlog.dat and pushed lines; "
                + "say which it is with --type attlog or --type push")
    }

    /// What a line with these columns after the time is; `nil` when it fits two types.
    private static func vote(_ columns: [Range<Int>]) -> LogType? {
        switch columns.count {
        case 4 where columns[3].isEmpty: nil
        case 4: .attlog
        case 5...: .push
        default: nil
        }
    }

    /// The type of a table whose header this is; `nil` when it is no such header.
    private static func typeOfTable(_ line: ArraySlice<UInt8>) -> LogType? {
        guard line.count <= 4096, var reader = try? CSVReader(Array(line)) else { return nil }
        var row = CSVRow()
        guard (try? reader.read(into: &row)) == true else { return nil }
        let names = CSVHeader(row).names
        return PunchColumnNames.type(ofHeader: names) ?? PersonColumnNames.type(ofHeader: names)
    }

    private static func otherTable(than type: LogType) -> LogError {
        LogError(
            .notALog,
            sentence: "no sheet of the workbook is a table of \(type.rawValue); leave out --type, "
                + "and the workbook is taken for what it is")
    }

    private static func notALog(_ log: ParsedLog, _ first: UndecodableRecord) -> LogError {
        let readable = log.punchCount + log.people.count
        guard readable > 0 || log.type.namesPeople else {
            return refusal(line: first.position, reason: first.reason)
        }
        return LogError(
            .notALog, line: first.position,
            sentence: "only \(readable) of \(readable + log.undecodable.count) lines "
                + "can be read; the first bad one: \(first.reason); is the file damaged, "
                + "or of another type?")
    }

    private static func refusal(line: Int, reason: String) -> LogError {
        LogError(
            .notALog, line: line,
            sentence: "no line of the file is a punch; here \(reason); expected attlog.dat, pushed "
                + "lines, or CSV with the columns device_user_id and at")
    }
}
