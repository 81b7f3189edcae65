import Attendance
import CSV
import Configuration
import Export
import Foundation
import GateModel
import OrderedJSON
import Reports
import Site
import Store

/// The last steps of a night: reports, pages, files, and the swap that shows them.
struct Rendering: Sendable {
    let workspace: Workspace
    let store: GateStore
    let console: Console
    /// Whether everything is judged and rendered again.
    var all = false

    /// What came of it.
    struct Outcome: Sendable {
        var counts: PublishCounts
        /// The files made for download, relative to the web root.
        var exports: [String]
        /// Punches with impossible times.
        var quarantinedCount: Int
        /// The dates that were judged again.
        var judgedCount: Int
        /// The person-days that came out otherwise than before.
        var changes: [DayChange]
        /// How many there are, listed or not.
        var changedCount: Int
        /// The revisions of issued months that the changes made.
        var revisions: [Issuing.Outcome]
        /// The web root.
        var sitePath: String
        var seconds: Double

        /// What comes of it when nothing can be judged: the site stays as it was.
        static func nothing(at workspace: Workspace) -> Outcome {
            Outcome(
                counts: PublishCounts(), exports: [], quarantinedCount: 0, judgedCount: 0,
                changes: [], changedCount: 0, revisions: [],
                sitePath: workspace.configuration.site.output + "/site", seconds: 0)
        }

        /// The part of a run's JSON about judged days; at most a thousand changes are listed.
        var daysJSON: JSONValue {
            [
                "judged": .integer(judgedCount), "changed": .integer(changedCount),
                "changes": .array(changes.map(DayLines.json)),
                "revisions": .array(revisions.map(\.json)),
            ]
        }

        /// The part of a run's JSON about pages.
        var pagesJSON: JSONValue {
            [
                "written": .integer(counts.written), "unchanged": .integer(counts.unchanged),
                "removed": .integer(counts.removed),
            ]
        }
    }

    /// Judges the days of which anything changed, renders their pages and publishes the site.
    ///
    /// Templates are read and checked before anything else; an error leaves the last site as it is.
    func run() async throws -> Outcome {
        let start = ContinuousClock.now
        try await LittleMemory.use(for: store)
        let site = workspace.configuration.site
        let folders = [site.templates, try ShippedFiles.path("templates")]
        let templates = try TemplateSet(
            folders: TemplateFolders(folders), language: site.language)
        let court = try await Judging(workspace: workspace, store: store)
            .load(keeps: true, forgets: all)
        let judged = try await court.update(all: all) {
            console.progress("judging days", done: $0, of: $1)
        }
        if judged.changedCount > 0 {
            console.say(.info, "\(judged.changedCount) person-days came out otherwise than before")
        }
        let revisions = try await Issuing(workspace: workspace, store: store)
            .revise(judged.judged)
        for made in revisions {
            console.say(
                .warning,
                "\(made.issue.month) had been issued: revision \(made.issue.revision) has "
                    + "\(made.differences.count) person-days that differ, see \(made.files[2])")
        }
        let frame = frame(of: court, judged)
        let renderer = SiteRenderer(templates: templates, frame: frame)
        let sitePath = "\(site.output)/site"
        let release = try SitePublisher(site: sitePath).begin(compresses: true)
        let holdings = try await Holdings.load(from: store)
        try await publishFirstPages(
            of: court, judged, holdings: holdings, renderer: renderer, to: release)
        let corrections = try await store.corrections()
        let stampBase = stampBase(frame, folders: folders)
        let days = DayPages(
            court: court, judged: judged, renderer: renderer, console: console,
            corrections: corrections, holdings: holdings, stampBase: stampBase)
        var kept = try await KeptPages(site: sitePath, store: store)
        let exports = try await days.publish(to: release, keeping: &kept, all: all)
        let news = News(court: court, judged: judged, store: store)
        let found = try await news.load()
        try release.write(renderer.changes(found.report))
        let recent = RecentPages(
            court: court, judged: judged, renderer: renderer, console: console,
            corrections: corrections, holdings: holdings, news: found, stampBase: stampBase,
            store: store)
        try await recent.publish(to: release, keeping: &kept, all: all)
        try release.write(renderer.months(sizes: release.sizes(below: "exports")))
        let finish = Finishing(
            workspace: workspace, store: store, court: court, judged: judged, renderer: renderer)
        try release.write(await finish.feed())
        try release.writeManifest(asOf: workspace.asOf)
        let counts = try release.commit()
        try await finish.writeMetrics(counts, to: "\(site.output)/metrics.prom")
        try await kept.save(to: store)
        try await news.keep(found.facts)
        let seconds = start.duration(to: .now) / .seconds(1)
        console.say(
            .success,
            "published \(judged.dates.count) day\(judged.dates.count == 1 ? "" : "s"): "
                + "\(counts.written) files written, "
                + "\(counts.unchanged) unchanged, \(counts.removed) removed")
        return Outcome(
            counts: counts, exports: exports, quarantinedCount: court.quarantinedCount,
            judgedCount: judged.judged.count, changes: judged.changes,
            changedCount: judged.changedCount,
            revisions: revisions,
            sitePath: sitePath,
            seconds: seconds)
    }

