import Attendance
import Configuration
import Foundation
import GateModel
import Reports
import Site
import Store

/// Finds what changed since the last site of an earlier date, and keeps what this one says.
///
/// What is compared lies in the store: the same store at the same moment gives the same changes.
struct News: Sendable {
    let court: DayCourt
    let judged: DayCourt.Outcome
    let store: GateStore

    private var workspace: Workspace { court.workspace }

    private static let exceptionsPrefix = "exceptions/"
    private static let factsPrefix = "rendered/"
    /// Dates whose exceptions are compared: the last weeks of the site.
    private static let daysCompared = 62
    /// Sites of earlier dates that are kept to be compared with.
    private static let sitesKept = 8
    /// Person-days that are listed.
    private static let mostDays = 1000

    // MARK: - What days leave

    /// Keeps the exceptions of judged dates, but not those of long ago.
    static func keep(
        _ exceptions: [LocalDate: [SiteException]], asOf: LocalDate, in store: GateStore
    ) async throws {
        var values: [String: String] = [:]
        for (date, found) in exceptions where date.distance(to: asOf) <= 2 * daysCompared {
            values[exceptionsPrefix + date.description] = try text(found)
        }
        try await store.keepDerived(values)
    }

    // MARK: - What a site says

    /// What changed, and what this site says.
    struct Found: Sendable {
        /// What changed since the last site of an earlier date.
        var report: ChangesReport
        /// What was done at gates since then, or ever when there is none.
        var acts: ReportTable
        /// What this site says, for ``News/keep(_:)``.
        var facts: SiteFacts
    }

    /// Compares this site with the last one of an earlier date.
    func load() async throws -> Found {
        let facts = try await facts()
        let before = try await earlier()
        var builder = ChangesBuilder(before: before, now: facts, asOf: workspace.asOf)
        var found = StepActs()
        for step in try await store.steps(afterRow: before?.lastStep ?? 0) { found.add(step) }
        let acts = found.acts
        let actTable = builder.table(of: acts)
        guard let before, let since = LocalDateTime(before.asOf) else {
            return Found(report: builder.build(), acts: actTable, facts: facts)
        }
        let changed = try await store.changes(since: since.adding(seconds: 1))
            .filter { $0.foundAt <= workspace.asOf }
        let names = before.people.merging(facts.people) { $1 }.mapValues(\.name)
        builder.add(days: days(changed.map(\.change), names: names), count: changed.count)
        builder.add(acts: acts)
        builder.add(
            operations: try await store.operationCounts(afterRow: before.lastOperation).map {
                .init(
                    serial: $0.serial, operation: $0.operation, first: $0.first, last: $0.last,
                    lines: $0.lines)
            })
        builder.add(corrections: try await store.corrections())
        return Found(report: builder.build(), acts: actTable, facts: facts)
    }

    /// Keeps what a site says, after it was published, and forgets sites that nothing is compared with
    /// any more.
    func keep(_ facts: SiteFacts) async throws {
        var values = [Self.factsPrefix + workspace.asOf.date.description: try Self.text(facts)]
        let known = try await store.derivedValues(prefix: Self.factsPrefix)
            .filter { !$0.value.isEmpty }.keys.sorted()
        for name in known.dropLast(Self.sitesKept) where values[name] == nil { values[name] = "" }
        try await store.keepDerived(values)
    }

    // MARK: - Non public

    private func facts() async throws -> SiteFacts {
        var facts = SiteFacts(asOf: workspace.asOf)
        facts.days = judged.dates.map(\.description)
        for date in judged.dates.suffix(Self.daysCompared).map(\.description) {
            guard let value = try await store.derived(Self.exceptionsPrefix + date) else {
                continue
            }
            facts.exceptions[date] = try JSONDecoder().decode(
                [SiteException].self, from: Data(value.utf8))
        }
        for member in workspace.roster.members {
            facts.people[member.memberID.rawValue] = .init(
                name: member.name, branch: member.branch?.rawValue ?? "",
                access: member.accessReason(on: workspace.asOf.date).key)
        }
        for record in court.gates {
            let serial = record.serial?.rawValue ?? record.displayName
            facts.gates[serial] = .init(
                name: record.displayName, branch: record.gate?.branch.rawValue ?? "",
                status: record.status.rawValue, firmware: record.facts.firmware,
                told: Dictionary(
                    uniqueKeysWithValues: record.facts.told.map { ($0.key.rawValue, $0.value) }))
        }
        facts.note(
            correction: try await store.corrections().reduce(0) {
                max($0, $1.number, $1.undoneBy ?? 0)
            },
            step: try await store.lastStepRow(), operation: try await store.lastOperationRow())
        return facts
    }

    /// The last site of an earlier date; `nil` when there is none.
    private func earlier() async throws -> SiteFacts? {
        let today = Self.factsPrefix + workspace.asOf.date.description
        let sites = try await store.derivedValues(prefix: Self.factsPrefix)
            .filter { $0.key < today && !$0.value.isEmpty }
        guard let newest = sites.max(by: { $0.key < $1.key }) else { return nil }
        return try JSONDecoder().decode(SiteFacts.self, from: Data(newest.value.utf8))
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The last change of each person-day, newest date first.
    private func days(
        _ changes: [DayChange], names: [String: String]
    ) -> [ChangesReport.PersonDay] {
        let sorted = changes.enumerated().sorted { left, right in
            left.element.date != right.element.date
                ? left.element.date > right.element.date : left.offset < right.offset
        }
        return sorted.prefix(Self.mostDays).map(\.element).map { change in
            ChangesReport.PersonDay(
                date: change.date, memberID: change.memberID.rawValue,
                name: names[change.memberID.rawValue] ?? "", shift: change.shift,
                fields: DayLines.fields(change))
        }
    }
}

extension AccessReason {
    /// The reason as a key that stays the same when its date changes.
    fileprivate var key: String {
        switch self {
        case .entitled: "entitled"
        case .suspended: "suspended"
        case .notJoined: "not_joined"
        case .left: "left"
        case .notStarted: "not_started"
        case .expired: "expired"
        case .otherGates: "other_gates"
        }
    }
}
