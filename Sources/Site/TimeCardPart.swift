import Attendance
import GateModel
import Reports

/// The time card of a month, a sheet to print and sign, through `_timecard.html`.
struct TimeCardPart {
    let text: CellText
    let card: TimeCard

    private var wording: Wording { text.wording }

    /// What a section that holds a time card offers.
    static let placeholders: [Placeholder] = [
        .text("CARD_ID", "Its name in the page."),
        .text("CARD_MONTH", "Month and year."),
        .section(
            "CARD_NOTES", "What the pairs are based on, what the sums lack.",
            [.text("CARD_NOTE", "A sentence.")]),
        .section("CARD_COLUMNS", "One column of figures.", [.text("CARD_COLUMN", "Its title.")]),
        .section("CARD_ROWS", "One day and shift.", row),
        .section("CARD_SUMS", "The sum of a column of figures.", figure),
    ]

    private static let figure: [Placeholder] = [
        .text("CARD_FIGURE", "What it says; a dash when not known, empty when it does not apply."),
        .text("CARD_FIGURE_NAME", "Title of its column."),
        .text("CARD_FIGURE_STYLE", "`given`, `zero`, `late`, `missing` or `none`."),
        .section("CARD_FIGURE_MISSING", "Shown when the figure is not known."),
    ]

    private static let row: [Placeholder] = [
        .text("CARD_DATE", "Day of the week and date."),
        .text("CARD_SHIFT", "The shift; a dash when there is none."),
        .text("CARD_STATUS", "Status key: `present`, `absent`, `unknown` …"),
        .text("CARD_STATUS_NAME", "Status as a word."),
        .text("CARD_CODE", "Status as a letter code."),
        .section("CARD_CORRECTED", "Shown when the day was corrected."),
        .section(
            "CARD_PAIRS", "One entry with its exit.",
            [
                .text("CARD_PAIR", "The times; a dash for the side that is not known."),
                .section("CARD_PAIR_OPEN", "Shown when a side is not known."),
            ]),
        .section(
            "CARD_UNPAIRED", "Shown when there are punches in no pair.",
            [.text("CARD_UNPAIRED_TEXT", "How many.")]),
        .section("CARD_NO_PAIRS", "Shown instead of pairs when there was no punch."),
        .section("CARD_FIGURES", "One figure, in the order of the columns.", figure),
    ]

    /// The name by which the card of a month is linked to.
    static func anchor(_ month: LocalDate) -> String { "card-\(month.monthText)" }

    /// Fills a section with the card.
    func fill(_ section: PageDictionary) {
        section.set("CARD_ID", Self.anchor(card.month))
        section.set("CARD_MONTH", text.month(card.month))
        for note in notes { section.add("CARD_NOTES").set("CARD_NOTE", note) }
        let places = shownPlaces
        let titles = places.map { text.title(TimeCard.columns[$0]) }
        for title in titles { section.add("CARD_COLUMNS").set("CARD_COLUMN", title) }
        let words = RepeatedWords(text)
        for (cells, pairs) in zip(card.days.rows, card.pairs) {
            let row = section.add("CARD_ROWS")
            guard case .date(let date) = cells[Place.date] else { continue }
            let status = cells[Place.status].plainText
            row.set("CARD_DATE", text.nearby(date))
            row.set(
                "CARD_SHIFT", cells[Place.shift] == .missing ? "—" : cells[Place.shift].plainText)
            row.set("CARD_STATUS", status)
            row.set("CARD_STATUS_NAME", words.status(status))
            row.set("CARD_CODE", cells[Place.code].plainText)
            row.show("CARD_CORRECTED", when: cells[Place.corrected] == .flag(true))
            fill(row, pairs, on: date)
            for (place, title) in zip(places, titles) {
                fill(
                    row.add("CARD_FIGURES"), cells[place], place, title: title,
                    applies: pairs != nil || status == "unknown")
            }
        }
        for (place, title) in zip(places, titles) {
            fill(
                section.add("CARD_SUMS"), card.sums[place - TimeCard.figures.lowerBound], place,
                title: title, applies: true)
        }
    }

    // MARK: - Non public

    /// Where things stand in a row.
    private enum Place {
        static let date = 0
        static let shift = 1
        static let status = 2
        static let code = 3
        static let corrected = TimeCard.figures.upperBound
        /// Figures that are always there, also where none of them is known.
        static let always: Set = ["inside_seconds", "counted_seconds"]
    }

    /// The columns of figures of which anything is known; that of unpaid breaks where there are any.
    private var shownPlaces: [Int] {
        TimeCard.figures.filter { place in
            let sum = card.sums[place - TimeCard.figures.lowerBound]
            let isNothing = sum == .missing || sum == .duration(seconds: 0)
            return !isNothing || Place.always.contains(TimeCard.columns[place].key)
        }
    }

    private var notes: [String] {
        let pairs = card.pairs.compactMap { $0 }
        let bases = Set(pairs.map(\.basis))
        var notes = DayPairs.Basis.allCases.filter(bases.contains).map {
            wording("card_basis_\($0.rawValue)")
        }
        if pairs.contains(where: { $0.unpaired > 0 }) {
            notes.append(wording("card_unpaired_note"))
        }
        let sides = pairs.flatMap { $0.pairs.flatMap { [$0.entry, $0.exit] } }
        if sides.contains(where: { $0?.source == .correction }) {
            notes.append(wording("card_corrected_note"))
        }
        if card.openDays > 0 { notes.append(wording.counted("card_open_days", card.openDays)) }
        return notes
    }

    private func fill(_ row: PageDictionary, _ pairs: DayPairs?, on date: LocalDate) {
        guard let pairs, !(pairs.pairs.isEmpty && pairs.unpaired == 0) else {
            row.add("CARD_NO_PAIRS")
            return
        }
        func time(_ side: DayPairs.Side?) -> String {
            guard let side else { return "—" }
            let mark = side.source == .correction ? "*" : ""
            return text.time(side.at, on: date) + mark
        }
        for pair in pairs.pairs {
            let shown = row.add("CARD_PAIRS")
            let isOpen = pair.seconds == nil
            shown.set(
                "CARD_PAIR",
                wording(
                    isOpen ? "card_pair_open" : "card_pair",
                    ["in": time(pair.entry), "out": time(pair.exit)]))
            shown.show("CARD_PAIR_OPEN", when: isOpen)
        }
        if pairs.unpaired > 0 {
            row.add("CARD_UNPAIRED").set(
                "CARD_UNPAIRED_TEXT",
                wording("card_unpaired", ["n": wording.number(pairs.unpaired)])
            )
        }
    }

    private func fill(
        _ figure: PageDictionary, _ cell: ReportCell, _ place: Int, title: String,
        applies: Bool
    ) {
        let column = TimeCard.columns[place]
        let shown = text.shown(cell, column)
        let isLate = ["late_minutes", "early_minutes"].contains(column.key)
        var style = shown.isZero ? "zero" : isLate ? "late" : "given"
        if shown.isMissing { style = applies ? "missing" : "none" }
        // What does not apply is left blank: a dash on paper means that it is not known.
        figure.set("CARD_FIGURE", style == "none" ? "" : shown.text)
        figure.set("CARD_FIGURE_NAME", title)
        figure.set("CARD_FIGURE_STYLE", style)
        figure.show("CARD_FIGURE_MISSING", when: style == "missing")
    }
}