    private func frame(of court: DayCourt, _ judged: DayCourt.Outcome) -> SiteFrame {
        var frame = SiteFrame(
            title: workspace.configuration.site.title, asOf: workspace.asOf,
            lastRead: court.gates.compactMap { $0.lastSuccess?.readAt }.max(), days: judged.dates,
            branches: workspace.configuration.branches.map { .init(id: $0.id, name: $0.name) },
            people: Set(workspace.roster.members.map(\.memberID.rawValue)))
        frame.branding = branding
        frame.fleet = SiteFrame.Fleet(court.gates)
        frame.nextRun = court.readings.nextRun
        return frame
    }

    private var branding: SiteBranding {
        let wanted = workspace.configuration.branding
        var branding = SiteBranding()
        if let logo = wanted.logo {
            branding.setLogo(logo.bytes, fileExtension: logo.fileExtension)
        }
        branding.light = wanted.accent.map { .init(accent: $0.colour, tint: $0.tint) }
        branding.dark = wanted.accentDark.map { .init(accent: $0.colour, tint: $0.tint) }
        branding.footer = wanted.footer
        return branding
    }

    /// What all pages of days are made of besides their numbers.
    private func stampBase(_ frame: SiteFrame, folders: [String]) -> Fingerprint {
        var print = KeptPages.fingerprint(ofFilesBelow: folders)
        print.mix(Gatebook.version)
        print.mix(frame.title)
        // Pages show where logo and colours are, not what they are.
        print.mix(frame.branding.footer)
        print.mix(frame.branding.logo?.path ?? "")
        print.mix(frame.branding.light == nil && frame.branding.dark == nil ? 0 : 1)
        print.mix(workspace.configuration.site.language)
        for branch in frame.branches {
            print.mix(branch.id.rawValue)
            print.mix(branch.name)
        }
        return print
    }

    /// The pages that speak about now: overview, calendar, gates.
    private func publishFirstPages(
        of court: DayCourt, _ judged: DayCourt.Outcome, holdings: GateHoldings,
        renderer: SiteRenderer, to release: SiteRelease
    ) async throws {
        let latest = judged.latest
        let book =
            if let latest {
                try await court.book(latest...latest)
            } else {
                court.book(of: JudgedPeriod())
            }
        let month = try await court.counts(of: judged, lastDays: 30)
        try release.write(renderer.assets())
        try release.write(renderer.schemas())
        try release.write(renderer.overview(OverviewReport.build(from: book, counts: month)))
        try release.write(renderer.calendar())
        try release.write(renderer.people(workspace.roster.members))
        try release.write(
            renderer.devices(
                DevicesReport.build(
                    from: book, doors: holdings.doors, readings: court.readings)))
    }
}
