import Attendance
import Configuration
import Export
import GateModel
import Reports
import Site
import Store

/// The pages and files of all days and months: those of which nothing changed are kept as they are.
struct DayPages: Sendable {
    let court: DayCourt
    let judged: DayCourt.Outcome
    let renderer: SiteRenderer
    let console: Console
    /// The whole ledger.
    let corrections: [Correction]
    /// What the gates hold.
    let holdings: GateHoldings
    /// What all of them are made of besides their numbers.
    let stampBase: Fingerprint

    private var configuration: Configuration { court.workspace.configuration }

    /// Puts them into a release; the days of one week are in memory at once.
    ///
    /// - Returns: The files made for download, relative to the web root.
    func publish(
        to release: SiteRelease, keeping kept: inout KeptPages, all: Bool
    ) async throws -> [String] {
        let stamps = stamps()
        var exports: [String] = []
        var done = 0
        for dates in months() {
            let month = dates[0].monthText
            var stamp = Fingerprint()
            for date in dates { stamp.mix(stamps[date] ?? "") }
            stamp.mix(judged.dates.first { $0 > dates[dates.count - 1] }?.monthText ?? "")
            stamp.mix(judged.dates.last { $0 < dates[0] }?.monthText ?? "")
            // The month that is not over says since when nothing was read.
            if dates.last == judged.dates.last {
                stamp.mix(renderer.staleSince?.secondsSinceEpoch)
            }
            var keepable: [LocalDate: [String]] = [:]
            for date in dates where !all && !judged.judged.contains(date) {
                keepable[date] = kept.paths(of: date.description, stamp: stamps[date] ?? "")
            }
            for paths in keepable.values {
                for path in paths { _ = try release.keep(path) }
            }
            if keepable.count == dates.count, let paths = kept.paths(of: month, stamp: stamp.text) {
                for path in paths { _ = try release.keep(path) }
                exports += dates.flatMap { keepable[$0] ?? [] } + paths
            } else {
                let made = try await publish(
                    dates, keepable: keepable, stamps: stamps, to: release, keeping: &kept)
                kept.note(made[month] ?? [], of: month, stamp: stamp.text)
                exports += dates.flatMap { made[$0.description] ?? [] } + (made[month] ?? [])
            }
            done += dates.count
            console.progress("rendering days", done: done, of: judged.dates.count)
        }
        return exports.filter { $0.hasPrefix("exports/") }
    }

    private static let stride = 7

    /// The dates of each month, oldest first.
    private func months() -> [[LocalDate]] {
        var months: [[LocalDate]] = []
        for date in judged.dates {
            if months.last?.last?.firstOfMonth == date.firstOfMonth {
                months[months.count - 1].append(date)
            } else {
                months.append([date])
            }
        }
        return months
    }

    /// What each date's files are made of; the days before and after it, and those of its calendar, are linked.
    private func stamps() -> [LocalDate: String] {
        var stamps: [LocalDate: String] = [:]
        for (index, date) in judged.dates.enumerated() {
            var stamp = stampBase
            stamp.mix(judged.inputs[date] ?? "")
            stamp.mix(index > 0 ? judged.dates[index - 1].daysSinceEpoch : nil)
            let next = index + 1 < judged.dates.count ? judged.dates[index + 1] : nil
            stamp.mix(next?.daysSinceEpoch)
            for linked in renderer.calendarDays(on: date) {
                stamp.mix(linked.daysSinceEpoch)
            }
            // Only the latest day tells what is on the gates now.
            if next == nil {
                holdings.mix(into: &stamp)
                mixUnseen(into: &stamp)
            }
            stamp.mix(holdings.failedAttempts.isEmpty ? 0 : 1)
            for attempt in holdings.failedAttempts where attempt.at.date == date {
                stamp.mix("\(attempt.serial) \(attempt.at)")
            }
            stamp.mix(PolicyTable.build(configuration, dates: date...date).jsonLines)
            stamp.mix(CorrectionTable.build(corrections, dates: date...date).jsonLines)
            stamps[date] = stamp.text
        }
        return stamps
    }

