import Foundation
import GateModel
import OrderedJSON
import Reports
import Store

/// Rows of days as lines of JSON, told apart by date, person and shift.
enum DayLines {
    /// Whose row it is.
    private struct Key: Hashable {
        var date: LocalDate
        var memberID: String
        var shift: String
    }

    /// A row that was read: whose it is and, in the order of the columns, what it says.
    private struct Row {
        var key: Key
        var line: String
        var values: [String]

        init?(_ line: Substring) {
            let row = DayLines.row(String(line))
            guard let date = (row["date"] as? String).flatMap({ LocalDate($0) }) else {
                return nil
            }
            key = Key(
                date: date, memberID: row["member_id"] as? String ?? "",
                shift: row["shift"] as? String ?? "")
            self.line = String(line)
            // The sentence may be worded otherwise while the day is the same.
            values = DayColumns.all.map(\.key).filter { $0 != "why" }
                .map { "\(row[$0] ?? "")" }
        }
    }

    /// The person-days that differ between two texts in more than wording, in the order of the later;
    /// those no longer there come last.
    ///
    /// - Complexity: One pass over the lines; only those that differ are read.
    static func changes(from old: String, to new: String) -> [DayChange] {
        guard old != new else { return [] }
        let oldLines = old.split(separator: "\n")
        let newLines = new.split(separator: "\n")
        let (kept, found) = (Set(oldLines), Set(newLines))
        let gone = oldLines.filter { !found.contains($0) }.compactMap { Row($0) }
        var before = Dictionary(gone.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        var changes: [DayChange] = []
        for row in newLines.filter({ !kept.contains($0) }).compactMap({ Row($0) }) {
            let old = before.removeValue(forKey: row.key)
            guard old?.values != row.values else { continue }
            changes.append(change(row.key, before: old?.line, after: row.line))
        }
        for row in gone where before[row.key] != nil {
            changes.append(change(row.key, before: row.line, after: nil))
        }
        return changes
    }

    private static func change(_ key: Key, before: String?, after: String?) -> DayChange {
        DayChange(
            date: key.date, memberID: MemberID(key.memberID), shift: key.shift, before: before,
            after: after)
    }

    private static func row(_ line: String) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]) ?? [:]
    }

    /// A change as JSON: date, person, shift, the row before and after, `null` where there is none.
    static func json(_ change: DayChange) -> JSONValue {
        [
            "date": .string(change.date.description),
            "member_id": .string(change.memberID.rawValue),
            "shift": change.shift.isEmpty ? .null : .string(change.shift),
            "before": json(change.before), "after": json(change.after),
        ]
    }

    private static func json(_ line: String?) -> JSONValue {
        guard let line else { return .null }
        let row = row(line)
        return .object(
            DayColumns.all.map { column in
                let value: JSONValue =
                    switch column.kind {
                    case .flag: (row[column.key] as? Bool).map { .bool($0) } ?? .null
                    case .count, .duration: .optional(row[column.key] as? Int)
                    default: .optional(row[column.key] as? String)
                    }
                return JSONValue.Member(column.key, value)
            })
    }

    // MARK: - For people

    /// The rows as a table with the columns of the days file.
    static func table(_ rows: String) -> ReportTable {
        var table = ReportTable(name: "days", columns: DayColumns.all)
        for line in rows.split(separator: "\n") {
            let row = row(String(line))
            table.append(DayColumns.all.map { cell($0, of: row) })
        }
        return table
    }

    private static func cell(_ column: ReportColumn, of row: [String: Any]) -> ReportCell {
        let text = row[column.key] as? String
        switch column.kind {
        case .flag: return .known(row[column.key] as? Bool) { .flag($0) }
        case .count: return .known(row[column.key] as? Int) { .count($0) }
        case .duration: return .known(row[column.key] as? Int) { .duration(seconds: $0) }
        case .date: return .known(text.flatMap { LocalDate($0) }) { .date($0) }
        case .time: return .known(text.flatMap { LocalTime($0) }) { .time($0) }
        case .dateTime: return .known(text.flatMap { LocalDateTime($0) }) { .dateTime($0) }
        case .identifier: return .known(text) { .identifier($0) }
        case .text: return .known(text) { .text($0) }
        }
    }

    /// The columns that differ in a change, wording apart.
    static func fields(_ change: DayChange) -> [ChangesReport.Field] {
        let (before, after) = (row(change.before ?? ""), row(change.after ?? ""))
        return DayColumns.all.filter { !["why", "date", "member_id", "name"].contains($0.key) }
            .compactMap { column in
                let (old, new) = (cell(column, of: before), cell(column, of: after))
                return old == new
                    ? nil : ChangesReport.Field(column: column, before: old, after: new)
            }
    }

    /// What differs in a change: `status: absent → present; first_in: – → 09:05:00`.
    static func sentence(_ change: DayChange) -> String {
        guard change.before != nil else { return "added" }
        guard change.after != nil else { return "removed" }
        let (before, after) = (row(change.before ?? ""), row(change.after ?? ""))
        return DayColumns.all.filter { $0.key != "why" }.compactMap { column in
            let old = cell(column, of: before).plainText
            let new = cell(column, of: after).plainText
            guard old != new else { return nil }
            return "\(column.key): \(old.isEmpty ? "–" : old) → \(new.isEmpty ? "–" : new)"
        }.joined(separator: "; ")
    }
}
