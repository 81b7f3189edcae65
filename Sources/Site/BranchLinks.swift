import GateModel

/// The same page of all branches and of each, through the part `_branches.html`.
struct BranchLinks {
    let frame: PageFrame
    let path: String

    /// What the section `BRANCHES` offers.
    static let placeholders: [Placeholder] = [
        .text("BRANCHES_TEXT", "How many there are."),
        .section(
            "BRANCH_LINKS", "The same page of one branch, or of all.",
            [
                .text("BRANCH_URL", "Its page."), .text("BRANCH_NAME", "Its name."),
                .section("BRANCH_CURRENT", "Shown on the branch of this page."),
            ]),
    ]

    /// Adds the section unless there is only one branch; `target` says where each leads.
    func fill(_ page: PageDictionary, current: BranchID?, target: (BranchID?) -> String) {
        let branches = frame.frame.branches
        guard branches.count > 1 else { return }
        let block = page.add("BRANCHES")
        block.set("BRANCHES_TEXT", frame.wording.counted("branches", branches.count))
        let all: (BranchID?, String) = (nil, frame.wording("all_branches"))
        for (branch, name) in [all] + branches.map({ ($0.id, $0.name) }) {
            let link = block.add("BRANCH_LINKS")
            link.set("BRANCH_URL", SitePath.link(to: target(branch), on: path))
            link.set("BRANCH_NAME", name)
            link.show("BRANCH_CURRENT", when: branch == current)
        }
    }
}
