import GateModel

/// One month of a person as a calendar of letter codes, through the part `_codes.html`.
struct CodeGrid {
    let text: CellText

    /// What a day came to.
    struct Day {
        var code: String
        var style: String
        var name: String
    }

    /// What a section that holds such a month offers.
    static let placeholders: [Placeholder] = [
        .text("MONTH_NAME", "Month and year."),
        .section(
            "WEEKDAYS", "One day of the week.",
            [.text("WEEKDAY", "Its short name."), .text("WEEKDAY_LONG", "Its full name.")]),
        .section(
            "WEEKS", "One week.",
            [
                .section(
                    "DAYS_OF_WEEK", "One day of the week, also of the neighbouring months.",
                    [
                        .section(
                            "CODE_LINK", "Shown when the day was judged.",
                            [
                                .text("CODE_URL", "Its row on this page."),
                                .text("CODE_DAY", "Day of the month."),
                                .text("CODE", "Letter code."),
                                .text("CODE_STYLE", "Status key."),
                                .text("CODE_LONG", "The full date and the status."),
                            ]),
                        .section(
                            "CODE_PLAIN", "Shown when it was not.",
                            [.text("CODE_DAY", "Day of the month; empty beside the month.")]),
                    ])
            ]),
    ]

    /// The name by which the row of a date is linked to.
    static func anchor(_ date: LocalDate) -> String { "d\(date)" }

    /// Fills a section with the month of a date.
    func fill(_ section: PageDictionary, month: LocalDate, days: [LocalDate: Day]) {
        let wording = text.wording
        section.set("MONTH_NAME", text.month(month))
        for weekday in Weekday.allCases {
            let head = section.add("WEEKDAYS")
            head.set("WEEKDAY", wording("weekday_\(weekday.rawValue)_short"))
            head.set("WEEKDAY_LONG", wording("weekday_\(weekday.rawValue)"))
        }
        let first = month.firstOfMonth
        let blanks = Weekday.allCases.firstIndex(of: first.weekday) ?? 0
        let count = LocalDate.days(inMonth: month.month, ofYear: month.year)
        for week in 0..<((blanks + count + 6) / 7) {
            let row = section.add("WEEKS")
            for position in (week * 7)..<(week * 7 + 7) {
                let cell = row.add("DAYS_OF_WEEK")
                let number = position - blanks
                guard (0..<count).contains(number) else {
                    cell.add("CODE_PLAIN").set("CODE_DAY", "")
                    continue
                }
                fill(cell, first.adding(days: number), days)
            }
        }
    }

    private func fill(_ cell: PageDictionary, _ date: LocalDate, _ days: [LocalDate: Day]) {
        let number = text.wording.digits(String(date.day))
        guard let day = days[date] else {
            cell.add("CODE_PLAIN").set("CODE_DAY", number)
            return
        }
        let link = cell.add("CODE_LINK")
        link.set("CODE_URL", "#" + Self.anchor(date))
        link.set("CODE_DAY", number)
        link.set("CODE", day.code)
        link.set("CODE_STYLE", day.style)
        link.set("CODE_LONG", "\(text.long(date)): \(day.name)")
    }
}
