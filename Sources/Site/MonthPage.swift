import Attendance
import GateModel
import Reports

/// The muster of a month: people × days, of all branches or of one.
struct MonthPage {
    let report: MusterReport
    let downloads: [PageDownload]
    /// The policy in force, a row a value; `nil` leaves it out.
    let policy: ReportTable?
    let frame: PageFrame
    let path: String

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let place = report.branch.map { frame.name(of: $0.rawValue) }
        let heading = text.month(report.month)
        frame.fill(
            page, kind: .month, path: path, title: place.map { "\(heading) · \($0)" } ?? heading,
            asOf: report.asOf)
        // The month that is not over yet; once another begins, this page is made again.
        if report.month == frame.months.last { frame.fillAge(page) }
        page.set("MONTH_HEADING", heading)
        page.set("PLACE", place ?? wording("all_branches"))
        let judged = report.days.rows.count { $0[1] != .missing }
        page.set(
            "LEDE",
            report.people.isEmpty
                ? wording("month_empty")
                : wording(
                    "month_lede",
                    [
                        "people": wording.counted("people_count", report.people.count),
                        "days": wording.counted("days", judged),
                    ]))
        page.set("COVERAGE_TEXT", coverage)
        fillNavigation(page)
        if frame.isTooMany(report.people.count, of: report.branch) {
            frame.fillTooMany(page, people: report.people.count)
        } else if !report.people.isEmpty {
            fillMuster(page.add("MUSTER"))
        }
        if report.branches.rows.count > 1 { fillBranchTotals(page) }
        if !report.people.isEmpty { fillDays(page) }
        if let policy, !policy.rows.isEmpty { fillPolicy(page.add("POLICY"), policy) }
        for download in downloads { download.fill(page.add("DOWNLOADS"), on: path, wording) }
        page.show("HAS_DOWNLOADS", when: !downloads.isEmpty)
    }

    // MARK: - Non public

    /// On how many days which gates were not read to the end.
    private var coverage: String {
        guard !report.gaps.rows.isEmpty else { return wording("month_covered") }
        let gates = report.gaps.reportRows.map { gap in
            wording(
                "month_gap",
                [
                    "gate": gap.words("name") ?? gap.words("serial") ?? "",
                    "days": wording.counted("days", gap.number("days") ?? 0),
                ])
        }
        return wording("month_gaps", ["gates": gates.joined(separator: " · ")])
    }

    private func fillNavigation(_ page: PageDictionary) {
        let months = frame.months
        if let before = months.last(where: { $0 < report.month }) {
            link(page.add("PREVIOUS"), "PREVIOUS_URL", "PREVIOUS_NAME", before)
        }
        if let after = months.first(where: { $0 > report.month }) {
            link(page.add("NEXT"), "NEXT_URL", "NEXT_NAME", after)
        }
        BranchLinks(frame: frame, path: path).fill(page, current: report.branch) {
            frame.paths.month(report.month, branch: $0)
        }
    }

    private func link(
        _ section: PageDictionary, _ url: StaticString, _ name: StaticString, _ date: LocalDate
    ) {
        let target = frame.paths.month(date, branch: report.branch)
        section.set(url, SitePath.link(to: target, on: path))
        section.set(name, text.month(date))
    }

    /// The sums that any person has; those of shifts and visits side by side are rarely both there.
    private var shownTotals: [Int] {
        MusterReport.totalColumns.indices.filter { index in
            index == 0
                || report.people.contains {
                    ![.count(0), .duration(seconds: 0)].contains($0.totals[index])
                }
        }
    }

    private func fillMuster(_ muster: PageDictionary) {
        let totals = shownTotals
        for date in report.dates {
            let head = muster.add("MUSTER_DAYS")
            head.set("MUSTER_DAY", wording.digits(String(date.day)))
            head.set("MUSTER_DAY_LONG", text.long(date))
            head.set("MUSTER_WEEKDAY", wording("weekday_\(date.weekday.rawValue)_short"))
            if frame.days.contains(date) {
                let target = frame.paths.day(date, branch: report.branch)
                head.add("MUSTER_DAY_LINK").set(
                    "MUSTER_DAY_URL", SitePath.link(to: target, on: path))
            }
        }
        for index in totals {
            muster.add("TOTAL_COLUMNS").set(
                "TOTAL_COLUMN", text.title(MusterReport.totalColumns[index]))
        }
        muster.set("MUSTER_SPAN", report.dates.count + totals.count + 1)
        var branch: String?
        let isGrouped = report.branch == nil && report.branches.rows.count > 1
        for person in report.people {
            let row = muster.add("MUSTER_PEOPLE")
            if isGrouped, branch != person.branch {
                branch = person.branch
                fillGroup(row.add("MUSTER_GROUP"), person.branch, totals)
            }
            fill(row, person, totals)
        }
        for (key, word) in [("present", "count_present"), ("absent", "count_absent")] {
            fillFoot(muster.add("MUSTER_FEET"), key, word, totals)
        }
        if let unknown = report.days.index(of: "unknown"),
            report.days.rows.contains(where: { ![.missing, .count(0)].contains($0[unknown]) })
        {
            fillFoot(muster.add("MUSTER_FEET"), "unknown", "count_unknown", totals)
        }
        fillLegend(muster)
    }

    /// The line above the people of a branch: its name and its sums.
    private func fillGroup(_ group: PageDictionary, _ branch: String, _ totals: [Int]) {
        group.set("MUSTER_GROUP_NAME", frame.name(of: branch))
        let sums = report.branches.reportRows.first { $0.words("branch") == branch }
        group.set(
            "MUSTER_GROUP_PEOPLE", wording.counted("people_count", sums?.number("people") ?? 0))
        for _ in report.dates { group.add("MUSTER_GROUP_DAYS") }
        for index in totals {
            let column = MusterReport.totalColumns[index]
            let shown = text.shown(sums?.cell(column.key) ?? .missing, column)
            group.add("MUSTER_GROUP_TOTALS").set("MUSTER_GROUP_TOTAL", shown.text)
        }
    }

    private func fill(_ row: PageDictionary, _ person: MusterReport.Person, _ totals: [Int]) {
        row.set("MUSTER_NAME", person.name)
        row.set(
            "MUSTER_FACTS",
            [person.memberID, person.department].filter { !$0.isEmpty }.joined(separator: " · "))
        let url = frame.link(toPerson: person.memberID, on: path)
        row.set("MUSTER_NAME_LINK", "MUSTER_NAME_URL", optional: url)
        for (date, cell) in zip(report.dates, person.cells) {
            let place = row.add("MUSTER_CELLS")
            guard let cell else {
                let isOut = person.isOut(on: date)
                place.set("MUSTER_STYLE", isOut ? "not_employed" : "blank")
                place.set("MUSTER_CODE", isOut ? Self.notEmployed : "")
                place.add("MUSTER_PLAIN")
                continue
            }
            place.set("MUSTER_STYLE", cell.isLate ? "late" : cell.status)
            place.set("MUSTER_CODE", cell.code)
            place.show("MUSTER_CORRECTED", when: cell.isCorrected)
            if frame.days.contains(date), cell.code != Self.notEmployed {
                let page = frame.page(of: date, branch: person.branch) ?? frame.paths.day(date)
                let link = SitePath.link(to: page, on: path)
                place.add("MUSTER_LINK").set(
                    "MUSTER_URL", link + "#" + DayPage.anchor(person.memberID))
            } else {
                place.add("MUSTER_PLAIN")
            }
        }
        for index in totals {
            let shown = text.shown(person.totals[index], MusterReport.totalColumns[index])
            let total = row.add("MUSTER_TOTALS")
            total.set("MUSTER_TOTAL", shown.text)
            total.set("MUSTER_TOTAL_STYLE", shown.isZero ? "zero" : "given")
        }
    }

    private func fillFoot(
        _ foot: PageDictionary, _ key: String, _ word: String, _ totals: [Int]
    ) {
        foot.set("MUSTER_FOOT_NAME", wording(word))
        guard let column = report.days.index(of: key) else { return }
        var sum = 0
        for row in report.days.rows {
            if case .count(let number) = row[column] { sum += number }
            foot.add("MUSTER_FOOT_CELLS").set(
                "MUSTER_FOOT",
                row[column] == .missing ? "" : text.shown(row[column], .init("", "", .count)).text)
        }
        for (place, index) in totals.enumerated() {
            let isOwn = MusterReport.totalColumns[index].key == key
            let cell = foot.add("MUSTER_FOOT_CELLS")
            cell.set("MUSTER_FOOT", isOwn ? wording.number(sum) : place < 0 ? "–" : "")
        }
    }

    /// The sign of a date before joining or after leaving.
    private static let notEmployed = "–"

    private func fillLegend(_ muster: PageDictionary) {
        var seen: Set<String> = []
        let isAnybodyOut = report.people.contains { person in
            zip(report.dates, person.cells).contains { $1 == nil && person.isOut(on: $0) }
        }
        if isAnybodyOut { seen.insert(Self.notEmployed) }
        for cell in report.people.flatMap(\.cells).compactMap({ $0 }) {
            seen.formUnion(cell.code.split(separator: "/").map(String.init))
            if cell.isLate { seen.insert("late") }
        }
        let all = [
            ("P", "present"), ("late", "late"), ("HD", "half_day"), ("A", "absent"),
            ("?", "unknown"), ("L", "leave"), ("H", "holiday"), ("WO", "off"),
            ("SS", "short_stay"), ("V", "visit"),
            (Self.notEmployed, "not_employed"),
        ]
        for (code, status) in all where seen.contains(code) {
            let entry = muster.add("LEGEND")
            entry.set("LEGEND_CODE", code == "late" ? "P" : code)
            entry.set("LEGEND_STYLE", status == "half_day" ? "present" : status)
            entry.set("LEGEND_NAME", wording("status_\(status)"))
        }
    }

    private func fillBranchTotals(_ page: PageDictionary) {
        let keys = ["branch", "people"] + MusterReport.totalColumns.map(\.key)
        TablePart(text: text, page: frame, path: path).fill(
            page.add("BRANCH_TABLE"), report.branches, title: wording("branches_title"),
            keys: keys, head: "branch", rare: Set(MusterReport.totalColumns.map(\.key))
        ) { row in
            let branch = ReportRow(table: report.branches, cells: row).words("branch")
            guard let branch, frame.knows(branch: branch) else { return nil }
            return frame.paths.month(report.month, branch: BranchID(branch))
        }
    }

    private func fillDays(_ page: PageDictionary) {
        var known = ReportTable(name: "days", columns: report.days.columns)
        for row in report.days.rows where row[1] != .missing { known.append(row) }
        TablePart(text: text, page: frame, path: path).fill(
            page.add("DAY_TABLE"), known, title: wording("month_days_title"),
            keys: known.columns.map(\.key), head: "date",
            rare: Set(known.columns.map(\.key)).subtracting(["date", "present", "absent"])
        ) { row in
            guard case .date(let date) = row.first, frame.days.contains(date) else { return nil }
            return frame.paths.day(date, branch: report.branch)
        }
    }

    private func fillPolicy(_ section: PageDictionary, _ policy: ReportTable) {
        TablePart(text: text, page: frame, path: path).fill(
            section, policy, title: wording("policy_title"),
            keys: ["section", "id", "valid_from", "key", "value"], head: "section",
            rare: ["id", "valid_from"])
    }
}

extension DayPage {
    /// The name by which a person's row on a day's page is linked to.
    static func anchor(_ member: String) -> String {
        let path = SitePath(branches: []).person(member)
        return "p-" + path.dropFirst("people/".count).dropLast(".html".count)
    }
}
