import Configuration
import Digests
import Export
import GateModel
import Reports
import Site

/// The files about who may pass: `denied-YYYY-MM` and `enrollment`, as CSV and workbook.
enum AccessExports {
    private static let deniedColumns =
        [
            ReportColumn("date", "Date", .date), ReportColumn("list", "List", .text),
            ReportColumn("at", "At", .dateTime),
            ReportColumn("member_id", "Member id", .identifier),
            ReportColumn("name", "Name", .text), ReportColumn("branch", "Branch", .identifier),
            ReportColumn("device", "Device", .identifier), ReportColumn("gate", "Gate", .text),
            ReportColumn("device_user_id", "Id on the gate", .identifier),
            ReportColumn("cause", "Cause", .text),
            ReportColumn("entitled_from", "Entitled from", .date),
            ReportColumn("entitled_until", "Entitled until", .date),
            ReportColumn("days", "Days", .count), ReportColumn("first", "First", .time),
            ReportColumn("last", "Last", .time), ReportColumn("punches", "Punches", .count),
            ReportColumn("hour", "Hour", .count), ReportColumn("attempts", "Attempts", .count),
            ReportColumn("why", "Why", .text), ReportColumn("seen", "Seen on the gate", .text),
            ReportColumn("since", "Since", .dateTime),
            ReportColumn("seen_at", "Seen at", .dateTime),
        ] + RemainingWays.columns + [ReportColumn("failure", "Failure", .text)]

    /// The rows of a month: every list that can be known of each date. What was on the gates is known of
    /// `latest` alone, the latest date of the site.
    static func deniedTable(_ builder: DeniedBuilder, latest: LocalDate?) -> ReportTable {
        var table = ReportTable(name: "denied", columns: deniedColumns)
        for date in builder.dates {
            let report = builder.report(on: date, isLatest: date == latest)
            for kind in DeniedReport.Kind.allCases {
                guard let list = report.table(kind) else { continue }
                for row in list.rows {
                    table.append(
                        deniedColumns.map { column in
                            switch column.key {
                            case "date": .date(date)
                            case "list": .text(kind.rawValue)
                            default: list.index(of: column.key).map { row[$0] } ?? .missing
                            }
                        })
                }
            }
        }
        return table
    }

    /// The rows of the enrollment page: a person and gate that belong together.
    static func enrollmentTable(_ report: EnrollmentReport) -> ReportTable {
        var table = ReportTable(
            name: "enrollment",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device_user_id", "Id on the gate", .identifier),
                ReportColumn("device", "Device", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("gate_branch", "Branch of the gate", .identifier),
                ReportColumn("state", "State", .text),
                ReportColumn("fingers", "Fingers", .text),
                ReportColumn("card", "Card", .flag),
                ReportColumn("password", "Password", .flag),
                ReportColumn("face", "Face", .flag),
            ])
        for person in report.people {
            for (gate, cell) in zip(report.gates, person.cells) where cell != .notTheirs {
                table.append([
                    .identifier(person.memberID), .text(person.name),
                    person.branch.isEmpty ? .missing : .identifier(person.branch),
                    .identifier(person.deviceUserID), .identifier(gate.serial),
                    .text(gate.name), .identifier(gate.branch),
                    .known(cell.state) { .text($0) },
                    .known(cell.fingers) {
                        .text($0.map(String.init).joined(separator: ";"))
                    },
                    .known(cell.ways.card) { .flag($0) },
                    .known(cell.ways.password) { .flag($0) },
                    .known(cell.ways.face) { .flag($0) },
                ])
            }
        }
        return table
    }

    /// The files of tables: CSV of the first one, a workbook of all.
    ///
    /// - Parameters:
    ///   - name: Of the files, without their endings.
    ///   - title: Of the workbook, in English; `{dates}` stands for `dates`.
    ///   - dates: What the tables are about, as text.
    ///   - tables: The tables.
    ///   - asOf: The moment they speak of.
    ///   - workspace: Names the site and its language.
    /// - Returns: The files, to be published.
    /// - Throws: `ExportError`, ``Failure``.
    static func files(
        _ name: String, title: String, dates: String = "", tables: [ReportTable],
        asOf: LocalDateTime, workspace: Workspace
    ) throws -> [SiteFile] {
        guard let first = tables.first else { return [] }
        let folder = try SheetFolder()
        defer { folder.remove() }
        let site = workspace.configuration.site
        let path = folder.path("sheet.xlsx")
        let csv = first.csv()
        let words = try SheetLanguage.words(of: site)
        try Workbook.write(
            tables,
            properties: .init(
                title: words.text(title, ["dates": dates]), company: site.title, asOf: asOf,
                digests: [.init(name: "\(name).csv", sha256: SHA256.hex(csv))],
                language: site.language, words: words),
            to: path)
        return [
            SiteFile(path: "exports/\(name).csv", bytes: csv),
            SiteFile(path: "exports/\(name).xlsx", bytes: try Folder.read(path)),
        ]
    }
}
