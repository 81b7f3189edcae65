import Attendance
import CSV
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
            OptionSpec("--format", "F,…", "xlsx, csv, jsonl; default xlsx,csv"),
            OptionSpec("--what", "days|punches|both", "Which files; default both"),
            OptionSpec("--out", "DIR", "Folder; default output/exports"),
        ],
        examples: [
            ("gatebook export --from 2026-10-01 --to 2026-10-31", "a month, all branches"),
            (
                "gatebook export --from 2026-10-01 --to 2026-10-31 --branch DHK --format csv",
                "one branch as CSV"
            ),
        ])

    private enum Format: String, CaseIterable {
        case xlsx
        case csv
        case jsonl
    }

    private let dates: ClosedRange<LocalDate>
    private let branches: [BranchID]
    private let members: Set<MemberID>
    private let formats: [Format]
    private let what: String
    private let out: String?

    init(_ arguments: ParsedArguments) throws {
        let from = try Self.date(arguments, "--from")
        let to = try Self.date(arguments, "--to")
        guard from <= to else {
            throw Failure("--from \(from) lies after --to \(to)", exit: .usage)
        }
        dates = from...to
        branches = arguments.all("--branch").map(BranchID.init(_:))
        members = Set(arguments.all("--member").map(MemberID.init(_:)))
        formats = try (arguments.value("--format") ?? "xlsx,csv").split(separator: ",").map {
            guard let format = Format(rawValue: String($0)) else {
                throw Failure(
                    "there is no format \"\($0)\""
                        + NearestName.hint(String($0), in: Format.allCases.map(\.rawValue)),
                    exit: .usage)
            }
            return format
        }
        what = arguments.value("--what") ?? "both"
        guard ["days", "punches", "both"].contains(what) else {
            throw Failure("--what \"\(what)\" is none of days, punches, both", exit: .usage)
        }
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
        let store = try workspace.openStore()
        var book = try await Judging(workspace: workspace, store: store).book(dates: dates)
        book = selected(book)
        let tables = tables(of: book)
        let folder = out ?? "\(workspace.configuration.site.output)/exports"
        try Folder.make(folder)
        let files = try write(tables, workspace: workspace, folder: folder)
        let counts = tables.map { "\($0.rows.count) \($0.name)" }.joined(separator: ", ")
        for file in files { session.console.result(file) }
        session.console.say(.success, "wrote \(counts) in \(files.count) files")
        session.console.result(json: [
            "command": "export", "as_of": .string(workspace.asOf.description), "exit": 0,
            "from": .string(dates.lowerBound.description),
            "to": .string(dates.upperBound.description),
            "rows": .object(tables.map { .init($0.name, .integer($0.rows.count)) }),
            "exports": .array(files.map { .string($0) }),
        ])
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

    private func selected(_ book: ReportBook) -> ReportBook {
        var period = book.period
        period.days.removeAll { day in
            !(branches.isEmpty || branches.contains(day.branch))
                || !(members.isEmpty || members.contains(day.member.memberID))
        }
        period.exceptions.removeAll { exception in
            !(branches.isEmpty || exception.branch.map(branches.contains) ?? false)
                || !(members.isEmpty || exception.member.map(members.contains) ?? false)
        }
        return ReportBook(
            rules: book.rules, period: period, coverage: book.coverage, gates: book.gates,
            asOf: book.asOf)
    }

    private func tables(of book: ReportBook) -> [ReportTable] {
        var days = ReportTable(name: "days", columns: DayColumns.all)
        var punches = ReportTable(name: "punches", columns: PunchColumns.all)
        for date in book.dates {
            let report = DayReport.build(date, from: book)
            for row in report.people.rows { days.append(row) }
            for row in report.punches.rows { punches.append(row) }
        }
        switch what {
        case "days": return [days]
        case "punches": return [punches]
        default: return [days, punches]
        }
    }

    private func write(
        _ tables: [ReportTable], workspace: Workspace, folder: String
    ) throws -> [String] {
        let range = "\(dates.lowerBound)_\(dates.upperBound)"
        var files: [String] = []
        for format in formats {
            switch format {
            case .xlsx:
                let path = "\(folder)/attendance-\(range).xlsx"
                let title = "Attendance \(dates.lowerBound) to \(dates.upperBound)"
                try Workbook.write(
                    tables,
                    properties: .init(
                        title: title, company: workspace.configuration.site.title,
                        asOf: workspace.asOf),
                    to: path)
                files.append(path)
            case .csv, .jsonl:
                for table in tables {
                    let path = "\(folder)/\(table.name)-\(range).\(format.rawValue)"
                    let bytes = format == .csv ? table.csv() : Array(table.jsonLines.utf8)
                    try Folder.write(bytes, to: path)
                    files.append(path)
                }
            }
        }
        return files
    }
}
