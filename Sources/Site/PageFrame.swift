import GateModel

/// What every page shows around its own content.
struct PageFrame {
    let frame: SiteFrame
    let wording: Wording
    let paths: SitePath
    /// The days that have a page.
    let days: Set<LocalDate>
    private let branchNames: [String: String]

    init(frame: SiteFrame, wording: Wording) {
        self.frame = frame
        self.wording = wording
        paths = SitePath(branches: frame.branches.map(\.id))
        days = Set(frame.days)
        branchNames = Dictionary(
            frame.branches.map { ($0.id.rawValue, $0.name) },
            uniquingKeysWith: { first, _ in first })
    }

    /// More people than this are shown branch by branch only.
    static let mostPeople = 600

    /// Whether a page about `branch` (`nil`: all of them) leaves `people` to the pages of the branches.
    func isTooMany(_ people: Int, of branch: BranchID?) -> Bool {
        branch == nil && frame.branches.count > 1 && people > Self.mostPeople
    }

    /// Says instead of `people` rows that each branch has a page of its own.
    func fillTooMany(_ page: PageDictionary, people: Int) {
        page.add("TOO_MANY").set(
            "TOO_MANY_TEXT", wording("too_many_people", ["n": wording.number(people)]))
    }

    /// What a page offers that may have too many people.
    static let tooMany = Placeholder.section(
        "TOO_MANY", "Shown instead of people when there are too many of them for one page.",
        [.text("TOO_MANY_TEXT", "How many, in a sentence.")])

    /// The placeholders of every page.
    static let placeholders: [Placeholder] = [
        .text("LANG", "Code of the page's language, such as `en`."),
        .text("DIR", "`ltr` or `rtl`."),
        .text("SITE_TITLE", "Title of the site, from `[site] title`."),
        .text("PAGE_TITLE", "Title of this page."),
        .text("ROOT", "Relative path to the web root: empty, `../` or `../../`."),
        .text("HOME_URL", "Link to the overview."),
        .text("JSON_URL", "Link to the numbers of this page as JSON."),
        .section(
            "NAV", "One link of the main navigation.",
            [
                .text("NAV_URL", "Where it leads."),
                .text("NAV_NAME", "What it is called."),
                .section("NAV_CURRENT", "Shown on the link of the section this page is in."),
            ]),
        .section("SHIPPED_LOGO", "Shown when `[branding]` names no logo."),
        .section(
            "LOGO", "Shown when `[branding]` names a logo.", [.text("LOGO_URL", "The picture.")]),
        .section(
            "COLOURS", "Shown when `[branding]` names colours.",
            [.text("COLOURS_URL", "The style sheet of the colours.")]),
        .section(
            "FOOTER", "Shown when `[branding]` has a footer.",
            [.text("FOOTER_TEXT", "The line.")]),
        .section(
            "AS_OF", "Shown when it is known up to when the page speaks.",
            [
                .text("AS_OF_TEXT", "Up to when, as people write it."),
                .text("AS_OF_ISO", "Up to when, as `YYYY-MM-DDTHH:MM:SS`."),
            ]),
        .section(
            "COVERS",
            "Shown on pages that speak of now; those of one date tell of their own gates.",
            [.text("COVERS_TEXT", "Which gates the page covers, and since when some are behind.")]),
        .section("OF_NOW", "Shown on pages that speak of now."),
        .section(
            "STALE", "Shown on pages that speak of now when no gate was read for long.",
            [.text("STALE_TEXT", "Since when, in a sentence.")]),
        .text("STALE_OLD", "What the script says when a page that speaks of now has grown old."),
        .text("STALE_AFTER_HOURS", "After how many hours the script calls the page out of date."),
    ]

