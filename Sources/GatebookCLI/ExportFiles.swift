import Configuration
import Digests
import Export
import Foundation
import GateModel
import Reports

/// Makes the files of an export from its rows.
struct ExportFiles {
    let workspace: Workspace
    let rows: ExportRows
    let dates: ClosedRange<LocalDate>
    var folder: String
    let what: ExportProfile.Rows
    /// The profile of plain CSV, of which the data digests are made.
    let plain: ExportProfile
    /// The key of the codes that stand for names and ids; `nil` names people.
    let codeKey: SigningKey?
    let console: Console

    private var range: String { "\(dates.lowerBound)_\(dates.upperBound)" }

    /// Writes the files of a text format and says how many rows it had no place for.
    func write(_ profile: ExportProfile) throws -> [TextExport.File] {
        var files: [TextExport.File] = []
        for spool in [rows.days, rows.punches] where isWanted(spool.name, by: profile) {
            let source = CodedRows.coding(spool, with: codeKey)
            let outcome = try TextExport.write(source, by: profile) { gate in
                let name = profile.fileName(of: source.name, range: range, gate: gate)
                return "\(folder)/\(name)"
            }
            if outcome.leftOut > 0 {
                console.say(
                    .info,
                    "\(profile.name): \(outcome.leftOut) of \(source.rowCount) \(source.name) "
                        + "have no place in this format and were left out: "
                        + Self.words(outcome.reasons))
            }
            if source.name == rows.days.name { warnOfNamesakes(profile) }
            let written = outcome.files.reduce(0) { $0 + $1.rows }
            guard written + outcome.leftOut == source.rowCount else {
                throw Failure(
                    "\(profile.name): \(written) rows were written and \(outcome.leftOut) left "
                        + "out, but there are \(source.rowCount)")
            }
            files += outcome.files
        }
        return files
    }

    /// Reasons with their numbers, the most frequent first.
    private static func words(_ reasons: [String: Int]) -> String {
        reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    /// Names the people whose days a format leaves out because it knows people by name alone.
    private func warnOfNamesakes(_ profile: ExportProfile) {
        guard profile.conditions["shared_name"] == ["false"] else { return }
        for name in rows.payroll.metNames.sorted() {
            let people = (rows.payroll.namesakes[name] ?? []).map { "“\($0)”" }
            console.say(
                .warning,
                "\(profile.name): “\(name)” is the name of \(people.joined(separator: " and ")), "
                    + "and nothing else tells them apart in this format; their days were left out. "
                    + "Give them different names, or copy the layout and use another field")
        }
    }

    private func isWanted(_ name: String, by profile: ExportProfile) -> Bool {
        if profile.rows != .both { return profile.rows.rawValue == name }
        return what == .both || what.rawValue == name
    }

    /// Writes the workbook, or one a year when a single one would be too large.
    func writeWorkbooks() throws -> [TextExport.File] {
        if let years = AttendanceBook.years([rows.days, rows.punches]) {
            return try years.map { year in
                let own = [rows.days, rows.punches, rows.exceptions].map {
                    YearRows($0, year: year)
                }
                let first = LocalDate(year: year, month: 1, day: 1) ?? dates.lowerBound
                let last = LocalDate(year: year, month: 12, day: 31) ?? dates.upperBound
                let part = max(first, dates.lowerBound)...min(last, dates.upperBound)
                return try writeWorkbook(part, days: own[0], punches: own[1], exceptions: own[2])
            }
        }
        return [
            try writeWorkbook(
                dates, days: rows.days, punches: rows.punches, exceptions: rows.exceptions)
        ]
    }

    private func writeWorkbook(
        _ dates: ClosedRange<LocalDate>, days: any RowSource, punches: any RowSource,
        exceptions: any RowSource
    ) throws -> TextExport.File {
        let days = CodedRows.coding(days, with: codeKey)
        let punches = CodedRows.coding(punches, with: codeKey)
        let path = "\(folder)/attendance-\(dates.lowerBound)_\(dates.upperBound).xlsx"
        let site = workspace.configuration.site
        let words = try SheetLanguage.words(of: site)
        let title =
            dates.lowerBound == dates.upperBound
            ? words.text("Attendance {dates}", ["dates": "\(dates.lowerBound)"])
            : words.text(
                "Attendance {first} to {last}",
                ["first": "\(dates.lowerBound)", "last": "\(dates.upperBound)"])
        let book = AttendanceBook(
            properties: .init(
                title: title, company: site.title, asOf: workspace.asOf, period: dates,
                digests: try rows.digests(of: [days, punches], profile: plain),
                language: site.language, words: words),
            days: days, punches: punches,
            exceptions: CodedRows.coding(exceptions, with: codeKey),
            corrections: CodedRows.coding(
                TableRows(corrections(dates), monthOf: dates.lowerBound), with: codeKey),
            policy: TableRows(policy(dates), monthOf: dates.lowerBound),
            limits: limits(words), notes: try notes(words))
        try book.write(to: path)
        return TextExport.File(path: path, rows: days.rowCount + punches.rowCount)
    }

    private static let codesNote =
        "Codes stand for names and ids, the same code for the same person every time."

    /// What the rows are limited to, in words.
    private func limits(_ words: SheetWords) -> [String] {
        var limits: [String] = []
        let branches = rows.selection.branches.map(\.rawValue).sorted()
        if !branches.isEmpty {
            limits.append(
                words.text("Branches: {names}", ["names": branches.joined(separator: ", ")]))
        }
        var codes = codeKey.map(Pseudonyms.init)
        let people = rows.selection.members.sorted().map {
            codes?.member($0.rawValue) ?? $0.rawValue
        }
        if !people.isEmpty {
            limits.append(words.text("People: {names}", ["names": people.joined(separator: ", ")]))
        }
        return limits
    }

    /// What a reader should know of the rows.
    private func notes(_ words: SheetWords) throws -> [String] {
        var notes: [String] = []
        let gates = try rows.gatesBehind()
        if !gates.isEmpty {
            notes.append(
                words.text(
                    "Not read after every one of these dates was over: {gates}. Days that depend on "
                        + "them may be unknown.", ["gates": gates.joined(separator: "; ")]))
        }
        if codeKey != nil {
            notes.append(words[Self.codesNote])
        }
        return notes
    }

    /// The policy, with codes for people on leave where codes stand for people.
    private func policy(_ dates: ClosedRange<LocalDate>) -> ReportTable {
        var codes = codeKey.map(Pseudonyms.init)
        return PolicyTable.build(workspace.configuration, gates: rows.gates, dates: dates) {
            member in
            codes?.member(member.rawValue) ?? member.rawValue
        }
    }

    /// The corrections of the people who are wanted.
    private func corrections(_ dates: ClosedRange<LocalDate>) -> ReportTable {
        let branchOf = Dictionary(
            workspace.roster.members.map { ($0.memberID, $0.branch) },
            uniquingKeysWith: { first, _ in first })
        return CorrectionTable.build(rows.corrections, dates: dates) { member in
            rows.selection.includes(branchOf[member] ?? nil, member) ? member.rawValue : nil
        }
    }
}
