import GateModel
import Reports

/// The list of everybody on the roster.
struct PeoplePage {
    /// A row a person: `member_id, name, branch, department, shift, entitled`.
    let people: ReportTable
    let frame: PageFrame

    /// The placeholders of the list of people, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("LEDE", "How many there are, in a sentence."),
        .section("PEOPLE_TABLE", "Shown when there are people.", TablePart.placeholders),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let wording = frame.wording
        frame.fill(
            page, kind: .people, path: SitePath.people, title: wording("nav_people"),
            asOf: frame.frame.asOf)
        page.set(
            "LEDE",
            people.rows.isEmpty
                ? wording("people_empty") : wording.counted("people_lede", people.rows.count))
        guard !people.rows.isEmpty else { return }
        TablePart(text: CellText(wording), page: frame, path: SitePath.people, mostRows: nil).fill(
            page.add("PEOPLE_TABLE"), people, title: wording("nav_people"),
            keys: ["name", "member_id", "branch", "department", "shift", "entitled"],
            head: "name", rare: ["branch", "department", "shift"]
        ) { row in
            guard let id = ReportRow(table: people, cells: row).words("member_id"),
                frame.frame.people.contains(id)
            else { return nil }
            return frame.paths.person(id)
        }
    }
}
