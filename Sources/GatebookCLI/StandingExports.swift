import Configuration
import Digests
import Export
import GateModel
import Reports
import Site

/// The files of days and months that every night leaves in `exports/` of the site.
///
/// Days are added in order of date; the files of a month are published when its last day has been
/// added. A file speaks as of the last reading that matters to it, so that a month about which
/// nothing new is known keeps its bytes.
struct StandingExports {
    private let configuration: Configuration
    private let corrections: [Correction]
    private let folder: SheetFolder
    private let words: SheetWords
    private var month: Month?

    /// The rows of a month that is not complete yet.
    private struct Month {
        var text: String
        var dates: ClosedRange<LocalDate>
        var asOf: LocalDateTime?
        var days: RowSpool
        var punches: RowSpool
        var exceptions: RowSpool
    }

    /// Starts without days.
    init(_ configuration: Configuration, corrections: [Correction]) throws {
        self.configuration = configuration
        self.corrections = corrections
        folder = try SheetFolder()
        words = try SheetLanguage.words(of: configuration.site)
    }

    /// Removes what was kept on the way.
    func remove() { folder.remove() }

    // MARK: - Days

    /// Takes a day into its month without publishing files of its own, and publishes the month before
    /// when the day begins another one.
    ///
    /// - Returns: The paths of the files published.
    mutating func collect(_ report: DayReport, to release: SiteRelease) throws -> [String] {
        let paths = try finish(unless: report.date.monthText, to: release)
        try keep(report)
        return paths
    }

    /// Publishes the files of a day, and of the month before when the day begins another one.
    ///
    /// - Returns: The files of the day, for its page; and the paths of all files published.
    mutating func add(
        _ report: DayReport, to release: SiteRelease
    ) throws -> (downloads: [PageDownload], paths: [String]) {
        var paths = try collect(report, to: release)
        let name = "exports/attendance-\(report.date)"
        let csv = report.people.csv()
        try release.write(SiteFile(path: "\(name).csv", bytes: csv))
        let sheet = folder.path("day.xlsx")
        let dates = report.date...report.date
        try book(
            dates, dateText: "\(report.date)", asOf: report.asOf ?? LocalDateTime(report.date),
            tables: [report.people, report.punches, report.exceptions].map {
                TableRows($0, monthOf: report.date)
            }, digest: SHA256.hex(csv)
        ).write(to: sheet)
        let size = try folder.size(of: sheet)
        try release.add(fileAt: sheet, as: "\(name).xlsx")
        paths += ["\(name).csv", "\(name).xlsx"]
        return (
            [
                PageDownload(path: "\(name).csv", name: "CSV", bytes: csv.count),
                PageDownload(path: "\(name).xlsx", name: "Excel", bytes: size),
            ], paths
        )
    }

    // MARK: - Months

    private mutating func keep(_ report: DayReport) throws {
        if month == nil {
            let name = report.date.monthText
            func spool(_ table: ReportTable) throws -> RowSpool {
                try RowSpool(
                    "\(table.name)-\(name)", columns: table.columns, in: folder.path(""))
            }
            month = Month(
                text: name, dates: report.date...report.date, asOf: nil,
                days: try spool(report.people), punches: try spool(report.punches),
                exceptions: try spool(report.exceptions))
        }
        guard let current = month else { return }
        for row in report.people.rows { try current.days.append(row, on: report.date) }
        for row in report.punches.rows { try current.punches.append(row, on: report.date) }
        for row in report.exceptions.rows { try current.exceptions.append(row, on: report.date) }
        month?.dates = current.dates.lowerBound...report.date
        month?.asOf = [current.asOf, report.asOf].compactMap(\.self).max()
    }

    /// Publishes the files of the month that is being kept, unless it is the one named.
    ///
    /// - Returns: The paths of the files published.
    mutating func finish(
        unless next: String? = nil, to release: SiteRelease
    ) throws -> [String] {
        guard let month, month.text != next else { return [] }
        self.month = nil
        for spool in [month.days, month.punches, month.exceptions] { try spool.finish() }
        let name = "exports/attendance-\(month.text)"
        let text = folder.path("month.csv")
        _ = try TextExport.write(
            month.days, by: ExportProfile(name: "csv", rows: .days), to: { _ in text })
        let digest = try Folder.digest(text)
        try release.add(fileAt: text, as: "\(name).csv")
        let sheet = folder.path("month.xlsx")
        try book(
            month.dates, dateText: month.text,
            asOf: month.asOf ?? LocalDateTime(month.dates.lowerBound),
            tables: [month.days, month.punches, month.exceptions], digest: digest
        ).write(to: sheet)
        try release.add(fileAt: sheet, as: "\(name).xlsx")
        return ["\(name).csv", "\(name).xlsx"]
    }

    /// The workbook of days, punches and exceptions; `digest` is that of the CSV of the days.
    private func book(
        _ dates: ClosedRange<LocalDate>, dateText: String, asOf: LocalDateTime,
        tables: [any RowSource], digest: String
    ) throws -> AttendanceBook {
        var punches = SHA256.Stream()
        try TextExport.forEachPiece(of: tables[1], by: ExportProfile(name: "csv", rows: .punches)) {
            punches.add($0)
        }
        return AttendanceBook(
            properties: .init(
                title: words.text("Attendance {dates}", ["dates": dateText]),
                company: configuration.site.title, asOf: asOf, period: dates,
                digests: [
                    .init(name: "attendance-\(dateText).csv", sha256: digest),
                    .init(name: "punches.csv", sha256: punches.hex()),
                ],
                language: configuration.site.language, words: words),
            days: tables[0], punches: tables[1], exceptions: tables[2],
            corrections: TableRows(
                CorrectionTable.build(corrections, dates: dates), monthOf: dates.lowerBound),
            policy: TableRows(
                PolicyTable.build(configuration, dates: dates), monthOf: dates.lowerBound))
    }
}
