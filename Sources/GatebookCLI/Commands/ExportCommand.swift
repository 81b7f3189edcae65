import Configuration
import Export
import Foundation
import GateModel
import OrderedJSON
import Reports

/// `gatebook export`: files of a range of dates.
struct ExportCommand: Command {
    static let spec = CommandSpec(
        "export", "Write days and punches of a range of dates to files",
        options: [
            OptionSpec("--from", "D", "First work date: 2026-10-01"),
            OptionSpec("--to", "D", "Last work date"),
            OptionSpec("--branch", "B", "Only this branch", isRepeatable: true),
            OptionSpec("--member", "M", "Only this person", isRepeatable: true),
            OptionSpec(
                "--format", "F,…",
                "xlsx, csv, csv-excel, jsonl, attlog, frappe, odoo, biotime, att2000, or one of "
                    + "your own in templates/exports; default xlsx,csv"),
            OptionSpec("--what", "days|punches|both", "Which files; default both"),
            OptionSpec("--out", "DIR", "Folder; default output/exports"),
        ],
        examples: [
            ("gatebook export --from 2026-10-01 --to 2026-10-31", "a month, all branches"),
            (
                "gatebook export --from 2026-10-01 --to 2026-10-31 --branch DHK --format csv",
                "one branch as CSV"
            ),
            (
                "gatebook export --from 2026-10-01 --to 2026-10-31 --format frappe",
                "for the data import of Frappe HR"
            ),
        ])

    private let dates: ClosedRange<LocalDate>
    private let branches: [BranchID]
    private let members: [MemberID]
    private let formats: [String]
    private let what: ExportProfile.Rows
    private let out: String?

    init(_ arguments: ParsedArguments) throws {
        let from = try Self.date(arguments, "--from")
        let to = try Self.date(arguments, "--to")
        guard from <= to else {
            throw Failure("--from \(from) lies after --to \(to)", exit: .usage)
        }
        dates = from...to
        branches = arguments.all("--branch").map(BranchID.init(_:))
        members = arguments.all("--member").map(MemberID.init(_:))
        var formats: [String] = []
        for format in (arguments.value("--format") ?? "xlsx,csv").split(separator: ",") {
            if !formats.contains(String(format)) { formats.append(String(format)) }
        }
        guard !formats.isEmpty else { throw Failure("--format names no format", exit: .usage) }
        self.formats = formats
        let what = arguments.value("--what") ?? "both"
        guard let rows = ExportProfile.Rows(rawValue: what) else {
            throw Failure("--what \"\(what)\" is none of days, punches, both", exit: .usage)
        }
        self.what = rows
        out = arguments.value("--out")
    }

    private static func date(_ arguments: ParsedArguments, _ name: String) throws -> LocalDate {
        guard let text = arguments.value(name) else {
            throw Failure("export needs \(name) YYYY-MM-DD\nUsage: \(spec.usage)", exit: .usage)
        }
        guard let date = LocalDate(text) else {
            throw Failure("\(name) \"\(text)\" is no date; expected YYYY-MM-DD", exit: .usage)
        }
        return date
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        try check(workspace)
        let library = try ExportProfiles(workspace)
        let profiles = try formats.filter { $0 != ExportProfiles.workbook }.map(library.profile)
        let plain = try library.profile("csv")
        let store = try workspace.openStore()
        let folder = out ?? "\(workspace.configuration.site.output)/exports"
        try Folder.make(folder)
        let scratch = try SheetFolder()
        defer { scratch.remove() }
        let selection = ExportRows.Selection(
            dates: dates, branches: Set(branches), members: Set(members),
            needsZones: profiles.contains { $0.asks(for: ["zone", "offset", "read_at_utc"]) })
        let rows = try ExportRows(selection, zones: workspace.zones, in: scratch.path(""))
        try await rows.collect(workspace, store: store) { done, total in
            session.console.progress("judging days", done: done, of: total)
        }
        let files = ExportFiles(
            workspace: workspace, rows: rows, dates: dates, folder: folder, what: what,
            plain: plain, console: session.console)
        var written: [TextExport.File] = []
        for format in formats {
            if let profile = profiles.first(where: { $0.name == format }) {
                written += try files.write(profile)
            } else {
                written += try files.writeWorkbooks()
            }
        }
        report(written, rows: rows, session: session, asOf: workspace.asOf)
        return .done
    }

    /// Names that are not there are told before any work.
    private func check(_ workspace: Workspace) throws {
        for branch in branches where workspace.configuration.branch(branch) == nil {
            let known = workspace.configuration.branches.map(\.id.rawValue)
            throw Failure(
                "there is no branch \"\(branch)\"" + NearestName.hint(branch.rawValue, in: known),
                exit: .usage)
        }
        let known = Set(workspace.roster.members.map(\.memberID))
        for member in members.sorted() where !known.contains(member) {
            throw Failure(
                "\(workspace.roster.file) has nobody with the member_id \"\(member)\"",
                exit: .usage)
        }
    }

    private func report(
        _ written: [TextExport.File], rows: ExportRows, session: Session, asOf: LocalDateTime
    ) {
        for file in written { session.console.result(file.path) }
        session.console.say(
            .success,
            "wrote \(rows.days.rowCount) days and \(rows.punches.rowCount) punches to "
                + "\(written.count) file\(written.count == 1 ? "" : "s")")
        session.console.result(json: [
            "command": "export", "as_of": .string(asOf.description), "exit": 0,
            "from": .string(dates.lowerBound.description),
            "to": .string(dates.upperBound.description),
            "rows": [
                "days": .integer(rows.days.rowCount), "punches": .integer(rows.punches.rowCount),
                "exceptions": .integer(rows.exceptions.rowCount),
            ],
            "files": .array(
                written.map { ["path": .string($0.path), "rows": .integer($0.rows)] }),
            "exports": .array(written.map { .string($0.path) }),
        ])
    }
}
