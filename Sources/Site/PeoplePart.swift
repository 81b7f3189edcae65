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

    /// Fills the table, a group a branch when there are several.
    func fill(_ page: PageDictionary) {
        let people = report.people.reportRows
        guard !people.isEmpty else {
            page.add("NO_PEOPLE").set("NO_PEOPLE_TEXT", wording("no_people"))
            return
        }
        let section = page.add("PEOPLE")
        section.set("PEOPLE_TEXT", wording.counted("people_rows", people.count))
        let shown = LedgerLine.figures(of: people)
        let gates = CoverageStrip.gateNames(report.coverage)
        let line = LedgerLine(text: text, figures: shown, gates: gates)
        var group: PageDictionary?
        var branch: String?
        var anchors: Set<String> = []
        for (person, detail) in zip(people, report.details) {
            if group == nil || branch != person.words("branch") {
                branch = person.words("branch")
                group = startGroup(section, branch, shown)
            }
            guard let group else { continue }
            line.fill(
                group.add("PERSON"), person, detail, on: report.date,
                named: .init(
                    name: person.words("name") ?? "", facts: facts(person),
                    url: frame.link(toPerson: person.words("member_id"), on: path),
                    anchor: anchors.insert(person.words("member_id") ?? "").inserted
                        ? DayPage.anchor(person.words("member_id") ?? "") : nil))
        }
    }

    // MARK: - Non public

    private func facts(_ person: ReportRow) -> [String?] {
        [
            person.words("member_id"), person.words("department"),
            person.words("shift").map { wording("shift_is", ["shift": $0]) },
        ]
    }

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
        group.set("LEDGER_HEAD", wording("person"))
        group.set("WHY_SPAN", figures.count + 2)
        return group
    }
}
