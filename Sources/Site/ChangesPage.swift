import GateModel
import Reports

/// What changed since the last site of an earlier date: lists that lead to the pages concerned.
struct ChangesPage {
    let report: ChangesReport
    let frame: PageFrame
    private let path = SitePath.changes

    init(report: ChangesReport, frame: PageFrame) {
        self.report = report
        self.frame = frame
    }

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }

    /// The placeholders of the page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("SINCE", "Since when, or that there is nothing to compare with."),
        .text("LEDE", "How much changed, in a sentence or two."),
        .section("LISTS", "One kind of change, when there is any.", PersonList.placeholders),
        .section(
            "PAGES", "Shown when pages of days changed.",
            [
                .section(
                    "PAGE_LINKS", "One date, newest first.",
                    [.text("PAGE_URL", "Its page."), .text("PAGE_NAME", "The date.")])
            ]),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        frame.fill(
            page, kind: .changes, path: path, title: wording("nav_changes"), asOf: report.asOf)
        page.set(
            "SINCE",
            report.since.map { wording("changes_since", ["time": text.moment($0)]) }
                ?? wording("changes_first_short"))
        page.set("LEDE", lede)
        let lists: [(key: String, style: String, items: [PersonList.Item])] = [
            ("gates", "late", report.gates.reportRows.map(gate)),
            ("days", "late", report.days.map(personDay)),
            ("exceptions", "unknown", exceptions),
            ("people", "visit", report.people.reportRows.map(person)),
            ("acts", "present", report.acts.reportRows.map(act)),
            ("corrections", "off", report.corrections.reportRows.map(correction)),
            ("operations", "off", report.operations.reportRows.map(operation)),
        ]
        for list in lists where !list.items.isEmpty {
            PersonList(wording: wording).fill(
                page.add("LISTS"), title: wording("changes_\(list.key)"),
                note: wording("changes_\(list.key)_note"), style: list.style, empty: "",
                items: list.items)
        }
        let dates = report.pages.filter { frame.days.contains($0) }
        guard !dates.isEmpty else { return }
        let pages = page.add("PAGES")
        for date in dates.reversed().prefix(Self.mostDates) {
            let link = pages.add("PAGE_LINKS")
            link.set("PAGE_URL", SitePath.link(to: frame.paths.day(date), on: path))
            link.set("PAGE_NAME", text.nearby(date))
        }
    }

    // MARK: - Non public

    /// Links to days that are shown.
    private static let mostDates = 62

    private var lede: String {
        guard report.since != nil else { return wording("changes_first") }
        if report.isEmpty { return wording("changes_none") }
        let parts: [(key: String, count: Int)] = [
            ("changes_count_new_days", report.newDays.count),
            ("changes_count_days", report.changedDayCount),
            ("changes_count_exceptions", report.exceptions.rows.count),
            ("changes_count_people", report.people.rows.count),
            ("changes_count_acts", report.acts.rows.count),
            ("changes_count_gates", report.gates.rows.count),
            ("changes_count_corrections", report.corrections.rows.count),
        ]
        return parts.filter { $0.count > 0 }.map { wording.counted($0.key, $0.count) }
            .joined(separator: " ")
    }

    private func url(ofPerson id: String?) -> String? { frame.link(toPerson: id, on: path) }

    private func link(_ date: LocalDate) -> String? {
        frame.days.contains(date) ? SitePath.link(to: frame.paths.day(date), on: path) : nil
    }

    private func word(_ group: String, _ key: String?) -> String {
        key.map { wording.word("\(group)_\($0)") ?? $0 } ?? "—"
    }

    private func personDay(_ day: ChangesReport.PersonDay) -> PersonList.Item {
        // A day that came or went is told by its status alone.
        let status = day.fields.first { $0.column.key == "status" }
        let isWhole = status.map { $0.before == .missing || $0.after == .missing } ?? false
        let shown = isWhole ? [status].compactMap(\.self) : day.fields
        let fields = shown.filter { $0.column.key != "code" }.map { field in
            wording(
                "changes_field",
                [
                    "field": text.title(field.column),
                    "before": text.shown(field.before, field.column, on: day.date).text,
                    "after": text.shown(field.after, field.column, on: day.date).text,
                ])
        }
        return PersonList.Item(
            name: day.name.isEmpty ? day.memberID : day.name,
            note: fields.joined(separator: wording("why_join")), value: text.nearby(day.date),
            url: link(day.date))
    }

    private var exceptions: [PersonList.Item] {
        report.exceptions.reportRows.map { row in
            let time: String? =
                if case .dateTime(let at) = row.cell("at") { text.moment(at) } else { nil }
            let note = [word("kind", row.words("kind")), row.words("gate"), time]
            let date: LocalDate? = if case .date(let date) = row.cell("date") { date } else { nil }
            return PersonList.Item(
                name: row.words("device_user_id") ?? wording("changes_no_id"),
                note: note.compactMap(\.self).joined(separator: " · "),
                value: word("change", row.words("change")), url: date.flatMap(link))
        }
    }

    private func person(_ row: ReportRow) -> PersonList.Item {
        let branch = row.words("branch").map { frame.name(of: $0) }
        let facts = [row.words("member_id"), branch, word("access", row.words("access"))]
        return PersonList.Item(
            name: row.words("name") ?? "", note: facts.compactMap(\.self).joined(separator: " · "),
            value: word("change", row.words("change")), url: url(ofPerson: row.words("member_id")))
    }

    private func act(_ row: ReportRow) -> PersonList.Item {
        ActItem(text: text, frame: frame, path: path).item(row)
    }

    private func gate(_ row: ReportRow) -> PersonList.Item {
        let change = row.words("change")
        let fact = change.flatMap(GateFact.init(rawValue:))
        let ends = ["before", "after"].map { key in
            fact != nil ? row.words(key) ?? "—" : word("gate", row.words(key))
        }
        let what = wording(
            "changes_field",
            [
                "field": fact.map { wording("fact_\($0.rawValue)") } ?? wording("status"),
                "before": ends[0], "after": ends[1],
            ])
        let branch = row.words("branch").map { frame.name(of: $0) }
        return PersonList.Item(
            name: row.words("gate") ?? row.words("serial") ?? "",
            note: [branch, what].compactMap(\.self).joined(separator: " · "),
            value: word("change", change),
            url: SitePath.link(to: SitePath.devices, on: path))
    }

    private func correction(_ row: ReportRow) -> PersonList.Item {
        var note = [word("kind", row.words("kind"))]
        if case .dateTime(let at) = row.cell("at") { note.append(text.moment(at)) }
        note += [row.words("reason"), row.words("by")].compactMap(\.self)
        return PersonList.Item(
            name: row.words("name") ?? row.words("member_id") ?? "",
            note: note.joined(separator: " · "), value: word("change", row.words("change")),
            url: url(ofPerson: row.words("member_id")))
    }

    private func operation(_ row: ReportRow) -> PersonList.Item {
        let number = row.number("operation") ?? 0
        let name =
            wording.word("operation_\(number)")
            ?? wording("operation_other", ["number": wording.number(number)])
        var note = [row.words("gate") ?? row.words("device") ?? ""]
        if case .dateTime(let last) = row.cell("last") { note.append(text.moment(last)) }
        return PersonList.Item(
            name: name, note: note.joined(separator: " · "),
            value: wording.number(row.number("lines") ?? 0), url: nil)
    }
}
