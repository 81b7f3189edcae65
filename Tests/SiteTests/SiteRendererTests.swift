import Foundation
import GateModel
import OrderedJSON
import Reports
import Testing

@testable import Site

@Suite struct `Rendering` {
    private let templates: TemplateSet

    init() throws {
        templates = try TemplateSet(
            folders: TemplateFolders([InventedReports.shipped]), language: "en")
    }

    private func text(_ files: [SiteFile], _ path: String) throws -> String {
        let file = try #require(files.first { $0.path == path })
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test func `a small site has these files`() throws {
        let paths = try InventedReports().site(templates: templates).map(\.path)
        #expect(
            paths == [
                "index.html", "data/index.json", "days/index.html", "data/days/index.json",
                "devices/index.html", "data/devices/index.json", "days/2025-11-19.html",
                "data/days/2025-11-19.json", "days/2025-11-19/DHK.html",
                "data/days/2025-11-19/DHK.json", "days/2025-11-19/CTG.html",
                "data/days/2025-11-19/CTG.json", "assets/icon.svg", "assets/site.css",
                "assets/site.js",
            ])
    }

    @Test(arguments: [
        "index.html", "days/index.html", "devices/index.html", "days/2025-11-19.html",
        "days/2025-11-19/CTG.html", "data/days/2025-11-19.json", "data/index.json",
        "data/devices/index.json",
    ])
    func `a page is as recorded`(path: String) throws {
        let files = try InventedReports().site(templates: templates)
        let name = path.replacing("/", with: "-")
        try Snapshot.expect(try text(files, path), file: Snapshot.file(name))
    }

    @Test(arguments: ["people/M1001.html", "data/people/M1001.json"])
    func `the page of a person is as recorded`(path: String) throws {
        let reports = InventedReports()
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let files = try renderer.person(
            reports.person(), since: reports.date.firstOfMonth.adding(days: -1).firstOfMonth)
        #expect(files.map(\.path) == ["people/M1001.html", "data/people/M1001.json"])
        let name = path.replacing("/", with: "-")
        try Snapshot.expect(try text(files, path), file: Snapshot.file(name))
    }

    @Test func `the same reports give the same bytes`() throws {
        let first = try InventedReports().site(templates: templates)
        let again = try TemplateSet(
            folders: TemplateFolders([InventedReports.shipped]), language: "en")
        #expect(try InventedReports().site(templates: again) == first)
    }

