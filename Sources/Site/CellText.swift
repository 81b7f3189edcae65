import GateModel
import Reports

/// How values look for people: the one place that turns cells into words.
struct CellText {
    let wording: Wording

    init(_ wording: Wording) {
        self.wording = wording
    }

    /// Columns whose words are keys of the languages: `status_present`, `cause_expired` …
    private static let closedLists: Set = [
        "status", "kind", "cause", "seen", "origin", "what", "refusals", "act",
    ]

    private static let datesOfAnyYear: Set = [
        "from", "to", "until", "entitled_from", "entitled_until", "valid_from",
    ]

    /// A cell as people see it.
    struct Shown: Hashable {
        var text: String
        /// Whether the value is not known: the text is a dash then.
        var isMissing = false
        /// Whether the value is a plain zero, which steps back.
        var isZero = false
    }

    /// The cell of a column.
    ///
    /// `day` is the date of the page; times of other dates say so.
    func shown(_ cell: ReportCell, _ column: ReportColumn, on day: LocalDate? = nil) -> Shown {
        switch cell {
        case .missing: return Shown(text: "—", isMissing: true)
        case .text(let text) where column.key == "failure":
            return Shown(text: FailureWords(wording: wording).sentence(text))
        case .text(let text) where ["why", "note"].contains(column.key):
            return Shown(text: Phrasebook(text: self).sentence(text))
        case .text(let text):
            // Closed lists of keys are told in the page's language.
            let isKey = Self.closedLists.contains(column.key)
            // The state of a gate has words of its own.
            if column.key == "worst" { return Shown(text: wording.word("gate_\(text)") ?? text) }
            let word = isKey ? wording.word("\(column.key)_\(text)") : nil
            return Shown(text: word ?? text)
        case .identifier(let text): return Shown(text: text)
        case .date(let date):
            // What begins or ends may do so in another year.
            let isLong = Self.datesOfAnyYear.contains(column.key)
            return Shown(text: isLong ? medium(date) : short(date))
        case .dateTime(let time): return Shown(text: self.time(time, on: day))
        case .time(let time): return Shown(text: clock(time))
        case .duration(let seconds): return Shown(text: span(seconds), isZero: seconds == 0)
        case .count(let number):
            let isMinutes = column.key.hasSuffix("_minutes")
            let text = isMinutes && number != 0 ? minutes(number) : wording.number(number)
            return Shown(text: text, isZero: number == 0)
        case .flag(let value): return Shown(text: wording(value ? "yes" : "no"), isZero: !value)
        }
    }

    /// The title of a column in the page's language.
    func title(_ column: ReportColumn) -> String {
        wording.word("column_\(column.key)") ?? column.title
    }

    // MARK: - Times and dates

    /// `08:55`.
    func clock(_ time: LocalTime) -> String {
        wording.digits(String(time.description.prefix(5)))
    }

    /// `08:55`, `06:02 +1` on the day after, with the date on any other day.
    func time(_ time: LocalDateTime, on day: LocalDate?) -> String {
        guard let day else { return moment(time) }
        switch time.date.daysSinceEpoch - day.daysSinceEpoch {
        case 0: return clock(time.time)
        case 1: return clock(time.time) + " " + wording("next_day")
        default: return moment(time)
        }
    }

    /// `Fri 20 Nov 2026, 02:00`.
    func moment(_ time: LocalDateTime) -> String {
        wording("moment", ["date": medium(time.date), "time": clock(time.time)])
    }

    /// `45 min`, `3 h 49 min`.
    func minutes(_ number: Int) -> String {
        let (seconds, isTooLarge) = number.multipliedReportingOverflow(by: 60)
        return isTooLarge ? wording.number(number) : span(seconds)
    }

    /// `4 min 07 s`, `5 h 59 min`, `3 days`: no more than people want to know.
    func coarseSpan(_ seconds: Int) -> String {
        if seconds < 3_600 { return shortSpan(seconds) }
        return seconds < 86_400 ? span(seconds) : wording.counted("days", seconds / 86_400)
    }

    /// `9 h 08 min`, `45 min`, `0 min`; seconds are dropped.
    func span(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        let sign = seconds < 0 && minutes > 0 ? "−" : ""
        guard minutes >= 60 else {
            return sign + wording("minutes", ["n": wording.number(minutes)])
        }
        let rest = minutes % 60
        return sign
            + wording(
                "hours_minutes",
                [
                    "h": wording.number(minutes / 60),
                    "m": wording.digits(rest < 10 ? "0\(rest)" : "\(rest)"),
                ])
    }

    /// `35 s`, `1 min 35 s`: for spans in which seconds count.
    func shortSpan(_ seconds: Int) -> String {
        guard seconds >= 60 else { return wording("seconds", ["n": wording.number(seconds)]) }
        return wording(
            "minutes_seconds",
            ["m": wording.number(seconds / 60), "s": wording.number(seconds % 60)])
    }

    /// `Friday 20 November 2026`.
    func long(_ date: LocalDate) -> String { dateText("date_long", date) }

    /// `Fri 20 Nov 2026`.
    func medium(_ date: LocalDate) -> String { dateText("date_medium", date) }

    /// `Fri 20 Nov`.
    func nearby(_ date: LocalDate) -> String { dateText("date_day", date) }

    /// `20 Nov`.
    func short(_ date: LocalDate) -> String { dateText("date_short", date) }

    /// `20 Nov` for a date, else the plain text.
    func short(_ cell: ReportCell) -> String {
        if case .date(let date) = cell { short(date) } else { cell.plainText }
    }

    /// `November 2026`.
    func month(_ date: LocalDate) -> String { dateText("date_month", date) }

    private func dateText(_ pattern: String, _ date: LocalDate) -> String {
        let (year, month, day) = date.components
        let weekday = date.weekday.rawValue
        return wording(
            pattern,
            [
                "weekday": wording("weekday_\(weekday)"),
                "wd": wording("weekday_\(weekday)_short"),
                "day": wording.digits(String(day)),
                "month": wording("month_\(month)"),
                "mon": wording("month_\(month)_short"),
                "year": wording.digits(String(year)),
            ])
    }
}
