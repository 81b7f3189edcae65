import GateModel
import Reports

/// What came of a day at each branch, through the part `_table.html`; each leads to its own page.
struct BranchTable {
    /// A row a branch, as in `DayReport.branches`.
    let branches: ReportTable
    let date: LocalDate
    let frame: PageFrame
    let path: String

    /// Fills a section; counts that are nothing at every branch are left out.
    func fill(_ section: PageDictionary) {
        let text = CellText(frame.wording)
        let often = ["name", "people", "present", "late", "absent", "unknown"]
        let rare = ["off", "holiday", "leave", "short_stay", "visit", "unlisted"]
        TablePart(text: text, page: frame, path: path).fill(
            section, branches, title: frame.wording("branches_title"), keys: often + rare,
            head: "name", rare: Set(rare)
        ) { row in
            let branch = ReportRow(table: branches, cells: row).words("branch")
            return branch.flatMap { frame.page(of: date, branch: $0) }
        }
    }
}