    @Test func `the day of a person has the members of the contract in their order`() throws {
        let report = InventedReports().day(branch: "CTG")
        let json = SiteJSON.day(report)
        #expect(json.keys == ["date", "as_of", "coverage", "counts", "people", "exceptions"])
        #expect(
            json["counts"]?.keys == [
                "present", "late", "absent", "unknown", "off", "holiday", "leave", "visit",
                "short_stay",
            ])
        #expect(json["coverage"]?.first?.keys == ["serial", "read_at", "ok"])
        #expect(
            json["exceptions"]?.first?.keys == ["kind", "device", "device_user_id", "at", "note"])
        let person = try #require(json["people"]?.first)
        #expect(
            person.keys == [
                "member_id", "name", "branch", "shift", "status", "code", "first_in", "last_out",
                "missing", "presence_seconds", "counted_seconds", "late_minutes", "early_minutes",
                "overtime_minutes", "half_day", "corrected", "why", "notes", "punches",
            ])
        #expect(
            person["punches"]?.first?.text
                == #"{"at":"2025-11-19T08:55:11","device":"AZX101","state":0,"verify":1,"#
                + #""used_as":"in","reason":null}"#)
    }

    @Test(arguments: [(36, false), (37, true)])
    func `every page of now says since when nothing was read, those of a date do not`(
        hours: Int, isStale: Bool
    ) throws {
        let reports = InventedReports()
        var frame = reports.frame()
        frame.lastRead = reports.asOf.adding(seconds: -hours * 3600)
        let renderer = SiteRenderer(templates: templates, frame: frame)
        let files =
            try renderer.overview(reports.overview()) + renderer.calendar()
            + renderer.devices(reports.devices()) + renderer.people([])
            + renderer.months(sizes: [:])
            + renderer.changes(ChangesReport(asOf: reports.asOf, since: nil))
            + renderer.day(reports.day(), downloads: [])
        for file in files where file.path.hasSuffix(".html") {
            let page = String(decoding: file.bytes, as: UTF8.self)
            let isOfDate = file.path.hasPrefix("days/2")
            #expect(
                page.contains("No gate has been read since") == (isStale && !isOfDate),
                "\(file.path)")
            #expect(page.contains(#"data-stale-after="36" hidden"#) == !isOfDate, "\(file.path)")
            if !isOfDate { #expect(page.contains("<time datetime="), "\(file.path)") }
        }
    }

    @Test(
        arguments: [
            ([0, 20, 71], "Exact on Mon 17 Nov, 1 min 11 s ahead now", false),
            ([5, 5, 5], nil, false), ([nil, 40, nil], nil, false),
            ([10, 3549, nil, 3560], "10 s ahead on Sun 16 Nov, 59 min 20 s ahead now", false),
            ([10, 3550, 3560], "10 s ahead on Mon 17 Nov, 59 min 20 s ahead now", true),
            ([0, nil, -3660], "Exact on Mon 17 Nov, 1 h 01 min behind now", true),
            ([0, -3661], "Exact on Tue 18 Nov, 1 h 01 min behind now", false),
        ] as [([Int?], String?, Bool)])
    func `the clock of a gate has a trend where it moved, and a jump where it moved by an hour`(
        offsets: [Int?], trend: String?, isJump: Bool
    ) throws {
        let reports = InventedReports()
        var report = reports.devices()
        let first = reports.date.adding(days: 1 - offsets.count)
        let readings = offsets.enumerated().map { index, offset in
            Reading(
                serial: "AZX001", source: .pull, origin: "192.0.2.20:4370",
                readAt: LocalDateTime(first.adding(days: index)), clockOffsetSeconds: offset)
        }
        report.readings = [
            "AZX001": ReadingDay.last(offsets.count, upTo: reports.date, of: readings)
        ]
        let page = try text(
            SiteRenderer(templates: templates, frame: reports.frame()).devices(report),
            "devices/index.html")
        #expect(page.contains("Clock so far") == (trend != nil))
        if let trend { #expect(page.contains(trend)) }
        #expect(page.contains("Jump of an hour") == isJump)
    }

    @Test func `too many people for one page are on the pages of their branches`() throws {
        var reports = InventedReports()
        reports.peopleInBranch = 301
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let all = try text(renderer.day(reports.day(), downloads: []), "days/2025-11-19.html")
        #expect(all.contains("602 people are too many for one page. Choose a branch."))
        #expect(!all.contains(#"id="p-M1001""#))
        #expect(all.contains(#"<a href="2025-11-19/DHK.html"><bdi>Dhaka</bdi></a>"#))
        let branch = try text(
            renderer.day(reports.day(branch: "DHK"), downloads: []), "days/2025-11-19/DHK.html")
        #expect(branch.contains(#"id="p-M1001""#))
        #expect(branch.contains(#"id="p-M1301""#))
        #expect(!branch.contains("too many"))
        reports.peopleInBranch = 300
        let whole = try text(renderer.day(reports.day(), downloads: []), "days/2025-11-19.html")
        #expect(whole.contains(#"id="p-M1001""#))
        #expect(!whole.contains("too many"))
    }

    @Test func `a table of very many rows says where it ends, its JSON holds all`() throws {
        let reports = InventedReports()
        var report = reports.day()
        let row = try #require(report.exceptions.rows.first)
        report.exceptions = ReportTable(name: "exceptions", columns: report.exceptions.columns)
        for _ in 0..<1001 { report.exceptions.append(row) }
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let files = try renderer.day(report, downloads: [])
        let page = try text(files, "days/2025-11-19.html")
        #expect(page.components(separatedBy: "hours before the window").count == 1 + 1000)
        #expect(
            page.contains(
                "The first 1,000 of 1,001 rows are shown. "
                    + "The numbers of this page as JSON hold all of them."))
        #expect(SiteJSON.day(report)["exceptions"]?.elements.count == 1001)
    }

    @Test func `a long list on a page of too many people says where it ends`() throws {
        var reports = InventedReports()
        reports.peopleInBranch = 1200
        let cut = "The first 100 are listed here; the others are on the pages of the branches."
        func lines(of page: String) -> Int {
            page.components(separatedBy: "<section class=\"panel list late\">").last?
                .components(separatedBy: "</section>").first?
                .components(separatedBy: "<li>").dropFirst().count ?? 0
        }
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let all = try text(renderer.day(reports.day(), downloads: []), "days/2025-11-19.html")
        #expect(all.contains(cut))
        #expect(lines(of: all) == 100)
        let branch = try text(
            renderer.day(reports.day(branch: "DHK"), downloads: []), "days/2025-11-19/DHK.html")
        #expect(!branch.contains(cut))
        #expect(lines(of: branch) == 120)
    }

    @Test func `what is not known is null in JSON and a dash on the page, never zero`() throws {
        var reports = InventedReports()
        reports.peopleInBranch = 10
        let report = reports.day(branch: "DHK")
        let people = try #require(SiteJSON.day(report)["people"]?.elements)
        let lone = try #require(people.first { $0["missing"] == "out" })
        #expect(lone["presence_seconds"] == .null)
        #expect(lone["last_out"] == .null)
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let page = try text(renderer.day(report, downloads: []), "days/2025-11-19/DHK.html")
        #expect(
            page.contains(
                #"<td class="number missing" data-label="Presence">—<span class="hidden">not known"#
            ))
    }

    @Test(arguments: [
        (#"<script>alert(1)</script>"#, "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (#"" onload="x"#, "&quot; onload=&quot;x"),
        ("it's & {{NAME}}", "it&#39;s &amp; {{NAME}}"),
        ("\u{202E}abc", "<bdi class=\"name\">\u{202E}abc</bdi>"),
        ("nul\u{0}bell\u{7}\u{85}", "nul\u{FFFD}bell\u{FFFD}\u{FFFD}"),
        (String(repeating: "ab ", count: 100), String(repeating: "ab ", count: 100)),
        ("মিতু 👋🏽", "মিতু 👋🏽"),
    ])
    func `hostile names come out as text`(name: String, expected: String) throws {
        var reports = InventedReports()
        reports.names = [name]
        reports.branches = [("DHK", name), ("CTG", "Chattogram")]
        let files = try reports.site(templates: templates)
        let day = try text(files, "days/2025-11-19.html")
        #expect(day.contains(expected))
        for file in files where file.path.hasSuffix(".html") {
            let page = String(decoding: file.bytes, as: UTF8.self)
            #expect(!page.contains("<script>"))
            #expect(!page.contains("\" onload=\""))
            #expect(!page.contains("\u{7}"))
            #expect(page.matches(of: #/<script/#).count == 1)
        }
    }

    @Test func `a link with a scheme of its own leads nowhere`() throws {
        let reports = InventedReports()
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let download = PageDownload(path: "javascript:alert(1)", name: "CSV", bytes: nil)
        let report = reports.day()
        let page = try text(renderer.day(report, downloads: [download]), "days/2025-11-19.html")
        #expect(!page.contains("href=\"javascript:"))
    }

    @Test func `pages need no inline script, no inline style and nobody else`() throws {
        for file in try InventedReports().site(templates: templates)
        where file.path.hasSuffix(".html") {
            let page = String(decoding: file.bytes, as: UTF8.self)
            #expect(page.matches(of: #/\sstyle=|<style|\son[a-z]+=|https?:|src="\/\//#).isEmpty)
            #expect(page.contains(#"<meta name="robots" content="noindex, nofollow">"#))
            #expect(page.contains(#"<meta name="referrer" content="no-referrer">"#))
        }
    }

    @Test func `an old page changes only when its own day or month does`() throws {
        let reports = InventedReports()
        var later = reports.frame()
        later.asOf = later.asOf.adding(seconds: 40 * 86_400)
        later.days.append(reports.date.adding(days: 40))
        later.days.insert(reports.date.adding(days: -300), at: 0)
        var frame = reports.frame()
        frame.days.append(reports.date.adding(days: 1))
        later.days.insert(reports.date.adding(days: 1), at: later.days.count - 1)
        let report = reports.day()
        let before = try SiteRenderer(templates: templates, frame: frame)
            .day(report, downloads: [])
        let after = try SiteRenderer(templates: templates, frame: later)
            .day(report, downloads: [])
        #expect(before == after)
    }

    @Test func `a branch without pages is named but not linked`() throws {
        let reports = InventedReports()
        var frame = reports.frame()
        frame.branches.append(.init(id: "SYL", name: "Sylhet"))
        frame.branches.removeAll { $0.id == "CTG" }
        let renderer = SiteRenderer(templates: templates, frame: frame)
        let day = try text(renderer.day(reports.day(), downloads: []), "days/2025-11-19.html")
        #expect(day.contains("<caption><a href=\"2025-11-19/DHK.html\"><bdi>Dhaka</bdi></a>"))
        #expect(day.contains("<caption><bdi>CTG</bdi></caption>"))
        let overview = try text(renderer.overview(reports.overview()), "index.html")
        #expect(overview.contains("href=\"days/2025-11-19/DHK.html\""))
        #expect(!overview.contains("CTG.html"))
    }

    @Test func `an empty store and an empty fleet are told in sentences`() throws {
        let reports = InventedReports()
        var frame = reports.frame(days: 0)
        frame.lastRead = nil
        let renderer = SiteRenderer(templates: templates, frame: frame)
        let nothing = InventedReports.table("x", [])
        let empty = OverviewReport(
            asOf: frame.asOf, latest: nil, counts: DayCounts(), branches: nothing, inside: nothing,
            late: nothing, unknown: nothing, attention: nothing, arrivals: nothing, month: nothing)
        let overview = try text(renderer.overview(empty), "index.html")
        #expect(overview.contains("Nothing has been read yet. Run gatebook pull to read the gates"))
        #expect(!overview.contains("<svg"))
        let gates = DevicesReport(asOf: frame.asOf, gates: nothing)
        let devices = try text(renderer.devices(gates), "devices/index.html")
        #expect(devices.contains("There are no gates yet. Add one to devices.csv"))
        let calendar = try text(renderer.calendar(), "days/index.html")
        #expect(calendar.contains("No day has a page yet."))
    }

    @Test func `before anybody is on the roster the ids at the gates are told`() throws {
        var reports = InventedReports()
        reports.peopleInBranch = 0
        let renderer = SiteRenderer(templates: templates, frame: reports.frame())
        let overview = try text(renderer.overview(reports.overview()), "index.html")
        #expect(overview.contains("Nobody is on the roster yet, so no day can be judged."))
        #expect(!overview.contains("Nobody was late"))
        let day = try text(
            renderer.day(reports.day(), downloads: []), "days/2025-11-19.html")
        #expect(day.contains("<p class=\"lede\">1 id that is not on the roster passed.</p>"))
        let unlisted = try #require(day.range(of: "Ids that are not on the roster"))
        let people = try #require(day.range(of: "Nobody is on the roster for this day."))
        #expect(unlisted.lowerBound < people.lowerBound)
        #expect(!day.contains("class=\"board\""))
    }

    @Test func `a day of visitors leads with visits`() throws {
        let wording = templates.wording
        var counts = DayCounts()
        counts.visit = 23
        counts.present = 4
        counts.late = 1
        #expect(
            DaySentence(wording: wording).lede(counts)
                == "23 people visited. 4 people came, 1 of them late.")
        counts.visit = 3
        counts.unknown = 2
        #expect(
            DaySentence(wording: wording).lede(counts)
                == "4 people came, 1 of them late. 3 people visited. 2 are not known yet.")
    }

    @Test func `the overview says when no gate was read for long`() throws {
        let reports = InventedReports()
        var frame = reports.frame()
        frame.lastRead = frame.asOf.adding(seconds: -36 * 3600)
        let fresh = SiteRenderer(templates: templates, frame: frame)
        let sentence = "No gate has been read since "
        #expect(try !text(fresh.overview(reports.overview()), "index.html").contains(sentence))
        frame.lastRead = frame.asOf.adding(seconds: -36 * 3600 - 1)
        let stale = SiteRenderer(templates: templates, frame: frame)
        #expect(
            try text(stale.overview(reports.overview()), "index.html")
                .contains(sentence + "Tue 18 Nov 2025, 13:59."))
    }
}

extension JSONValue {
    /// The keys of an object in their order.
    fileprivate var keys: [String] {
        if case .object(let members) = self { members.map(\.key) } else { [] }
    }

    /// The elements of an array.
    fileprivate var elements: [JSONValue] {
        if case .array(let values) = self { values } else { [] }
    }

    /// The first element of an array.
    fileprivate var first: JSONValue? { elements.first }
}
