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

    /// Whether `time` belongs to the window.
    package func contains(_ time: LocalDateTime) -> Bool { opens <= time && time < closes }

    /// Builds the windows of a member for `dates`, oldest first and without overlaps.
    ///
    /// Where two shift windows overlap, the later one opens at the end of the earlier shift, or at
    /// its own opening when that is later, and the earlier one closes there.
    package static func windows(
        of shiftID: ShiftID?, dates: ClosedRange<LocalDate>, rules: AttendanceRules
    ) -> [WorkWindow] {
        guard let shiftID else {
            return dates.map { date in
                let opens = LocalDateTime(date, rules.policy.dayStartsAt)
                return WorkWindow(
                    date: date, shift: nil, opens: opens, closes: opens.adding(seconds: 86_400))
            }
        }
        var windows: [WorkWindow] = []
        for date in dates {
            guard let shift = rules.shifts.shift(shiftID, on: date) else { continue }
            var window = WorkWindow(
                date: date, shift: shift,
                opens: shift.startTime(on: date).adding(seconds: -60 * shift.windowBeforeMinutes),
                closes: shift.endTime(on: date).adding(seconds: 60 * shift.windowAfterMinutes))
            if let last = windows.indices.last, window.opens < windows[last].closes,
                let earlier = windows[last].shift
            {
                let border = max(earlier.endTime(on: windows[last].date), window.opens)
                windows[last].closes = max(border, windows[last].opens)
                window.opens = border
            }
            windows.append(window)
        }
        return windows
    }
}
