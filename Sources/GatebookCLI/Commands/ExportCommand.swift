import Configuration
import Digests
import Export
import Foundation
import GateModel
import OrderedJSON
import Reports
import Store

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
                "xlsx, csv, csv-excel, jsonl, attlog, frappe, odoo, biotime, att2000, punches-iso, "
                    + "days-iso, or one of your own in templates/exports; default xlsx,csv"),
            OptionSpec("--what", "days|punches|both", "Which files; default both"),
            OptionSpec(flag: "--audit", "Make one signed bundle for an auditor"),
            OptionSpec(flag: "--pseudonymous", "Codes for names and ids, in all files"),
            OptionSpec("--out", "DIR", "Folder; default output/exports"),
            OptionSpec(
                "--issue", "YYYY-MM",
                "Freeze a month that is over; later changes make revisions with their differences"),
            OptionSpec(flag: "--log", "List the exports made so far, with their digests"),
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
            ), ("gatebook export --issue 2026-10", "the month as it is handed out"),
            ("gatebook export --from 2026-10-01 --to 2026-10-31 --audit", "for an auditor"),
            ("gatebook export --log", "who took what out, and when"),
        ])

    private let dates: ClosedRange<LocalDate>
    private let branches: [BranchID]
    private let members: [MemberID]
    private let formats: [String]
    private let what: ExportProfile.Rows
    private let out: String?
    private let isAudit: Bool
    private let isPseudonymous: Bool
    private let issue: LocalDate?
    private let isLog: Bool

    init(_ arguments: ParsedArguments) throws {
        isAudit = arguments.has("--audit")
        isPseudonymous = arguments.has("--pseudonymous")
        issue = try Self.month(arguments)
        isLog = try Self.asksForLog(arguments)
        let epoch = LocalDate(daysSinceEpoch: 0)
        if isLog || issue != nil {
            let day = issue ?? epoch
            (dates, branches, members, formats, what, out) = (day...day, [], [], [], .days, nil)
            return
        }
        let from = try Self.date(arguments, "--from")
        let to = try Self.date(arguments, "--to")
        guard from <= to else {
            throw Failure("--from \(from) lies after --to \(to)", exit: .usage)
        }
        dates = from...to
        branches = arguments.all("--branch").map(BranchID.init(_:))
        members = arguments.all("--member").map(MemberID.init(_:))
        var formats: [String] = []
        // A bundle alone, unless other files are asked for.
        let standard = isAudit ? "" : "xlsx,csv"
        for format in (arguments.value("--format") ?? standard).split(separator: ",") {
            if !formats.contains(String(format)) { formats.append(String(format)) }
        }
        guard isAudit || !formats.isEmpty else {
            throw Failure("--format names no format", exit: .usage)
        }
        self.formats = formats
        let what = arguments.value("--what") ?? "both"
        guard let rows = ExportProfile.Rows(rawValue: what) else {
            throw Failure("--what \"\(what)\" is none of days, punches, both", exit: .usage)
        }
        self.what = rows
        out = arguments.value("--out")
    }

    private static let others = [
        "--from", "--to", "--branch", "--member", "--format", "--what", "--out", "--audit",
        "--pseudonymous",
    ]

    /// Whether the log is to be listed, and nothing else done.
    private static func asksForLog(_ arguments: ParsedArguments) throws -> Bool {
        guard arguments.has("--log") else { return false }
        if let other = (others + ["--issue"]).first(where: { arguments.has($0) }) {
            throw Failure("--log lists all exports; leave out \(other)", exit: .usage)
        }
        return true
    }

    /// The first day of the month to issue; `nil` when none is to be issued.
    private static func month(_ arguments: ParsedArguments) throws -> LocalDate? {
        guard let text = arguments.value("--issue") else { return nil }
        if let other = Self.others.first(where: { arguments.has($0) }) {
            throw Failure("--issue takes a whole month; leave out \(other)", exit: .usage)
        }
        guard let first = LocalDate("\(text)-01") else {
            throw Failure("--issue \"\(text)\" is no month; expected YYYY-MM", exit: .usage)
        }
        return first
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
        if isLog { return try await listLog(workspace, session: session) }
        if let issue { return try await issueMonth(of: issue, workspace, session: session) }
        try check(workspace)
        if dates.upperBound > workspace.asOf.date {
            session.console.say(
                .info,
                "dates after \(workspace.asOf.date) are still to come: nothing is known of them")
        }
        let library = try ExportProfiles(workspace)
        let profiles = try formats.filter { $0 != ExportProfiles.workbook }.map(library.profile)
        let plain = try library.profile("csv")
        // The number of a bundle and the one before it must not change while it is made.
        let lock = isAudit ? try workspace.lock("export") : nil
        defer { withExtendedLifetime(lock) {} }
        let store = try workspace.openStore()
        try await LittleMemory.use(for: store)
        let folder = out ?? "\(workspace.configuration.site.output)/exports"
        try Folder.make(folder)
        let scratch = try SheetFolder()
        defer { scratch.remove() }
        let selection = ExportRows.Selection(
            dates: dates, branches: Set(branches), members: Set(members),
            needsZones: profiles.contains { $0.asks(for: ExportProfiles.zoneFields) },
            needsPayrollRules: profiles.contains {
                $0.asks(for: ["repeats", "overlaps", "shared_name"])
            })
        let rows = try ExportRows(selection, zones: workspace.zones, in: scratch.path(""))
        try await rows.collect(workspace, store: store) { done, total in
            session.console.progress("judging days", done: done, of: total)
        }
        let key =
            isAudit || isPseudonymous
            ? try AuditExport.openKey(workspace.configuration, console: session.console) : nil
        let files = ExportFiles(
            workspace: workspace, rows: rows, dates: dates, folder: folder, what: what,
            plain: plain, codeKey: isPseudonymous ? key : nil, console: session.console)
        var written = try await write(files, by: profiles, store: store)
        if isAudit, let key {
            written.append(
                try await AuditExport(
                    workspace: workspace, store: store, rows: rows, dates: dates,
                    key: key, isPseudonymous: isPseudonymous, plain: plain, console: session.console
                ).write(to: folder))
        }
        report(written, rows: rows, session: session, asOf: workspace.asOf)
        return .done
    }

    /// Writes the files of all formats beside their places, puts them there together, and logs that.
    private func write(
        _ files: ExportFiles, by profiles: [ExportProfile], store: GateStore
    ) async throws -> [TextExport.File] {
        let staging = try ExportStaging(in: files.folder)
        defer { staging.remove() }
        var staged = files
        staged.folder = staging.path
        var written: [TextExport.File] = []
        for format in formats {
            let profile = profiles.first { $0.name == format }
            written += try staging.naming {
                try profile.map { try staged.write($0) } ?? staged.writeWorkbooks()
            }
        }
        let published = try staging.publish(written)
        written = published.files
        if !published.replaced.isEmpty {
            files.console.say(
                .info,
                "replaced \(published.replaced.joined(separator: ", ")) of an earlier export in "
                    + "\(files.folder); --out keeps exports apart")
        }
        if !written.isEmpty {
            try await log(
                written.map(\.path), to: store,
                ExportRecord(
                    madeAt: files.workspace.asOf, madeBy: NSUserName(), dates: dates,
                    what: formats.joined(separator: " ")
                        + (isPseudonymous ? ", pseudonymous" : "") + files.rows.selection.words,
                    dayCount: files.rows.days.rowCount, punchCount: files.rows.punches.rowCount,
                    digest: ""))
        }
        return written
    }

    /// Judges a month that is over and issues it.
    private func issueMonth(
        of first: LocalDate, _ workspace: Workspace, session: Session
    ) async throws -> ExitCode {
        let days = LocalDate.days(inMonth: first.month, ofYear: first.year)
        guard first.adding(days: days) <= workspace.asOf.date else {
            throw Failure(
                "\(first.monthText) is not over on \(workspace.asOf.date); a month is issued when "
                    + "its last day has ended", exit: .usage)
        }
        let lock = try workspace.lock("export")
        defer { withExtendedLifetime(lock) {} }
        let store = try workspace.openStore()
        _ = try await Judging(workspace: workspace, store: store).load(keeps: true)
            .update(all: false) {
                session.console.progress("judging days", done: $0, of: $1)
            }
        let outcome = try await Issuing(workspace: workspace, store: store).issue(monthOf: first)
        if outcome.isNew {
            try await log(
                outcome.files, to: store,
                ExportRecord(
                    madeAt: workspace.asOf, madeBy: NSUserName(),
                    dates: first...first.adding(days: days - 1),
                    what: "issue of \(first.monthText), revision \(outcome.issue.revision)",
                    dayCount: outcome.issue.rows.split(separator: "\n").count, punchCount: 0,
                    digest: ""))
        }
        let console = session.console
        for file in outcome.files { console.result(file) }
        let what = "\(first.monthText) revision \(outcome.issue.revision)"
        let unknown = outcome.issue.rows.split(separator: "\n")
            .count { $0.contains("\"status\":\"unknown\"") }
        if unknown > 0 {
            console.say(.warning, "\(unknown) person-days of \(first.monthText) are unknown")
        }
        console.say(
            .success,
            outcome.isNew
                ? "issued \(what), \(outcome.differences.count) differences"
                : "\(what) is unchanged, issued at \(outcome.issue.issuedAt)")
        console.result(json: [
            "command": "export", "as_of": .string(workspace.asOf.description), "exit": 0,
            "issue": outcome.json, "exports": .array(outcome.files.map { .string($0) }),
        ])
        return .done
    }

    /// Names that are not there are told before any work.
    private func check(_ workspace: Workspace) throws {
        if dates.lowerBound > workspace.asOf.date {
            throw Failure(
                "--from \(dates.lowerBound) is still to come on \(workspace.asOf.date): nothing "
                    + "is known of these dates", exit: .usage)
        }
        for branch in branches where workspace.configuration.branch(branch) == nil {
            let known = workspace.configuration.branches.map(\.id.rawValue)
            throw Failure(
                "there is no branch \"\(branch)\"" + NearestName.hint(branch.rawValue, in: known),
                exit: .usage)
        }
        let known = Set(workspace.roster.members.map(\.memberID))
        for member in members.sorted() where !known.contains(member) {
            throw Failure(
                "\(workspace.roster.file) has nobody with the member_id \"\(member)\""
                    + NearestName.hint(
                        member.rawValue, in: known.map(\.rawValue).sorted(), listingUpTo: 0),
                exit: .usage)
        }
    }

    /// Lists the log of exports, oldest first.
    private func listLog(_ workspace: Workspace, session: Session) async throws -> ExitCode {
        let exports = try await workspace.openStore().exports()
        for export in exports {
            let what = export.bundle.map {
                export.what.replacing("audit bundle", with: "audit bundle \($0)")
            }
            session.console.result(
                "\(export.number)  \(export.madeAt)  \(export.madeBy)  "
                    + "\(export.dates.lowerBound) to \(export.dates.upperBound)  "
                    + "\(export.dayCount) days, \(export.punchCount) punches  "
                    + "\(what ?? export.what)  \(export.digest)")
        }
        if exports.isEmpty { session.console.say(.info, "nothing was exported so far") }
        let table = ExportLogTable.build(exports)
        session.console.result(json: [
            "command": "export", "as_of": .string(workspace.asOf.description), "exit": 0,
            "log": .array(
                table.rows.map { row in
                    .object(
                        zip(table.columns, row).map { .init($0.key, $1.json) })
                }),
        ])
        return .done
    }

    /// Adds the files to the log of exports.
    ///
    /// One row in one transaction: it need not wait for the lock of a long run.
    private func log(
        _ paths: [String], to store: GateStore, _ record: ExportRecord
    ) async throws {
        var list = ""
        for path in paths {
            list += "\(try Folder.digest(path))  \((path as NSString).lastPathComponent)\n"
        }
        var record = record
        record.digest = SHA256.hex(Array(list.utf8))
        _ = try await store.add(record)
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
