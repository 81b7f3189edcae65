import GateModel

/// One month as a calendar through the part `_month.html`.
struct MonthGrid {
    let text: CellText
    let wording: Wording
    let path: String
    /// Where a day leads, relative to the web root; `nil` when it has no page.
    let page: (LocalDate) -> String?

    /// What a section that holds a month offers.
    static let placeholders: [Placeholder] = [
        .text("MONTH_NAME", "Month and year."),
        .section(
            "WEEKDAYS", "One day of the week.",
            [
                .text("WEEKDAY", "Its short name."), .text("WEEKDAY_LONG", "Its full name."),
            ]),
        .section(
            "WEEKS", "One week.",
            [
                .section(
                    "DAYS", "One day of the week, also of the neighbouring months.",
                    [
                        .section(
                            "DAY_LINK", "Shown when the day has a page.",
                            [
                                .text("DAY_URL", "Its page."), .text("DAY", "Day of the month."),
                                .text("DAY_LONG", "The full date."),
                                .section("DAY_CURRENT", "Shown on the day of this page."),
                            ]),
                        .section(
                            "DAY_PLAIN", "Shown when the day has no page.",
                            [
                                .text("DAY", "Day of the month.")
                            ]),
                        .section("DAY_BLANK", "Shown for days of the neighbouring months."),
                    ])
            ]),
    ]

    /// Fills a section with the month of `date`.
    func fill(_ section: PageDictionary, month date: LocalDate, current: LocalDate?) {
        section.set("MONTH_NAME", text.month(date))
        for weekday in Weekday.allCases {
            let head = section.add("WEEKDAYS")
            head.set("WEEKDAY", wording("weekday_\(weekday.rawValue)_short"))
            head.set("WEEKDAY_LONG", wording("weekday_\(weekday.rawValue)"))
        }
        let first = date.firstOfMonth
        let blanks = Weekday.allCases.firstIndex(of: first.weekday) ?? 0
        let count = LocalDate.days(inMonth: date.month, ofYear: date.year)
        for week in 0..<((blanks + count + 6) / 7) {
            let days = section.add("WEEKS")
            for position in (week * 7)..<(week * 7 + 7) {
                let day = days.add("DAYS")
                let number = position - blanks
                if (0..<count).contains(number) {
                    fill(day, first.adding(days: number), current: current)
                } else {
                    day.add("DAY_BLANK")
                }
            }
        }
    }

    private func fill(_ day: PageDictionary, _ date: LocalDate, current: LocalDate?) {
        guard let target = page(date) else {
            day.add("DAY_PLAIN").set("DAY", wording.digits(String(date.day)))
            return
        }
        let link = day.add("DAY_LINK")
        link.set("DAY_URL", SitePath.link(to: target, on: path))
        link.set("DAY", wording.digits(String(date.day)))
        link.set("DAY_LONG", text.long(date))
        link.show("DAY_CURRENT", when: date == current)
    }
}
