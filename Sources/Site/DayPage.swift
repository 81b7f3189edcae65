import Attendance
import GateModel
import Reports

/// The page of a day: all branches, or one.
struct DayPage {
    let report: DayReport
    let downloads: [PageDownload]
    let frame: PageFrame
    let path: String

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let place = report.branch.map { frame.name(of: $0.rawValue) }
        let heading = text.long(report.date)
        frame.fill(
            page, kind: .day, path: path, title: place.map { "\(heading) · \($0)" } ?? heading,
            asOf: report.asOf)
        page.set("DAY_HEADING", heading)
        page.set("PLACE", place ?? wording("all_branches"))
        page.set(
            "LEDE",
            DaySentence(wording: wording).lede(report.counts, unlisted: report.unlisted.rows.count))
        CoverageStrip(text: text, frame: frame).fill(
            page.add("COVERAGE"), report.coverage, absent: report.counts.absent,
            open: report.openShifts)
        CountTiles(wording: wording).fillBoard(page, report.counts)
        fillNavigation(page)
        DayLists(report: report, text: text, frame: frame, path: path, isCut: isTooMany).fill(page)
        if isTooMany {
            frame.fillTooMany(page, people: report.people.rows.count)
        } else {
            PeoplePart(report: report, text: text, frame: frame, path: path).fill(page)
        }
        if report.branches.rows.count > 1 { fillBranches(page) }
        fillLeftovers(page)
        for download in downloads { download.fill(page.add("DOWNLOADS"), on: path, wording) }
        page.show("HAS_DOWNLOADS", when: !downloads.isEmpty)
    }

    // MARK: - Non public

    private var isTooMany: Bool {
        frame.isTooMany(report.people.rows.count, of: report.branch)
    }

    private func fillBranches(_ page: PageDictionary) {
        BranchTable(branches: report.branches, date: report.date, frame: frame, path: path)
            .fill(page.add("BRANCH_TABLE"))
    }

    private func fillNavigation(_ page: PageDictionary) {
        let days = frame.frame.days
        let before = days.last { $0 < report.date }
        let after = days.first { $0 > report.date }
        if let before { link(page.add("PREVIOUS"), "PREVIOUS_URL", "PREVIOUS_NAME", before) }
        if let after { link(page.add("NEXT"), "NEXT_URL", "NEXT_NAME", after) }
        let linked = Set(frame.frame.calendarDays(on: report.date))
        let grid = MonthGrid(text: text, wording: wording, path: path) { date in
            linked.contains(date) ? frame.paths.day(date, branch: report.branch) : nil
        }
        grid.fill(page.add("MONTH"), month: report.date, current: report.date)
        BranchLinks(frame: frame, path: path).fill(page, current: report.branch) {
            frame.paths.day(report.date, branch: $0)
        }
    }

    private func link(
        _ section: PageDictionary, _ url: StaticString, _ name: StaticString, _ date: LocalDate
    ) {
        let target = frame.paths.day(date, branch: report.branch)
        section.set(url, SitePath.link(to: target, on: path))
        section.set(name, text.nearby(date))
    }

    private func fillLeftovers(_ page: PageDictionary) {
        let part = TablePart(text: text, page: frame, path: path)
        if !report.unlisted.rows.isEmpty {
            part.fill(
                page.add(report.people.rows.isEmpty ? "UNLISTED_FIRST" : "UNLISTED"),
                report.unlisted, title: wording("unlisted_title"),
                keys: ["device_user_id", "branch", "first", "last", "punches"],
                head: "device_user_id", rare: ["branch"], day: report.date)
        }
        if !report.exceptions.rows.isEmpty {
            part.fill(
                page.add("EXCEPTIONS"), CoverageStrip.naming(report.exceptions, report.coverage),
                title: wording("exceptions_title"),
                keys: ["at", "kind", "device", "device_user_id"]
                    + (wording.language == "en" ? ["note"] : []), head: "at",
                day: report.date)
        }
    }
}
