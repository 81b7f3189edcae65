import GateModel
import Reports

/// Who came in without entitlement and who is kept out: six lists with honest words.
struct DeniedPage {
    let report: DeniedReport
    let frame: PageFrame
    let path: String

    private var wording: Wording { frame.wording }
    private var text: CellText { CellText(wording) }

    /// The placeholders of the page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("PERIOD", "The date, or the last thirty days."),
        .text("DENIED_HEADING", "What the page is about."),
        .text("LEDE", "What was found, in a sentence or two."),
        .text("COVERAGE_TEXT", "How many gates were read and can report refusals."),
        .section(
            "TO_ALL", "Shown on the page of one date.",
            [.text("TO_ALL_URL", "The page of the last thirty days.")]),
        .section(
            "TO_DAY", "Shown on the page of one date.", [.text("TO_DAY_URL", "The day's page.")]),
        .section(
            "LISTS", "One of the six lists, in their order.",
            [
                .text("DENIED_KEY", "Key of the list in the JSON."),
                .text("DENIED_STYLE", "`late`, `absent`, `present`, `unknown` or `off`."),
                .text("DENIED_TITLE", "Heading."),
                .text("DENIED_COUNT", "How many lines; a dash when it cannot be known."),
                .text("DENIED_NOTE", "What it means, in a sentence."),
                .section(
                    "CANNOT_KNOW", "Shown when this fleet cannot know it.",
                    [.text("CANNOT_KNOW_TEXT", "Why, in a sentence.")]),
                .section(
                    "NOBODY", "Shown when it is known and empty.",
                    [.text("NOBODY_TEXT", "What that means, in a sentence.")]),
                .section("DENIED_TABLE", "Shown when it has lines.", TablePart.placeholders),
                .section(
                    "DENIED_MORE", "Shown when it has many lines.",
                    TablePart.placeholders + [.text("DENIED_MORE_TEXT", "How many more.")]),
            ]),
        .section(
            "DENIED_GATES", "What each gate can tell of refusals.", TablePart.placeholders),
        .section("HAS_DOWNLOADS", "Shown when there are months to download."),
        .section("DOWNLOADS", "One file of a month's numbers.", PageDownload.placeholders),
        .section(
            "DATES", "Shown on the page of the last thirty days.",
            [
                .section(
                    "DATE_LINKS", "One date with a page.",
                    [.text("DATE_URL", "Its page."), .text("DATE_NAME", "The date.")])
            ]),
    ]

    private typealias Kind = DeniedReport.Kind

    private static let styles: [DeniedReport.Kind: String] = [
        .enteredWhileNotEntitled: "absent", .shouldBeBlocked: "late", .blockedNow: "present",
        .refusedByDevice: "off", .failedVerifications: "off", .unknownIDs: "unknown",
    ]

    private static func keys(of kind: DeniedReport.Kind) -> (keys: [String], head: String) {
        switch kind {
        case .enteredWhileNotEntitled:
            (
                [
                    "name", "at", "branch", "gate", "cause", "days", "entitled_from",
                    "entitled_until",
                ], "name"
            )
        case .shouldBeBlocked:
            (
                ["name", "branch", "gate", "remaining", "why", "seen", "seen_at", "failure"],
                "name"
            )
        case .blockedNow: (["name", "branch", "gate", "why", "since", "seen_at"], "name")
        case .refusedByDevice: ([], "")
        case .failedVerifications: (["gate", "date", "hour", "attempts"], "gate")
        case .unknownIDs:
            (["device_user_id", "date", "branch", "first", "last", "punches"], "device_user_id")
        }
    }

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let heading = wording("denied_title")
        let period = report.date.map { text.long($0) } ?? wording("denied_period")
        frame.fill(
            page, kind: .denied, path: path,
            title: report.date.map { "\(heading) · \(text.medium($0))" } ?? heading,
            asOf: report.asOf)
        page.set("PERIOD", period)
        page.set("DENIED_HEADING", heading)
        page.set("LEDE", lede)
        page.set(
            "COVERAGE_TEXT",
            wording(
                "denied_coverage",
                [
                    "read": wording.number(report.gatesRead),
                    "gates": wording.number(report.gateCount),
                ]))
        if let date = report.date {
            page.add("TO_ALL").set("TO_ALL_URL", SitePath.link(to: SitePath.denied, on: path))
            page.add("TO_DAY").set(
                "TO_DAY_URL", SitePath.link(to: frame.paths.day(date), on: path))
        } else if !frame.frame.days.isEmpty {
            let section = page.add("DATES")
            for date in frame.frame.days.suffix(30).reversed() {
                let link = section.add("DATE_LINKS")
                link.set("DATE_URL", SitePath.link(to: frame.paths.denied(date), on: path))
                link.set("DATE_NAME", text.nearby(date))
            }
        }
        for list in report.lists { fill(page.add("LISTS"), list) }
        fillGates(page)
        for download in downloads { download.fill(page.add("DOWNLOADS"), on: path, wording) }
        page.show("HAS_DOWNLOADS", when: !downloads.isEmpty)
    }

    // MARK: - Non public

    /// The files of the months that the page is about.
    private var downloads: [PageDownload] {
        let dates = report.date.map { [$0] } ?? Array(frame.frame.days.suffix(30))
        return Set(dates.map(\.firstOfMonth)).sorted(by: >).flatMap { month in
            StandingFile.downloads(.denied, of: month.monthText).map { file in
                var named = file
                named.name = "\(text.month(month)) · \(file.name)"
                return named
            }
        }
    }

    private var lede: String {
        let entered = report.table(.enteredWhileNotEntitled)?.rows.count ?? 0
        let people = Set(
            report.table(.enteredWhileNotEntitled)?.reportRows.map { $0.words("member_id") } ?? []
        ).count
        let unknown = report.table(.unknownIDs)?.rows.count ?? 0
        var parts = [
            entered == 0
                ? wording("denied_lede_none")
                : wording.counted(
                    "denied_lede_entered", entered,
                    ["people": wording.counted("people_count", people)])
        ]
        let open = report.table(.shouldBeBlocked)?.reportRows ?? []
        let unread = open.count { $0.words("failure") == DeniedReport.neverReadBack }
        if open.count > unread {
            parts.append(wording.counted("denied_lede_open", open.count - unread))
        }
        if unread > 0 { parts.append(wording.counted("denied_lede_unread", unread)) }
        if unknown > 0 { parts.append(wording.counted("denied_lede_unknown", unknown)) }
        return parts.joined(separator: " ")
    }

    /// What each gate can tell, as a table.
    private func fillGates(_ page: PageDictionary) {
        guard !report.gates.rows.isEmpty else { return }
        TablePart(text: text, page: frame, path: path).fill(
            page.add("DENIED_GATES"), report.gates, title: wording("denied_gates"),
            keys: ["gate", "branch", "read_back", "refusals"], head: "gate"
        ) { row in
            let serial = ReportRow(table: report.gates, cells: row).words("device") ?? ""
            return SitePath.devices + "#" + DevicesPage.anchor(serial)
        }
    }

    /// How much of the fleet a list about what is on the gates rests on.
    private var readBack: String {
        let unread = report.gates.reportRows.filter { !$0.isTrue("read_back") }
        return wording(
            unread.isEmpty ? "denied_read_back" : "denied_not_read_back",
            [
                "read": wording.number(report.gates.rows.count - unread.count),
                "gates": wording.number(report.gates.rows.count),
                "names": unread.compactMap { $0.words("gate") }.joined(separator: ", "),
            ])
    }

    private func fill(_ section: PageDictionary, _ list: DeniedReport.List) {
        let key = list.kind.rawValue
        section.set("DENIED_KEY", key)
        section.set("DENIED_STYLE", Self.styles[list.kind] ?? "off")
        section.set("DENIED_TITLE", wording("denied_\(key)"))
        let isState = [Kind.shouldBeBlocked, .blockedNow].contains(list.kind)
        let note = wording("denied_\(key)_note")
        section.set(
            "DENIED_NOTE", isState && list.table != nil ? "\(note) \(readBack)" : note)
        section.set("DENIED_COUNT", list.table.map { wording.number($0.rows.count) } ?? "—")
        if let reason = list.cannotKnow {
            section.add("CANNOT_KNOW").set(
                "CANNOT_KNOW_TEXT", wording("cannot_know_\(reason.rawValue)"))
        }
        guard let table = list.table else { return }
        guard !table.rows.isEmpty else {
            section.add("NOBODY").set("NOBODY_TEXT", wording("denied_\(key)_empty"))
            return
        }
        let cut = table.rows.count <= Self.visible + 2 ? table.rows.count : Self.visible
        fill(section.add("DENIED_TABLE"), list.kind, table, rows: 0..<cut)
        guard cut < table.rows.count else { return }
        let more = section.add("DENIED_MORE")
        more.set("DENIED_MORE_TEXT", wording.counted("rows_more", table.rows.count - cut))
        fill(more, list.kind, table, rows: cut..<table.rows.count)
    }

    /// How many lines stand open.
    private static let visible = 10

    private func fill(
        _ section: PageDictionary, _ kind: DeniedReport.Kind, _ table: ReportTable,
        rows: Range<Int>
    ) {
        var part = ReportTable(name: table.name, columns: table.columns)
        for row in table.rows[rows] { part.append(row) }
        let (keys, head) = Self.keys(of: kind)
        let isState = [Kind.shouldBeBlocked, .blockedNow].contains(kind)
        TablePart(text: text, page: frame, path: path).fill(
            section, isState ? RemainingText(wording: wording).adding(to: part) : part,
            title: wording("denied_\(kind.rawValue)"), keys: keys,
            head: head, rare: ["branch", "failure", "entitled_from", "entitled_until"]
        ) { row in
            guard let id = ReportRow(table: table, cells: row).words("member_id"),
                frame.frame.people.contains(id)
            else { return nil }
            return frame.paths.person(id)
        }
    }
}
