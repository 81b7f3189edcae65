import Reports
import Store

/// The log of exports as a table: who made which files of what, and when.
enum ExportLogTable {
    /// Builds the table, oldest export first.
    static func build(_ exports: [ExportRecord]) -> ReportTable {
        var table = ReportTable(
            name: "exports",
            columns: [
                ReportColumn("number", "Number", .count), ReportColumn("bundle", "Bundle", .count),
                ReportColumn("made_at", "Made at", .dateTime),
                ReportColumn("made_by", "Made by", .text), ReportColumn("from", "From", .date),
                ReportColumn("to", "To", .date), ReportColumn("what", "What", .text),
                ReportColumn("days", "Days", .count), ReportColumn("punches", "Punches", .count),
                ReportColumn("sha256", "SHA-256", .text),
            ])
        for export in exports {
            table.append([
                .count(export.number), .known(export.bundle) { .count($0) },
                .dateTime(export.madeAt), .text(export.madeBy), .date(export.dates.lowerBound),
                .date(export.dates.upperBound), .text(export.what), .count(export.dayCount),
                .count(export.punchCount), .text(export.digest),
            ])
        }
        return table
    }
}
