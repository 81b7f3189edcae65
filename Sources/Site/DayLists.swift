import Attendance
import Reports

/// The people of a day who need a look: late, early, a punch missing, not known.
struct DayLists {
    let report: DayReport
    let text: CellText
    let frame: PageFrame
    let path: String
    /// Whether there are so many people that lists end early.
    let isCut: Bool

    private var wording: Wording { text.wording }

    /// Adds a list for each kind; those about shifts only when anybody has one.
    func fill(_ page: PageDictionary) {
        let people = report.people.reportRows
        if people.contains(where: { $0.words("shift") != nil }) {
            add(page, "late", ranked(people, by: "late_minutes", time: "first_in"))
            add(page, "early", ranked(people, by: "early_minutes", time: "last_out"))
        }
        let missing = zip(people, report.details).compactMap { person, detail in
            detail.missing.map { punch in
                item(
                    person, value: wording("missing_\(punch.rawValue)"),
                    time: punch == .in ? "last_out" : "first_in")
            }
        }
        if !missing.isEmpty { add(page, "missing", missing) }
        let unknown = people.filter { $0.words("status") == "unknown" }
        if !unknown.isEmpty {
            add(
                page, "unknown",
                unknown.map {
                    item(
                        $0, value: nil, note: WhySentence(text: text).sentence($0, on: report.date))
                })
        }
    }

    private func add(_ page: PageDictionary, _ kind: String, _ items: [PersonList.Item]) {
        PersonList(wording: wording, visible: 5, isCut: isCut).fill(
            page.add("LISTS"), title: wording("list_\(kind)"), note: wording("list_\(kind)_note"),
            style: kind, empty: wording("list_\(kind)_empty"), items: items)
    }

    /// The people with more than nothing in a column, most first, else in the table's order.
    private func ranked(_ people: [ReportRow], by key: String, time: String) -> [PersonList.Item] {
        let found = people.enumerated().compactMap { offset, person in
            person.number(key).flatMap { $0 > 0 ? (number: $0, offset: offset) : nil }
        }
        let ordered = found.sorted {
            $0.number != $1.number ? $0.number > $1.number : $0.offset < $1.offset
        }
        return ordered.map { _, offset in
            let person = people[offset]
            let value = text.shown(person.cell(key), person.column(key)).text
            return item(person, value: value, time: time)
        }
    }

    private func item(
        _ person: ReportRow, value: String?, time: String? = nil, note: String? = nil
    ) -> PersonList.Item {
        var notes: [String] = []
        if let time, person.words(time) != nil {
            let shown = text.shown(person.cell(time), person.column(time), on: report.date)
            notes.append(wording("\(time)_at", ["time": shown.text]))
        }
        if report.branch == nil, frame.frame.branches.count > 1,
            let branch = person.words("branch")
        {
            notes.append(frame.name(of: branch))
        }
        if let note { notes.append(note) }
        return PersonList.Item(
            name: person.words("name") ?? person.words("member_id") ?? "",
            note: notes.joined(separator: " · "), value: value,
            url: frame.link(toPerson: person.words("member_id"), on: path))
    }
}
