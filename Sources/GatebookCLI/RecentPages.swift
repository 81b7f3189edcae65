import Attendance
import Configuration
import GateModel
import Reports
import Site
import Store

/// The pages that look back over the last weeks: people, access, enrollment.
///
/// They are made again when any of those days, the roster or what gates hold has changed.
struct RecentPages: Sendable {
    let court: DayCourt
    let judged: DayCourt.Outcome
    let renderer: SiteRenderer
    let console: Console
    /// The whole ledger.
    let corrections: [Correction]
    /// What the gates hold.
    let holdings: GateHoldings
    /// What changed since the last site of an earlier date.
    let news: News.Found
    /// What all of them are made of besides their numbers.
    let stampBase: Fingerprint
    let store: GateStore

    private var members: [Member] { court.workspace.roster.members }

    /// The first day they tell about: that of the month before the latest day.
    private var start: LocalDate? {
        judged.dates.last.map { $0.firstOfMonth.adding(days: -1).firstOfMonth }
    }

    /// When they speak: when any gate was last read, to ten minutes, since reading takes a while.
    private var asOf: LocalDateTime {
        let read = court.gates.compactMap { $0.lastSuccess?.readAt }.max()
        let last = read ?? court.workspace.asOf
        return last.adding(seconds: -(last.secondOfDay % 600))
    }

    /// Puts them into a release, or keeps those of the live site; a week is judged at once.
    func publish(to release: SiteRelease, keeping kept: inout KeptPages, all: Bool) async throws {
        let dates = judged.dates.filter { date in start.map { date >= $0 } ?? false }
        let stamp = stamp(of: dates, history: try await store.historyMark())
        if !all, let paths = kept.paths(of: KeptPages.recent, stamp: stamp) {
            for path in paths { _ = try release.keep(path) }
            return
        }
        var denied = DeniedBuilder(
            rules: court.rules, members: members, holdings: holdings, asOf: asOf)
        for part in dates.runs(ofDays: 7) {
            let book = try await court.book(part)
            for date in part {
                denied.add(DayReport.build(date, from: book), from: book)
            }
        }
        var paths: [String] = []
        func write(_ files: [SiteFile]) throws {
            try release.write(files)
            paths += files.map(\.path)
        }
        try write(renderer.denied(denied.report()))
        try writeEnrollment(write)
        let builder = PersonReportBuilder(
            rules: court.rules, corrections: corrections, holdings: holdings,
            history: try await Histories.load(from: store, of: Set(members.map(\.memberID))),
            gates: court.gates, asOf: asOf)
        var done = 0
        for first in stride(from: 0, to: members.count, by: Self.mostPeopleAtOnce) {
            let some = members[first..<min(members.count, first + Self.mostPeopleAtOnce)]
            let days = try await days(of: some, on: dates)
            for member in some {
                let report = builder.report(member, days: days[member.memberID] ?? [])
                try write(renderer.person(report, since: dates.first))
                done += 1
                if done % 20 == 0 || done == members.count {
                    console.progress("rendering people", done: done, of: members.count)
                }
            }
        }
        kept.note(paths, of: KeptPages.recent, stamp: stamp)
    }

    /// People whose days of two months are in memory at once.
    private static let mostPeopleAtOnce = 1000

    /// The days of some people, judged by all punches there are.
    private func days(
        of people: ArraySlice<Member>, on dates: [LocalDate]
    ) async throws -> [MemberID: [PersonDay]] {
        let wanted = Set(people.map(\.memberID))
        var days: [MemberID: [PersonDay]] = [:]
        for part in dates.runs(ofDays: 7) {
            let judged = try await court.period(part, of: wanted, listsQuarantined: false)
            for day in judged.days {
                days[day.member.memberID, default: []].append(day)
            }
        }
        return days
    }

    private func writeEnrollment(_ write: ([SiteFile]) throws -> Void) throws {
        let all = EnrollmentReport.build(
            members: members, rules: court.rules, holdings: holdings, branch: nil, asOf: asOf)
        if !holdings.gatesRead.isEmpty {
            try write(
                AccessExports.files(
                    "enrollment", title: "Enrollment",
                    tables: [AccessExports.enrollmentTable(all), all.nowhere, all.branches],
                    asOf: asOf, workspace: court.workspace))
        }
        let branches: [BranchID?] = [nil] + court.workspace.configuration.branches.map(\.id)
        for branch in branches {
            var report = EnrollmentReport.build(
                members: members, rules: court.rules, holdings: holdings, branch: branch,
                asOf: asOf)
            let serials = Set(report.gates.map(\.serial))
            for row in news.acts.rows where serials.contains(row[Self.actDevice].plainText) {
                report.acts.append(row)
            }
            report.actsSince = news.report.since
            report.addCapacity(of: court.gates)
            try write(renderer.enrollment(report))
        }
    }

    /// Where the serial number stands in a row of the acts.
    private static let actDevice = ChangesReport.noActs.index(of: "device") ?? 0

    private func stamp(of dates: [LocalDate], history: String) -> String {
        var stamp = stampBase
        stamp.mix(history)
        for date in dates {
            stamp.mix(date.daysSinceEpoch)
            stamp.mix(judged.inputs[date] ?? "")
            // What a day that is not over came to is in no digest of inputs.
            if judged.judged.contains(date) { stamp.mix(asOf.secondsSinceEpoch) }
        }
        stamp.mix(asOf.secondsSinceEpoch)
        for member in members { stamp.mix(String(describing: member)) }
        for correction in corrections { stamp.mix(String(describing: correction)) }
        for (serial, gate) in court.rules.gates.sorted(by: { $0.key < $1.key }) {
            stamp.mix(serial.rawValue)
            stamp.mix(gate.name)
            stamp.mix(gate.branch.rawValue)
            stamp.mix(gate.isEnabled ? 1 : 0)
        }
        for gate in court.gates {
            stamp.mix(gate.serial?.rawValue ?? "")
            stamp.mix(String(describing: gate.facts))
            stamp.mix(gate.lastSuccess?.readAt.secondsSinceEpoch)
            stamp.mix(gate.status.rawValue)
        }
        stamp.mix(court.readings.nextRun?.secondsSinceEpoch)
        stamp.mix(renderer.staleSince?.secondsSinceEpoch)
        holdings.mix(into: &stamp)
        stamp.mix(news.acts.jsonLines)
        stamp.mix(news.report.since?.secondsSinceEpoch)
        return stamp.text
    }
}
