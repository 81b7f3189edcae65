import Attendance
import GateModel
import Reports

/// A row for everyone, with every punch and the reason behind it, through `_people.html`.
struct PeoplePart {
    let report: DayReport
    let text: CellText
    let frame: PageFrame
    let path: String

    private var wording: Wording { text.wording }

    /// The figures of a person, in order; the last four only where anybody has them.
    private static let figures = [
        "first_in", "last_out", "presence_seconds", "counted_seconds", "late_minutes",
        "early_minutes", "overtime_minutes",
    ]

    /// Statuses without hours: their empty figures do not apply; others are not known.
    private static let hasNoHours: Set = ["absent", "off", "holiday", "leave", "not_employed"]

    /// Fills the table, a group a branch when there are several.
    func fill(_ page: PageDictionary) {
        let people = report.people.reportRows
        guard !people.isEmpty else {
            page.add("NO_PEOPLE").set("NO_PEOPLE_TEXT", wording("no_people"))
            return
        }
        let section = page.add("PEOPLE")
        section.set("PEOPLE_TEXT", wording.counted("people_rows", people.count))
        let shown = Self.figures.enumerated().filter { position, key in
            position < 3 || people.contains { $0.cell(key) != .missing }
        }.map(\.element)
        let gates = CoverageStrip.gateNames(report.coverage)
        var group: PageDictionary?
        var branch: String?
        for (person, detail) in zip(people, report.details) {
            if group == nil || branch != person.words("branch") {
                branch = person.words("branch")
                group = startGroup(section, branch, shown)
            }
            guard let group else { continue }
            fill(group.add("PERSON"), person, detail, shown, gates)
        }
    }

    // MARK: - Non public

    private func startGroup(
        _ section: PageDictionary, _ branch: String?, _ figures: [String]
    ) -> PageDictionary {
        let group = section.add("GROUPS")
        let name = branch.map { frame.name(of: $0) }
        group.set("GROUP_NAME", name ?? wording("all_branches"))
        if report.branch == nil, frame.frame.branches.count > 1,
            let target = branch.flatMap({ frame.page(of: report.date, branch: $0) })
        {
            group.add("GROUP_LINK").set("GROUP_URL", SitePath.link(to: target, on: path))
        }
        let row = ReportRow(table: report.people, cells: [])
        for key in figures {
            group.add("FIGURE_COLUMNS").set("FIGURE_COLUMN", text.title(row.column(key)))
        }
        group.set("WHY_SPAN", figures.count + 2)
        return group
    }

    private func fill(
        _ line: PageDictionary, _ person: ReportRow, _ detail: DayReport.Detail,
        _ figures: [String], _ gates: [String: String]
    ) {
        let status = person.words("status") ?? "unknown"
        line.set("STATUS", status)
        line.set("STATUS_NAME", wording("status_\(status)"))
        line.set("STATUS_CODE", person.words("code") ?? "")
        line.set("FIRST", person.words("first_in") ?? "")
        line.set("LATE", person.words("late_minutes") ?? "")
        line.set("NAME", person.words("name") ?? "")
        let facts = [
            person.words("member_id"), person.words("department"),
            person.words("shift").map { wording("shift_is", ["shift": $0]) },
        ]
        line.set("FACTS", facts.compactMap { $0 }.joined(separator: " · "))
        for (key, word) in [("half_day", "tag_half_day"), ("corrected", "tag_corrected")]
        where person.isTrue(key) {
            line.add("TAGS").set("TAG", wording(word))
        }
        let hasMore = !detail.punches.isEmpty || !detail.notes.isEmpty
        guard hasMore || figures.contains(where: { person.cell($0) != .missing }) else {
            let reason = line.add("NO_FIGURES")
            reason.set("FIGURE_SPAN", figures.count)
            reason.set("WHY", text.sentence(person.words("why") ?? ""))
            return
        }
        for key in figures {
            let shown = text.shown(person.cell(key), person.column(key), on: report.date)
            let figure = line.add("FIGURES")
            let isOfShift = !Self.figures.prefix(3).contains(key)
            let isLate = key == "late_minutes" || key == "early_minutes"
            let applies = !Self.hasNoHours.contains(status) && !(status == "visit" && isOfShift)
            let isMissing = shown.isMissing && applies
            var style =
                isMissing ? "missing" : shown.isMissing ? "none" : shown.isZero ? "zero" : "given"
            if isLate, style == "given" { style = "late" }
            figure.set("FIGURE", shown.text)
            figure.set("FIGURE_NAME", text.title(person.column(key)))
            figure.set("FIGURE_STYLE", style)
            if shown.isMissing {
                figure.add("FIGURE_MISSING").set(
                    "FIGURE_MISSING_TEXT", wording(isMissing ? "not_known" : "does_not_apply"))
            }
        }
        let more = line.add("MORE")
        more.set("WHY", text.sentence(person.words("why") ?? ""))
        more.set("PUNCHES_TEXT", wording.counted("punches", detail.punches.count))
        for note in detail.notes { more.add("NOTES").set("NOTE", text.sentence(note)) }
        for punch in detail.punches { fill(more.add("PUNCHES"), punch, gates) }
    }

    private func fill(
        _ line: PageDictionary, _ judged: JudgedPunch, _ gates: [String: String]
    ) {
        let punch = judged.stored.punch
        let serial = judged.stored.serial.rawValue
        let isSameDay = punch.at.date == report.date
        line.set(
            "PUNCH_TIME",
            isSameDay
                ? wording.digits(punch.at.time.description)
                : text.medium(punch.at.date) + ", " + wording.digits(punch.at.time.description))
        line.set("PUNCH_ISO", punch.at.description)
        line.set("PUNCH_GATE", gates[serial] ?? serial)
        line.set("PUNCH_USE", judged.use.rawValue)
        line.set("PUNCH_USE_NAME", wording("use_\(judged.use.rawValue)"))
        let state = wording.word("state_\(punch.state)") ?? wording("state_other")
        line.set(
            "PUNCH_RAW",
            wording(
                "punch_raw",
                ["state": String(punch.state), "meaning": state, "verify": String(punch.verify)]))
        line.set("PUNCH_REASON", "PUNCH_REASON_TEXT", optional: judged.reason.map(text.sentence))
    }
}
