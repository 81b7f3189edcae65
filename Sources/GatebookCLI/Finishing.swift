import Attendance
import Configuration
import Foundation
import GateModel
import Reports
import Site
import Store

/// What a render leaves for machines besides JSON: the feed in the site, the figures beside it.
struct Finishing: Sendable {
    let workspace: Workspace
    let store: GateStore
    let court: DayCourt
    let judged: DayCourt.Outcome
    let renderer: SiteRenderer

    /// Days of which changes are told.
    private static let mostEntries = 50

    // MARK: - Feed

    /// The Atom feed: gates that need attention, and days that came out otherwise than before.
    func feed() async throws -> SiteFile {
        var entries: [SiteFeed.Entry] = []
        for record in court.gates.worstFirst {
            guard let alarm = renderer.alarm(of: record) else { continue }
            // An alarm is as old as the last good reading, so that it comes once.
            let since = record.lastSuccess?.readAt
            entries.append(
                SiteFeed.Entry(
                    key: "gate/\(record.serial?.rawValue ?? record.displayName)/"
                        + "\(record.status.rawValue)/\(since?.description ?? "never")",
                    title: alarm.title, text: alarm.text, page: SitePath.devices,
                    updated: utc(since ?? workspace.asOf)))
        }
        entries += try await changes()
        let known = entries.sorted { left, right in
            left.updated != right.updated ? left.updated > right.updated : left.key < right.key
        }
        let title = workspace.configuration.site.title
        return renderer.feed(
            id: SiteFeed.id(title: title, firstGate: try await store.firstGate()),
            title: title, updated: utc(workspace.asOf),
            entries: Array(known.prefix(Self.mostEntries)))
    }

    private func changes() async throws -> [SiteFeed.Entry] {
        struct Key: Hashable {
            var date: LocalDate
            var foundAt: LocalDateTime
        }
        let found = try await store.changes(since: workspace.asOf.adding(seconds: -30 * 86_400))
        let grouped = Dictionary(grouping: found.filter { $0.foundAt <= workspace.asOf }) {
            Key(date: $0.change.date, foundAt: $0.foundAt)
        }
        return grouped.map { key, changes in
            let people = Set(changes.map(\.change.memberID)).sorted()
            let told = renderer.changedDay(key.date, count: changes.count, people: people)
            return SiteFeed.Entry(
                key: "change/\(key.date)/\(key.foundAt)", title: told.title, text: told.text,
                page: renderer.paths.day(key.date), updated: utc(key.foundAt))
        }
    }

    private func utc(_ time: LocalDateTime) -> String {
        let instant = workspace.zones.instant(ofSiteTime: time).timeIntervalSince1970
        return LocalDateTime(secondsSinceEpoch: Int(instant)).description + "Z"
    }

    // MARK: - Figures

    /// Writes the figures of this run for the text-file collector of a Prometheus node exporter.
    ///
    /// A collector sees the old file or the new one.
    func writeMetrics(_ counts: PublishCounts, to path: String) async throws {
        var out = ""
        func add(_ name: String, _ help: String, _ values: [(labels: String, value: Int)]) {
            out += "# HELP gatebook_\(name) \(help)\n# TYPE gatebook_\(name) gauge\n"
            for (labels, value) in values { out += "gatebook_\(name)\(labels) \(value)\n" }
        }
        let moment = Int(workspace.moment.timeIntervalSince1970)
        add("last_render_timestamp_seconds", "When the site was rendered.", [("", moment)])
        if let read = court.gates.compactMap({ $0.lastSuccess?.readAt }).max() {
            let instant = workspace.zones.instant(ofSiteTime: read).timeIntervalSince1970
            add("last_reading_timestamp_seconds", "When any gate was read.", [("", Int(instant))])
        }
        let states = Dictionary(grouping: court.gates, by: \.status)
        add(
            "gates", "Gates by state.",
            GateStatus.allCases.map {
                ("{state=\"\($0.rawValue)\"}", states[$0]?.count ?? 0)
            })
        add(
            "gate_punches_stored", "Punches of a gate in the store.",
            court.gates.compactMap { record in
                record.serial.map { (Self.labels($0.rawValue), record.punchCount) }
            })
        add(
            "gate_clock_offset_seconds", "Offset of a gate's clock when it was last read.",
            court.gates.compactMap { record in
                guard let serial = record.serial,
                    let offset = record.lastSuccess?.clockOffsetSeconds
                else { return nil }
                return (Self.labels(serial.rawValue), offset)
            })
        add("days", "Days with a page.", [("", judged.dates.count)])
        add("changed_person_days", "Person-days that changed.", [("", judged.changes.count)])
        add("quarantined_punches", "Punches with impossible times.", [("", court.quarantinedCount)])
        add(
            "pages", "Files of the last render.",
            [
                ("{what=\"written\"}", counts.written),
                ("{what=\"unchanged\"}", counts.unchanged),
                ("{what=\"removed\"}", counts.removed),
            ])
        try Folder.write(Array(out.utf8), to: path)
    }

    private static func labels(_ serial: String) -> String {
        let safe = serial.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
        return "{serial=\"\(safe)\"}"
    }
}
