import Attendance
import GateModel
import Reports

/// One row of judged days with its punches and reasons, through `_ledger.html`.
struct LedgerLine {
    let text: CellText
    /// The columns of figures, in order.
    let figures: [String]
    /// Names of gates by serial number.
    let gates: [String: String]
    /// What repeats from row to row.
    private let words: RepeatedWords

    /// Lines with these figures, all of one table.
    init(text: CellText, figures: [String], gates: [String: String]) {
        self.text = text
        self.figures = figures
        self.gates = gates
        words = RepeatedWords(text)
    }

    /// How a row is headed: by the person on a day's page, by the date on a person's.
    struct Name {
        var name: String
        var facts: [String?]
        var url: String?
        var anchor: String?
    }

    private var wording: Wording { text.wording }
    private var phrases: Phrasebook { Phrasebook(text: text) }

    /// The figures of a row, in order; the last four only where anybody has them.
    private static let all = [
        "first_in", "last_out", "presence_seconds", "counted_seconds", "late_minutes",
        "early_minutes", "overtime_minutes",
    ]

    /// Statuses without hours: their empty figures do not apply; others are not known.
    private static let hasNoHours: Set = ["absent", "off", "holiday", "leave", "not_employed"]

    /// The figures that any of the rows has.
    static func figures(of rows: [ReportRow]) -> [String] {
        all.enumerated().filter { position, key in
            position < 3 || rows.contains { $0.cell(key) != .missing }
        }.map(\.element)
    }

    /// Fills the section `PERSON` with a row of the days file.
    func fill(
        _ line: PageDictionary, _ person: ReportRow, _ detail: DayReport.Detail,
        on date: LocalDate, named name: Name
    ) {
        let status = person.words("status") ?? "unknown"
        line.set("STATUS", status)
        line.set("STATUS_NAME", words.status(status))
        line.set("STATUS_CODE", person.words("code") ?? "")
        line.set("FIRST", person.words("first_in") ?? "")
        line.set("LATE", person.words("late_minutes") ?? "")
        line.set("DEPARTMENT", person.words("department") ?? "")
        line.set("SHIFT", person.words("shift") ?? "")
        line.set("NAME", name.name)
        line.set("NAME_LINK", "NAME_URL", optional: name.url)
        line.set("ANCHOR", "ANCHOR_ID", optional: name.anchor)
        line.set("FACTS", name.facts.compactMap { $0 }.joined(separator: " · "))
        for (key, word) in [("half_day", "tag_half_day"), ("corrected", "tag_corrected")]
        where person.isTrue(key) {
            line.add("TAGS").set("TAG", wording(word))
        }
        let hasMore = !detail.punches.isEmpty || !detail.notes.isEmpty
        guard hasMore || figures.contains(where: { person.cell($0) != .missing }) else {
            let reason = line.add("NO_FIGURES")
            reason.set("FIGURE_SPAN", figures.count)
            reason.set("WHY", WhySentence(text: text).sentence(person, on: date))
            return
        }
        for key in figures { fill(line.add("FIGURES"), key, of: person, on: date) }
        let more = line.add("MORE")
        more.set("WHY", WhySentence(text: text).sentence(person, on: date))
        more.set("PUNCHES_TEXT", wording.counted("punches", detail.punches.count))
        for note in detail.notes { more.add("NOTES").set("NOTE", phrases.sentence(note)) }
        for punch in detail.punches { fill(more.add("PUNCHES"), punch, on: date) }
    }

    private func fill(
        _ line: PageDictionary, _ judged: JudgedPunch, on date: LocalDate
    ) {
        let punch = judged.stored.punch
        let serial = judged.stored.serial.rawValue
        let isSameDay = punch.at.date == date
        line.set(
            "PUNCH_TIME",
            isSameDay
                ? wording.digits(punch.at.time.description)
                : text.medium(punch.at.date) + ", " + wording.digits(punch.at.time.description))
        line.set("PUNCH_ISO", punch.at.description)
        line.set("PUNCH_GATE", gates[serial] ?? serial)
        line.set("PUNCH_USE", judged.use.rawValue)
        line.set("PUNCH_USE_NAME", words.use(judged.use.rawValue))
        line.set("PUNCH_RAW", words.codes(state: punch.state, verify: punch.verify))
        line.set("PUNCH_TOLD", "PUNCH_TOLD_TEXT", optional: words.told(judged))
        line.set(
            "PUNCH_REASON", "PUNCH_REASON_TEXT", optional: judged.reason.map(phrases.sentence))
    }

    private func fill(
        _ figure: PageDictionary, _ key: String, of person: ReportRow, on date: LocalDate
    ) {
        let shown = text.shown(person.cell(key), person.column(key), on: date)
        let status = person.words("status") ?? "unknown"
        let isOfShift = !Self.all.prefix(3).contains(key)
        let isLate = key == "late_minutes" || key == "early_minutes"
        let applies = !Self.hasNoHours.contains(status) && !(status == "visit" && isOfShift)
        let isMissing = shown.isMissing && applies
        var style =
            isMissing ? "missing" : shown.isMissing ? "none" : shown.isZero ? "zero" : "given"
        if isLate, style == "given" { style = "late" }
        figure.set("FIGURE", shown.text)
        figure.set("FIGURE_NAME", words.title(of: key, in: person))
        figure.set("FIGURE_STYLE", style)
        if shown.isMissing {
            figure.add("FIGURE_MISSING").set(
                "FIGURE_MISSING_TEXT", wording(isMissing ? "not_known" : "does_not_apply"))
        }
    }
}
