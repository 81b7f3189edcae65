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

    /// What came of it.
    struct Outcome: Sendable {
        var counts: PublishCounts
        /// The files made for download, relative to the web root.
        var exports: [String]
        /// Punches with impossible times.
        var quarantinedCount: Int
        /// The web root.
        var sitePath: String
        var seconds: Double

        /// The part of a run's JSON about pages.
        var pagesJSON: JSONValue {
            [
                "written": .integer(counts.written), "unchanged": .integer(counts.unchanged),
                "removed": .integer(counts.removed),
            ]
        }
    }

    /// Judges the days, renders the site and publishes it.
    ///
    /// Templates are read and checked before anything else; an error leaves the last site as it is.
    func run() async throws -> Outcome {
        let start = ContinuousClock.now
        let site = workspace.configuration.site
        let templates = try TemplateSet(
            folders: TemplateFolders([site.templates, try ShippedFiles.path("templates")]),
            language: site.language)
        let book = try await Judging(workspace: workspace, store: store).book()
        let renderer = SiteRenderer(templates: templates, frame: frame(of: book))
        let sitePath = "\(site.output)/site"
        let release = try SitePublisher(site: sitePath).begin()
        let exports = try publish(
            book, corrections: try await store.corrections(), renderer: renderer, to: release)
        let counts = try release.commit()
        let seconds = start.duration(to: .now) / .seconds(1)
        console.say(
            .success,
            "published \(book.dates.count) days: \(counts.written) files written, "
                + "\(counts.unchanged) unchanged, \(counts.removed) removed")
        return Outcome(
            counts: counts, exports: exports,
            quarantinedCount: book.period.exceptions.count { $0.kind == .quarantined },
            sitePath: sitePath, seconds: seconds)
    }

    private func frame(of book: ReportBook) -> SiteFrame {
        SiteFrame(
            title: workspace.configuration.site.title, asOf: book.asOf,
            lastRead: book.gates.compactMap { $0.lastSuccess?.readAt }.max(), days: book.dates,
            branches: workspace.configuration.branches.map { .init(id: $0.id, name: $0.name) })
    }

    private func publish(
        _ book: ReportBook, corrections: [Correction], renderer: SiteRenderer,
        to release: SiteRelease
    ) throws -> [String] {
        try release.write(renderer.assets())
        try release.write(renderer.overview(OverviewReport.build(from: book)))
        try release.write(renderer.calendar())
        try release.write(renderer.devices(DevicesReport.build(from: book)))
        var standing = try StandingExports(
            workspace.configuration, corrections: corrections)
        defer { standing.remove() }
        var exports: [String] = []
        let branches = workspace.configuration.branches
        for (index, date) in book.dates.enumerated() {
            let report = DayReport.build(date, from: book)
            let (downloads, paths) = try standing.add(report, to: release)
            exports += paths
            try release.write(renderer.day(report, downloads: downloads))
            for branch in branches {
                let part = DayReport.build(date, branch: branch.id, from: book)
                try release.write(renderer.day(part, downloads: downloads))
            }
            console.progress("rendering days", done: index + 1, of: book.dates.count)
        }
        return exports + (try standing.finish(to: release))
    }
}

/// A folder for workbooks on their way into a release.
struct SheetFolder: Sendable {
    private let url: URL

    /// Makes an empty folder in the system's place for such.
    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("gatebook-\(UUID().uuidString)", isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw Failure("cannot make the folder \(url.path): \(Folder.reason(error))")
        }
    }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// The size of a file, in bytes.
    func size(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    }

    /// Removes it with everything in it; what cannot be removed is left to the system.
    func remove() { try? FileManager.default.removeItem(at: url) }
}
