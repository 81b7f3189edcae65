import GateModel

/// The list of all months that have a muster.
struct MonthsPage {
    let frame: PageFrame

    /// The placeholders of the list of months, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("LEDE", "What the months are, in a sentence."),
        .section(
            "MONTHS", "One month, newest first.",
            [
                .text("MONTH_NAME", "Month and year."), .text("MONTH_URL", "Its muster."),
                .section(
                    "MONTH_BRANCHES", "The month of one branch, when there are several.",
                    [.text("BRANCH_URL", "Its muster."), .text("BRANCH_NAME", "The branch.")]),
            ]),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let wording = frame.wording
        let path = SitePath.months
        frame.fill(
            page, kind: .months, path: path, title: wording("nav_months"), asOf: frame.frame.asOf)
        let months = frame.months
        page.set("LEDE", wording(months.isEmpty ? "months_empty" : "months_lede"))
        for month in months.reversed() {
            let entry = page.add("MONTHS")
            entry.set("MONTH_NAME", CellText(wording).month(month))
            entry.set("MONTH_URL", SitePath.link(to: frame.paths.month(month), on: path))
            guard frame.frame.branches.count > 1 else { continue }
            for branch in frame.frame.branches {
                let link = entry.add("MONTH_BRANCHES")
                let target = frame.paths.month(month, branch: branch.id)
                link.set("BRANCH_URL", SitePath.link(to: target, on: path))
                link.set("BRANCH_NAME", branch.name)
            }
        }
    }
}
