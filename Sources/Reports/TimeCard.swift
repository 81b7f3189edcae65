package import Attendance
package import GateModel

/// The days of one person and month as on a sheet to be signed: pairs, breaks, hours, sums.
package struct TimeCard: Hashable, Sendable {
    /// The first day of the month.
    package var month: LocalDate
    /// A row a judged day and shift, oldest first: the columns of ``columns``.
    package var days: ReportTable
    /// Entries and exits of each row of `days`; `nil` on days without punches and corrections.
    package var pairs: [DayPairs?]
    /// What the known values of each of ``figures`` come to; missing where none is known.
    package var sums: [ReportCell]
    /// Days of which a pair is open or the hours are not known: the sums lack something of them.
    package var openDays: Int

    /// The columns of ``days``. Times inside and breaks are those of the pairs, the others those of the
    /// days file.
    package static let columns = [
        ReportColumn("date", "Date", .date),
        ReportColumn("shift", "Shift", .identifier),
        ReportColumn("status", "Status", .text),
        ReportColumn("code", "Code", .text),
        ReportColumn("inside_seconds", "Inside", .duration),
        ReportColumn("break_seconds", "Breaks", .duration),
        ReportColumn("unpaid_break_seconds", "Unpaid break", .duration),
        ReportColumn("counted_seconds", "Counted", .duration),
        ReportColumn("late_minutes", "Late (min)", .count),
        ReportColumn("early_minutes", "Early (min)", .count),
        ReportColumn("overtime_minutes", "Overtime (min)", .count),
        ReportColumn("corrected", "Corrected", .flag),
    ]

    /// The places in a row of the figures that are summed up.
    package static let figures = 4..<11

    /// The cards of the months of `days`, those of one person, newest first; newest month first, none
    /// for who only pays visits.
    package static func cards(of days: [PersonDay]) -> [TimeCard] {
        guard days.contains(where: { $0.status != .visit }) else { return [] }
        var cards: [TimeCard] = []
        var rest = days[...]
        while let month = rest.first?.date.firstOfMonth {
            let end = rest.firstIndex { $0.date.firstOfMonth != month } ?? rest.endIndex
            cards.append(TimeCard(month: month, days: rest[..<end].reversed()))
            rest = rest[end...]
        }
        return cards
    }

    private init(month: LocalDate, days: [PersonDay]) {
        self.month = month
        self.days = ReportTable(name: "time_card", columns: Self.columns)
        pairs = days.map(\.pairs)
        openDays = 0
        var sums = [Int?](repeating: nil, count: Self.figures.count)
        for day in days {
            let figures = Self.figures(of: day)
            for (place, figure) in figures.enumerated() {
                if let figure { sums[place] = (sums[place] ?? 0) + figure }
            }
            if let pairs = day.pairs, pairs.hasOpenPair || figures[0] == nil { openDays += 1 }
            self.days.append(
                [
                    .date(day.date), .known(day.shift) { .identifier($0.rawValue) },
                    .text(day.status.rawValue), .text(DayColumns.code(of: day)),
                ] + Self.cells(figures) + [.flag(day.isCorrected)])
        }
        self.sums = Self.cells(sums)
    }

    private static func figures(of day: PersonDay) -> [Int?] {
        // Of a day that is not over nobody knows how long it was.
        let known = day.isRunning ? nil : day.pairs
        return [
            known?.insideSeconds, known?.breakSeconds, day.unpaidBreakSeconds, day.countedSeconds,
            day.lateMinutes, day.earlyMinutes, day.overtimeMinutes,
        ]
    }

    private static func cells(_ figures: [Int?]) -> [ReportCell] {
        zip(figures, columns[Self.figures]).map { figure, column in
            .known(figure) { column.kind == .duration ? .duration(seconds: $0) : .count($0) }
        }
    }
}
