import Attendance
import GateModel
import Reports

/// The page of a person: the last weeks day by day, and what the person is to the gates.
struct PersonPage {
    let report: PersonReport
    /// The first day of which the page tells.
    let since: LocalDate?
    let frame: PageFrame
    let path: String

    var wording: Wording { frame.wording }
    var text: CellText { CellText(wording) }

    /// The placeholders of a person's page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("PERSON_NAME", "The name."),
        .text("PERSON_FACTS", "Member id, branch, department and shift."),
        .text("LEDE", "The last weeks in a sentence or two."),
        .text("ENTITLED_TEXT", "Whether the person may pass today."),
        .text("ENTITLED_STYLE", "`present` or `absent`."),
        .text("ENTITLED_WHY", "Since and until when."),
        .section("BOARD", "Shown when anything is counted.", CountTiles.placeholders),
        .section(
            "PERSON_MONTHS", "One month as a calendar of codes.",
            CodeGrid.placeholders + [
                .section(
                    "MONTH_CARD", "Shown when the month has a time card.",
                    [.text("MONTH_CARD_URL", "That card on this page.")])
            ]),
        .section(
            "DAYS", "Shown when there are judged days.",
            [
                .text("DAYS_TEXT", "How many rows there are."),
                .section("GROUPS", "The days of one month.", PeoplePart.groups),
            ]),
        .section("NO_DAYS", "Shown when there are none."),
        .section("CARDS", "The time card of a month.", TimeCardPart.placeholders),
        .section(
            "BLOCKS", "Ids, access, entitlement, corrections.",
            [
                .section("BLOCK_WIDE", "Shown when its table needs the whole width."),
                .text("BLOCK_TITLE", "What it tells."), .text("BLOCK_NOTE", "What it means."),
                .section("BLOCK_TABLE", "Shown when there is anything.", TablePart.placeholders),
                .section(
                    "BLOCK_MORE", "Shown when there is more than is listed.",
                    [.text("BLOCK_MORE_TEXT", "How much more.")]),
                .section(
                    "BLOCK_EMPTY", "Shown when there is nothing.",
                    [.text("BLOCK_EMPTY_TEXT", "What that means, in a sentence.")]),
            ]),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let member = report.member
        frame.fill(page, kind: .person, path: path, title: member.name, asOf: report.asOf)
        page.set("PERSON_NAME", member.name)
        let facts = [
            member.memberID.rawValue, member.branch.map { frame.name(of: $0.rawValue) },
            member.department, member.shift.map { wording("shift_is", ["shift": $0.rawValue]) },
        ]
        page.set(
            "PERSON_FACTS", facts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · "))
        page.set("LEDE", lede)
        fillEntitlement(page)
        CountTiles(wording: wording).fillBoard(page, report.counts)
        fillDays(page)
        fillBlocks(page)
    }

    // MARK: - Non public

    private var lede: String {
        guard let since else { return wording("person_no_days") }
        return wording("person_since", ["date": text.medium(since)])
    }

    private func fillEntitlement(_ page: PageDictionary) {
        let may = report.isEntitled
        page.set("ENTITLED_TEXT", wording(may ? "entitled_yes" : "entitled_no"))
        page.set("ENTITLED_STYLE", may ? "present" : "absent")
        let member = report.member
        var why: [String] = []
        if member.status == .suspended { why.append(wording("entitled_suspended")) }
        let from = [member.joined, member.accessFrom].compactMap { $0 }.max()
        let until = [member.left, member.accessUntil].compactMap { $0 }.min()
        if let from { why.append(wording("entitled_from", ["date": text.medium(from)])) }
        if let until { why.append(wording("entitled_until", ["date": text.medium(until)])) }
        if why.isEmpty { why.append(wording("entitled_always")) }
        page.set("ENTITLED_WHY", why.joined(separator: " "))
    }

