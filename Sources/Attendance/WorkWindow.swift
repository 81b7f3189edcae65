package import GateModel

/// The span of wall time whose punches belong to one work date of one person; half-open.
package struct WorkWindow: Hashable, Sendable {
    /// The work date: the local date on which the shift, or the day without one, starts.
    package var date: LocalDate
    /// The shift in its version of that date; `nil` for visitors and on dates without a shift.
    package var shift: Shift?
    /// Whether a person who works shifts has none on that date.
    package var isUnscheduled: Bool
    /// The first wall time that belongs to the window.
    package var opens: LocalDateTime
    /// The first wall time that no longer belongs to it.
    package var closes: LocalDateTime

    /// Whether `time` belongs to the window.
    package func contains(_ time: LocalDateTime) -> Bool { opens <= time && time < closes }

    /// Builds the windows of a member for `dates`, in the order of their opening, without overlaps.
    ///
    /// Where two shift windows overlap, the later one opens at the end of the earlier shift, or at
    /// its own opening when that is later, and the earlier one closes there. A day without a shift
    /// runs from cutoff to cutoff, as far as no shift window needs the time.
    package static func windows(
        of member: Member, dates: ClosedRange<LocalDate>, rules: AttendanceRules
    ) -> [WorkWindow] {
        let worksShifts = rules.hasShifts(member)
        var windows: [WorkWindow] = []
        windows.reserveCapacity(dates.count)
        for date in dates {
            var shifts = worksShifts ? rules.shifts(of: member, on: date) : []
            guard !shifts.isEmpty else {
                append(
                    wholeDay(date, isUnscheduled: worksShifts, rules: rules), to: &windows)
                continue
            }
            if shifts.count > 1 {
                shifts.sort { ($0.start, $0.id) < ($1.start, $1.id) }
            }
            for shift in shifts { append(WorkWindow(shift, on: date), to: &windows) }
        }
        return windows
    }

    private static func wholeDay(
        _ date: LocalDate, isUnscheduled: Bool, rules: AttendanceRules
    ) -> WorkWindow {
        let opens = LocalDateTime(date, rules.policy.dayStartsAt)
        return WorkWindow(
            date: date, shift: nil, isUnscheduled: isUnscheduled, opens: opens,
            closes: opens.adding(seconds: 86_400))
    }

    private static func append(_ window: WorkWindow, to windows: inout [WorkWindow]) {
        var window = window
        if let last = windows.indices.last, window.opens < windows[last].closes {
            if window.shift == nil {
                window.opens = windows[last].closes
                window.closes = max(window.closes, window.opens)
            } else {
                let end = windows[last].shift.map { $0.endTime(on: windows[last].date) }
                let border = max(end ?? window.opens, window.opens)
                windows[last].closes = max(border, windows[last].opens)
                window.opens = border
            }
        }
        windows.append(window)
    }
}

extension WorkWindow {
    private init(_ shift: Shift, on date: LocalDate) {
        self.init(
            date: date, shift: shift, isUnscheduled: false,
            opens: shift.startTime(on: date).adding(seconds: -60 * shift.windowBeforeMinutes),
            closes: shift.endTime(on: date).adding(seconds: 60 * shift.windowAfterMinutes))
    }
}