    /// Who shall not pass gates that were never read back is told by roster and date alone.
    private func mixUnseen(into stamp: inout Fingerprint) {
        let read = holdings.gatesRead
        guard !read.isEmpty else { return }
        let unread = court.rules.gates.filter { $0.value.isEnabled && !read.contains($0.key) }.keys
        guard !unread.isEmpty else { return }
        for serial in unread.sorted() { stamp.mix(serial.rawValue) }
        stamp.mix(court.workspace.asOf.date.daysSinceEpoch)
        for member in court.workspace.roster.members { stamp.mix(String(describing: member)) }
    }

    // MARK: - One month

    /// Publishes the files of a month and of those of its days that are not kept.
    ///
    /// - Returns: The paths of the files by date and month.
    private func publish(
        _ dates: [LocalDate], keepable: [LocalDate: [String]], stamps: [LocalDate: String],
        to release: SiteRelease, keeping kept: inout KeptPages
    ) async throws -> [String: [String]] {
        var standing = try StandingExports(configuration, corrections: corrections)
        defer { standing.remove() }
        var made: [String: [String]] = [:]
        var muster = MusterBuilder(
            month: dates[0], members: court.workspace.roster.members)
        var denied = DeniedBuilder(
            rules: court.rules, members: court.workspace.roster.members, holdings: holdings,
            asOf: court.workspace.asOf)
        for part in dates.runs(ofDays: Self.stride) {
            let book = try await court.book(part)
            for date in part {
                let report = DayReport.build(date, from: book)
                muster.add(report)
                denied.add(report, from: book)
                if let paths = keepable[date] {
                    _ = try standing.collect(report, to: release)
                    made[date.description] = paths
                    continue
                }
                let (downloads, paths) = try standing.add(report, to: release)
                var files = try renderer.day(report, downloads: downloads)
                for branch in configuration.branches {
                    let part = DayReport.build(date, branch: branch.id, from: book)
                    files += try renderer.day(part, downloads: downloads)
                }
                files += try self.denied(report, from: book)
                try release.write(files)
                made[date.description] = files.map(\.path) + paths
                kept.note(
                    made[date.description] ?? [], of: date.description, stamp: stamps[date] ?? "")
            }
        }
        let month = dates[0].monthText
        let about = try AccessExports.files(
            "denied-\(month)", title: "Access {dates}", dates: "\(month)",
            tables: [AccessExports.deniedTable(denied, latest: judged.dates.last)],
            asOf: LocalDateTime(dates[dates.count - 1]), workspace: court.workspace)
        try release.write(about)
        let exports = try standing.finish(to: release)
        let musters = try musters(muster, of: dates, exports: exports)
        try release.write(musters)
        made[dates[0].monthText] = exports + (about + musters).map(\.path)
        return made
    }

    /// Who entered without entitlement on a date.
    private func denied(_ report: DayReport, from book: ReportBook) throws -> [SiteFile] {
        var builder = DeniedBuilder(
            rules: court.rules, members: court.workspace.roster.members, holdings: holdings,
            asOf: court.workspace.asOf)
        builder.add(report, from: book)
        return try renderer.denied(
            builder.report(on: report.date, isLatest: report.date == judged.dates.last))
    }

    /// The musters of a month: of all branches and of each.
    private func musters(
        _ builder: MusterBuilder, of dates: [LocalDate], exports: [String]
    ) throws -> [SiteFile] {
        let names = ["csv": "CSV", "xlsx": "Excel"]
        let downloads = exports.compactMap { path -> PageDownload? in
            guard let name = names[String(path.split(separator: ".").last ?? "")] else {
                return nil
            }
            return PageDownload(path: path, name: name, bytes: nil)
        }
        let all = PolicyTable.build(configuration, dates: dates[0]...dates[dates.count - 1])
        var policy = ReportTable(name: all.name, columns: all.columns)
        for row in all.rows where ["attendance", "shift"].contains(row[0].plainText) {
            policy.append(row)
        }
        let branches: [BranchID?] = [nil] + configuration.branches.map(\.id)
        return try branches.flatMap { branch in
            try renderer.month(
                builder.report(branch: branch), downloads: downloads, policy: policy)
        }
    }
}
