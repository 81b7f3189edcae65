import GateModel
import Reports

/// The ledger of corrections as a table: those of a range of dates, undone ones included.
enum CorrectionTable {
    /// Builds the table, in the order of the ledger.
    ///
    /// - Parameters:
    ///   - corrections: The whole ledger.
    ///   - dates: The work dates wanted.
    ///   - name: What stands for the id of a person; `nil` leaves the person out.
    /// - Returns: A row an entry.
    static func build(
        _ corrections: [Correction], dates: ClosedRange<LocalDate>,
        name: (MemberID) -> String? = { $0.rawValue }
    ) -> ReportTable {
        var table = ReportTable(
            name: "corrections",
            columns: [
                ReportColumn("number", "Number", .count), ReportColumn("date", "Date", .date),
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("kind", "Kind", .text), ReportColumn("at", "At", .dateTime),
                ReportColumn("reason", "Reason", .text), ReportColumn("by", "By", .text),
                ReportColumn("recorded_at", "Recorded at", .dateTime),
                ReportColumn("undone_by", "Undone by", .count),
            ])
        for correction in corrections where dates.contains(correction.date) {
            guard let name = name(correction.memberID) else { continue }
            table.append([
                .count(correction.number), .date(correction.date), .identifier(name),
                .text(correction.kind.rawValue), .dateTime(correction.at),
                .text(correction.reason), .text(correction.by),
                .dateTime(correction.recordedAt), .known(correction.undoneBy) { .count($0) },
            ])
        }
        return table
    }
}
