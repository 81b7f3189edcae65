package import GateModel

/// The span of wall time whose punches belong to one work date of one person; half-open.
package struct WorkWindow: Hashable, Sendable {
    /// The work date: the local date on which the shift, or the visitors' day, starts.
    package var date: LocalDate
    /// The shift in its version of that date; `nil` for visitors.
    package var shift: Shift?
    /// The first wall time that belongs to the window.
    package var opens: LocalDateTime
    /// The first wall time that no longer belongs to it.
    package var closes: LocalDateTime

    private init(
        date: LocalDate, shift: Shift?, opens: LocalDateTime, closes: LocalDateTime
    ) {
        self.date = date
        self.shift = shift
        self.opens = opens
        self.closes = closes
    }

    /// Whether `time` belongs to the window.
    package func contains(_ time: LocalDateTime) -> Bool { opens <= time && time < closes }

    /// Builds the windows of a member for `dates`, in the order of their opening, without overlaps.
    ///
    /// Where two shift windows overlap, the later one opens at the end of the earlier shift, or at
    /// its own opening when that is later, and the earlier one closes there.
    package static func windows(
        of member: Member, dates: ClosedRange<LocalDate>, rules: AttendanceRules
    ) -> [WorkWindow] {
        guard rules.hasShifts(member) else {
            return dates.map { date in
                let opens = LocalDateTime(date, rules.policy.dayStartsAt)
                return WorkWindow(
                    date: date, shift: nil, opens: opens, closes: opens.adding(seconds: 86_400))
            }
        }
        var windows: [WorkWindow] = []
        for date in dates {
            let shifts = rules.shifts(of: member, on: date).sorted {
                ($0.start, $0.id) < ($1.start, $1.id)
            }
            for shift in shifts { append(WorkWindow(shift, on: date), to: &windows) }
        }
        return windows
    }

    private init(_ shift: Shift, on date: LocalDate) {
        self.date = date
        self.shift = shift
        opens = shift.startTime(on: date).adding(seconds: -60 * shift.windowBeforeMinutes)
        closes = shift.endTime(on: date).adding(seconds: 60 * shift.windowAfterMinutes)
    }

    private static func append(_ window: WorkWindow, to windows: inout [WorkWindow]) {
        var window = window
        if let last = windows.indices.last, window.opens < windows[last].closes,
            let earlier = windows[last].shift
        {
            let border = max(earlier.endTime(on: windows[last].date), window.opens)
            windows[last].closes = max(border, windows[last].opens)
            window.opens = border
        }
        windows.append(window)
    }
}