    private func fillDays(_ page: PageDictionary) {
        let rows = report.days.reportRows
        let dates = rows.compactMap { row -> LocalDate? in
            if case .date(let date) = row.cell("date") { date } else { nil }
        }
        guard !rows.isEmpty, dates.count == rows.count else {
            page.add("NO_DAYS")
            return
        }
        var codes: [LocalDate: CodeGrid.Day] = [:]
        for (row, date) in zip(rows, dates) {
            let status = row.words("status") ?? "unknown"
            let isLate = status == "present" && (row.number("late_minutes") ?? 0) > 0
            codes[date] = CodeGrid.Day(
                code: row.words("code") ?? "", style: isLate ? "late" : status,
                name: wording("status_\(isLate ? "late" : status)"))
        }
        for month in Set(dates.map(\.firstOfMonth)).sorted() {
            let section = page.add("PERSON_MONTHS")
            CodeGrid(text: text).fill(section, month: month, days: codes)
            section.set(
                "MONTH_CARD", "MONTH_CARD_URL",
                optional: report.timeCards.contains { $0.month == month }
                    ? "#" + TimeCardPart.anchor(month) : nil)
        }
        for card in report.timeCards {
            TimeCardPart(text: text, card: card).fill(page.add("CARDS"))
        }
        let section = page.add("DAYS")
        section.set("DAYS_TEXT", wording.counted("people_rows", rows.count))
        let figures = LedgerLine.figures(of: rows)
        let line = LedgerLine(text: text, figures: figures, gates: gateNames)
        var group: PageDictionary?
        var month: LocalDate?
        var anchors: Set<LocalDate> = []
        for ((row, date), detail) in zip(zip(rows, dates), report.details) {
            if group == nil || month != date.firstOfMonth {
                month = date.firstOfMonth
                group = startGroup(section, date, figures, of: row)
            }
            guard let group else { continue }
            let target = frame.days.contains(date) ? frame.paths.day(date) : nil
            line.fill(
                group.add("PERSON"), row, detail, on: date,
                named: .init(
                    name: text.nearby(date),
                    facts: [row.words("shift").map { wording("shift_is", ["shift": $0]) }],
                    url: target.map { SitePath.link(to: $0, on: path) },
                    anchor: anchors.insert(date).inserted ? CodeGrid.anchor(date) : nil))
        }
    }

    /// The gates the person passed, by serial number; with the branch where there are several.
    private var gateNames: [String: String] {
        let severalBranches = frame.frame.branches.count > 1
        var names: [String: String] = [:]
        for serial in Set(report.details.flatMap { $0.punches.map(\.stored.serial) }) {
            guard let gate = report.gates[serial] else { continue }
            names[serial.rawValue] =
                severalBranches
                ? "\(gate.name) · \(frame.name(of: gate.branch.rawValue))" : gate.name
        }
        return names
    }

    private func startGroup(
        _ section: PageDictionary, _ date: LocalDate, _ figures: [String], of row: ReportRow
    ) -> PageDictionary {
        let group = section.add("GROUPS")
        group.set("GROUP_NAME", text.month(date))
        group.add("GROUP_LINK").set(
            "GROUP_URL", SitePath.link(to: frame.paths.month(date), on: path))
        for key in figures {
            group.add("FIGURE_COLUMNS").set("FIGURE_COLUMN", text.title(row.column(key)))
        }
        group.set("LEDGER_HEAD", wording("column_date"))
        group.set("WHY_SPAN", figures.count + 2)
        return group
    }

    private func fillBlocks(_ page: PageDictionary) {
        let hasAccess = report.access.rows.contains { $0[2] != .missing || $0[7] != .missing }
        add(
            page, "access",
            hasAccess ? RemainingText(wording: wording).adding(to: report.access) : nil,
            keys: ["gate", "wanted", "seen", "remaining", "since", "seen_at", "reason", "failure"],
            head: "gate", rare: ["failure"], isWide: true)
        add(
            page, "identities", report.identities,
            keys: ["gate", "device_user_id", "from", "to", "origin"], head: "gate",
            rare: ["from", "to"])
        add(
            page, "entitlement", report.entitlement, keys: ["what", "from", "until"], head: "what")
        addTimeline(page)
        addBackups(page)
        add(
            page, "corrections", report.corrections,
            keys: ["date", "kind", "before", "at", "reason", "by", "recorded_at", "undone_by"],
            head: "date", rare: ["by", "undone_by"])
    }

    @discardableResult
    func add(
        _ page: PageDictionary, _ name: String, _ table: ReportTable?, keys: [String], head: String,
        rare: Set<String> = [], isWide: Bool = false
    ) -> PageDictionary {
        let block = page.add("BLOCKS")
        block.show("BLOCK_WIDE", when: isWide && table?.rows.isEmpty == false)
        block.set("BLOCK_TITLE", wording("person_\(name)"))
        block.set("BLOCK_NOTE", wording("person_\(name)_note"))
        guard let table, !table.rows.isEmpty else {
            block.add("BLOCK_EMPTY").set("BLOCK_EMPTY_TEXT", wording("person_\(name)_empty"))
            return block
        }
        TablePart(text: text, page: frame, path: path).fill(
            block.add("BLOCK_TABLE"), table, title: wording("person_\(name)"), keys: keys,
            head: head, rare: rare)
        return block
    }
}
