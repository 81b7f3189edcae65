import GateModel

/// The calendar of all days that have a page.
struct CalendarPage {
    let frame: PageFrame

    /// The placeholders of the calendar, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("LEDE", "How many days there are, in a sentence."),
        .section("MONTHS", "One month, newest first.", MonthGrid.placeholders),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let wording = frame.wording
        let text = CellText(wording)
        let days = frame.frame.days
        frame.fill(
            page, kind: .calendar, path: SitePath.calendar, title: wording("calendar_title"),
            asOf: frame.frame.asOf)
        if let first = days.first, let last = days.last {
            page.set(
                "LEDE",
                wording.counted(
                    "calendar_lede", days.count,
                    ["from": text.medium(first), "to": text.medium(last)]))
        } else {
            page.set("LEDE", wording("calendar_empty"))
        }
        let grid = MonthGrid(text: text, wording: wording, path: SitePath.calendar) { date in
            frame.days.contains(date) ? frame.paths.day(date) : nil
        }
        for month in Set(days.map(\.firstOfMonth)).sorted(by: >) {
            grid.fill(page.add("MONTHS"), month: month, current: nil)
        }
    }
}
