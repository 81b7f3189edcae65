import GateModel
import Reports

/// The owner's page: the latest day and what needs attention.
struct OverviewPage {
    let report: OverviewReport
    let frame: PageFrame

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }
    private var path: String { SitePath.overview }

    /// The placeholders of the overview, beside those of every page.
    static let placeholders: [Placeholder] = [
        .section(
            "EMPTY", "Shown before the first reading, and before anybody is on the roster.",
            [.text("EMPTY_TEXT", "What to do, in a sentence.")]),
        .section("FIRST_RUN", "Shown before the first reading."),
        .section(
            "LATEST", "The latest day.",
            [
                .text("LATEST_HEADING", "Its date."),
                .text("LATEST_URL", "Its page."),
                .text("LEDE", "The day in a sentence or two."),
                .section("BOARD", "Shown when anybody is counted.", CountTiles.placeholders),
            ]),
        .section("ATTENTION", "Shown when gates need attention.", PersonList.placeholders),
        .section("LISTS", "Who is inside, late or not known.", PersonList.placeholders),
        .section("CHARTS", "A chart with its table.", chart),
        .section("BRANCH_TABLE", "The branches, when there are several.", TablePart.placeholders),
    ]

    private static let chart: [Placeholder] = [
        .text("CHART_TITLE", "What it shows."),
        .text("CHART_NOTE", "How to read it."),
        .markup("CHART", "The drawing."),
        .section(
            "LEGEND", "One colour of the drawing.",
            [.text("LEGEND_STYLE", "Status it stands for."), .text("LEGEND_NAME", "Its name.")]),
        .section("CHART_TABLE", "The numbers of the drawing.", TablePart.placeholders),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        frame.fill(
            page, kind: .overview, path: path, title: wording("nav_overview"), asOf: report.asOf)
        guard let latest = report.latest else {
            page.add("FIRST_RUN")
            page.add("EMPTY").set("EMPTY_TEXT", wording("overview_empty"))
            fillAttention(page)
            return
        }
        let section = page.add("LATEST")
        section.set("LATEST_HEADING", text.long(latest))
        section.set("LATEST_URL", frame.paths.day(latest))
        section.set(
            "LEDE", DaySentence(wording: wording).lede(report.counts, unlisted: report.unlisted))
        CountTiles(wording: wording).fillBoard(section, report.counts)
        fillAttention(page)
        guard report.counts.total > 0 else {
            page.add("EMPTY").set("EMPTY_TEXT", wording("no_roster"))
            return
        }
        fillLists(page, latest)
        fillCharts(page)
        if report.branches.rows.count > 1 {
            BranchTable(branches: report.branches, date: latest, frame: frame, path: path)
                .fill(page.add("BRANCH_TABLE"))
        }
    }

    // MARK: - Non public

    private func fillAttention(_ page: PageDictionary) {
        guard !report.attention.rows.isEmpty else { return }
        let items = report.attention.reportRows.map { gate in
            var notes: [String] = []
            if let branch = gate.words("branch") { notes.append(frame.name(of: branch)) }
            if let problem = gate.words("problem") {
                notes.append(FailureWords(wording: wording).sentence(problem))
            }
            let since = gate.cell("since")
            if since != .missing {
                let shown = text.shown(since, gate.column("since")).text
                notes.append(wording("last_read_at", ["time": shown]))
            } else {
                notes.append(wording("never_read"))
            }
            return PersonList.Item(
                name: gate.words("name") ?? gate.words("serial") ?? "",
                note: notes.joined(separator: " · "), value: nil, url: SitePath.devices)
        }
        PersonList(wording: wording).fill(
            page.add("ATTENTION"), title: wording("attention_title"),
            note: wording("attention_note"), style: "attention", empty: "", items: items)
    }

    private func fillLists(_ page: PageDictionary, _ latest: LocalDate) {
        let asOf = text.moment(report.asOf)
        let isTooMany = frame.isTooMany(report.counts.total, of: nil)
        let lists: [(String, ReportTable, String)] = [
            ("inside", report.inside, wording("list_inside_note", ["time": asOf])),
            ("late", report.late, wording("list_late_note")),
            ("unknown", report.unknown, wording("list_unknown_note")),
        ]
        for (kind, table, note) in lists {
            // Among visitors nobody is late, and whoever is inside is not known.
            if table.rows.isEmpty, kind == "unknown" || !report.counts.hasShifts { continue }
            let items = table.reportRows.map { item($0, kind, latest) }
            PersonList(wording: wording, visible: 6, isCut: isTooMany).fill(
                page.add("LISTS"), title: wording("list_\(kind)"), note: note, style: kind,
                empty: wording("list_\(kind)_empty"), items: items)
        }
    }

    private func item(_ row: ReportRow, _ kind: String, _ latest: LocalDate) -> PersonList.Item {
        func shown(_ key: String) -> String {
            text.shown(row.cell(key), row.column(key), on: latest).text
        }
        var notes: [String] = []
        var value: String?
        if frame.frame.branches.count > 1, let branch = row.words("branch") {
            notes.append(frame.name(of: branch))
        }
        switch kind {
        case "inside":
            if let gate = row.words("gate") { notes.append(gate) }
            value = wording("since", ["time": shown("since")])
            if row.cell("elapsed_seconds") != .missing { notes.append(shown("elapsed_seconds")) }
        case "late":
            notes.append(wording("first_in_at", ["time": shown("first_in")]))
            value = shown("late_minutes")
        default:
            if row.words("why") != nil {
                notes.append(WhySentence(text: text).sentence(row, on: nil))
            }
        }
        return PersonList.Item(
            name: row.words("name") ?? row.words("member_id") ?? "",
            note: notes.joined(separator: " · "), value: value,
            url: frame.link(toPerson: row.words("member_id"), on: path))
    }

    private func fillCharts(_ page: PageDictionary) {
        let part = TablePart(text: text, page: frame, path: path)
        if let drawing = ArrivalsChart(wording: wording).drawing(of: report.arrivals) {
            let chart = page.add("CHARTS")
            chart.set("CHART_TITLE", wording("arrivals_title"))
            chart.set("CHART_NOTE", wording("arrivals_note"))
            chart.set("CHART", markup: drawing)
            part.fill(
                chart.add("CHART_TABLE"), report.arrivals, title: wording("arrivals_title"),
                keys: ["hour", "arrivals"], head: "hour")
        }
        if let drawing = PresenceChart(wording: wording).drawing(of: report.month) {
            let chart = page.add("CHARTS")
            chart.set("CHART_TITLE", wording("month_title"))
            chart.set("CHART_NOTE", wording("month_note"))
            chart.set("CHART", markup: drawing)
            for status in PresenceChart.layers(of: report.month) {
                let entry = chart.add("LEGEND")
                entry.set("LEGEND_STYLE", status)
                entry.set("LEGEND_NAME", wording("legend_\(status)"))
            }
            part.fill(
                chart.add("CHART_TABLE"), report.month, title: wording("month_title"),
                keys: [
                    "date", "present", "late", "absent", "unknown", "off", "holiday", "leave",
                    "short_stay", "visit",
                ],
                head: "date", rare: ["off", "holiday", "leave", "short_stay", "visit"]
            ) { row in
                guard case .date(let date) = row.first, frame.days.contains(date) else {
                    return nil
                }
                return frame.paths.day(date)
            }
        }
    }
}