    /// Fills the values of every page.
    func fill(
        _ page: PageDictionary, kind: PageKind, path: String, title: String,
        asOf: LocalDateTime?
    ) {
        page.set("LANG", wording.language)
        page.set("DIR", wording.direction)
        page.set("SITE_TITLE", frame.title)
        page.set("PAGE_TITLE", title)
        page.set("ROOT", SitePath.root(of: path))
        page.set("HOME_URL", SitePath.link(to: SitePath.overview, on: path))
        page.set("JSON_URL", SitePath.link(to: SitePath.data(of: path), on: path))
        let links: [(String, String, Set<PageKind>)] = [
            ("nav_overview", SitePath.overview, [.overview]),
            ("nav_days", SitePath.calendar, [.day, .calendar]),
            ("nav_months", SitePath.months, [.month, .months]),
            ("nav_people", SitePath.people, [.person, .people]),
            ("nav_denied", SitePath.denied, [.denied]),
            ("nav_enrollment", SitePath.enrollment, [.enrollment]),
            ("nav_devices", SitePath.devices, [.devices]),
            ("nav_changes", SitePath.changes, [.changes]),
        ]
        for (word, target, kinds) in links {
            let link = page.add("NAV")
            link.set("NAV_URL", SitePath.link(to: target, on: path))
            link.set("NAV_NAME", wording(word))
            link.show("NAV_CURRENT", when: kinds.contains(kind))
        }
        let branding = frame.branding
        if let logo = branding.logo {
            page.add("LOGO").set("LOGO_URL", SitePath.link(to: logo.path, on: path))
        } else {
            page.add("SHIPPED_LOGO")
        }
        if let sheet = branding.sheet {
            page.add("COLOURS").set("COLOURS_URL", SitePath.link(to: sheet.path, on: path))
        }
        if !branding.footer.isEmpty { page.add("FOOTER").set("FOOTER_TEXT", branding.footer) }
        if let asOf {
            let section = page.add("AS_OF")
            section.set("AS_OF_TEXT", CellText(wording).moment(asOf))
            section.set("AS_OF_ISO", asOf.description)
        }
        // Pages of a date stay as they are when other gates are read on later nights.
        let isOfDate = [.day, .month].contains(kind) || kind == .denied && path != SitePath.denied
        if !isOfDate, frame.fleet.gateCount > 0 { page.add("COVERS").set("COVERS_TEXT", fleetText) }
        if !isOfDate { fillAge(page) }
    }

    /// Says since when the page is out of date, if it is, and what the script says once it is.
    func fillAge(_ page: PageDictionary) {
        page.add("OF_NOW")
        page.set("STALE_AFTER_HOURS", frame.staleAfterHours)
        page.set(
            "STALE_OLD", wording("out_of_date", ["n": wording.number(frame.staleAfterHours)]))
        guard let read = frame.staleSince else { return }
        let time = CellText(wording).moment(read)
        page.add("STALE").set("STALE_TEXT", wording("stale", ["time": time]))
    }

    /// How many gates stand behind the numbers, and which do not.
    private var fleetText: String {
        let fleet = frame.fleet
        let shown = 4
        let read = fleet.gateCount - fleet.behind.count
        var parts = [
            wording.counted("fleet_read", fleet.gateCount, ["read": wording.number(read)])
        ]
        for gate in fleet.behind.prefix(shown) {
            let since = gate.since.map { CellText(wording).moment($0) }
            parts.append(
                since.map { wording("fleet_behind", ["gate": gate.name, "time": $0]) }
                    ?? wording("fleet_never", ["gate": gate.name]))
        }
        if fleet.behind.count > shown {
            parts.append(wording.counted("list_more", fleet.behind.count - shown) + ".")
        }
        if let next = frame.nextRun {
            parts.append(wording("fleet_next", ["time": CellText(wording).moment(next)]))
        }
        return parts.joined(separator: " ")
    }

    /// The page of a day at a branch; `nil` for a branch without pages.
    func page(of date: LocalDate, branch: String) -> String? {
        branchNames[branch] == nil ? nil : paths.day(date, branch: BranchID(branch))
    }

    /// A link on `path` to the page of a person; `nil` when there is none.
    func link(toPerson member: String?, on path: String) -> String? {
        guard let member, frame.people.contains(member) else { return nil }
        return SitePath.link(to: paths.person(member), on: path)
    }

    /// The first days of the months that have a page, oldest first.
    var months: [LocalDate] { Set(frame.days.map(\.firstOfMonth)).sorted() }

    /// Whether a branch has pages.
    func knows(branch: String) -> Bool { branchNames[branch] != nil }

    /// The name of a branch; its id when it has none.
    func name(of branch: String) -> String {
        branchNames[branch] ?? branch
    }
}
