import CSV
import Configuration
import Digests
import Export
import Foundation
import GateModel
import OrderedJSON
import Reports
import Store

/// Issues months: what was handed out stays as it was; what changes later is a revision with a list
/// of differences.
struct Issuing: Sendable {
    let workspace: Workspace
    let store: GateStore

    /// A revision that was made, or the last one where nothing changed.
    struct Outcome: Sendable {
        var issue: IssuedMonth
        var isNew: Bool
        /// Person-days that differ from the revision before.
        var differences: [DayChange]
        /// The files written.
        var files: [String]

        /// The outcome as JSON.
        var json: JSONValue {
            [
                "month": .string(issue.month), "revision": .integer(issue.revision),
                "issued_at": .string(issue.issuedAt.description), "digest": .string(issue.digest),
                "new": .bool(isNew), "differences": .array(differences.map(DayLines.json)),
            ]
        }
    }

    /// Issues a month, or a revision of it when it was issued and has changed.
    ///
    /// - Parameter first: The first day of the month, whose days were judged and kept before.
    /// - Returns: The revision; the last one when nothing but wording changed.
    /// - Throws: `StoreError`, or ``Failure`` when a file cannot be written.
    func issue(monthOf first: LocalDate) async throws -> Outcome {
        let days = LocalDate.days(inMonth: first.month, ofYear: first.year)
        let rows = try await store.judgedDates(first...first.adding(days: days - 1))
            .map(\.rows).joined()
        guard !rows.isEmpty else {
            throw Failure("nothing is known about \(first.monthText); nothing was issued")
        }
        let before = try await store.issuedMonths(first.monthText).last
        let differences = before.map { DayLines.changes(from: $0.rows, to: rows) } ?? []
        if let before, differences.isEmpty {
            return Outcome(
                issue: before, isNew: false, differences: [], files: try write(before, []))
        }
        let issue = IssuedMonth(
            month: first.monthText, revision: (before?.revision ?? 0) + 1,
            issuedAt: workspace.asOf, digest: SHA256.hex(Array(rows.utf8)), rows: rows)
        try await store.issue(issue)
        return Outcome(
            issue: issue, isNew: true, differences: differences,
            files: try write(issue, differences))
    }

    /// Makes a revision of every issued month that holds one of `dates` and has changed.
    ///
    /// - Returns: The revisions made.
    /// - Throws: `StoreError`, or ``Failure`` when a file cannot be written.
    func revise(_ dates: Set<LocalDate>) async throws -> [Outcome] {
        let months = Set(dates.map(\.firstOfMonth)).sorted()
        var made: [Outcome] = []
        for first in months {
            guard try await store.issuedMonths(first.monthText).last != nil else { continue }
            let outcome = try await issue(monthOf: first)
            if outcome.isNew { made.append(outcome) }
        }
        return made
    }

    // MARK: - Files

    /// Writes the files of a revision; those of other revisions stay as they are.
    private func write(_ issue: IssuedMonth, _ differences: [DayChange]) throws -> [String] {
        let folder = "\(workspace.configuration.site.output)/exports"
        try Folder.make(folder)
        let name = "\(folder)/issued-\(issue.month)-r\(issue.revision)"
        var files = ["\(name).jsonl", "\(name).csv"]
        try Folder.write(Array(issue.rows.utf8), to: files[0])
        try Folder.write(DayLines.table(issue.rows).csv(), to: files[1])
        if !differences.isEmpty {
            files.append("\(name)-differences.csv")
            try Folder.write(Self.table(differences).csv(), to: files[2])
        }
        return files
    }

    /// The differences as a table: a row a person-day.
    private static func table(_ differences: [DayChange]) -> ReportTable {
        var table = ReportTable(
            name: "differences",
            columns: [
                ReportColumn("date", "Date", .date),
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("shift", "Shift", .identifier),
                ReportColumn("difference", "Difference", .text),
            ])
        for change in differences {
            table.append([
                .date(change.date), .identifier(change.memberID.rawValue),
                change.shift.isEmpty ? .missing : .identifier(change.shift),
                .text(DayLines.sentence(change)),
            ])
        }
        return table
    }
}
