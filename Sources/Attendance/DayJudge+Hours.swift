import GateModel

extension DayJudge {
    /// Adds up presence and counted time, in seconds that really passed.
    func measure(_ day: inout PersonDay, pairing: Pairing, of dayCase: DayCase) {
        var presence = 0
        var counted = 0
        for stretch in pairing.stretches {
            presence += stretch.seconds
            guard let shift = dayCase.window.shift else { continue }
            let start = instant(
                of: shift.startTime(on: day.date), branch: stretch.entry.branch ?? day.branch)
            let end = instant(
                of: shift.endTime(on: day.date), branch: stretch.exit.branch ?? day.branch)
            counted += max(
                0, min(stretch.exit.instant, end) - max(stretch.entry.instant, start))
        }
        day.presenceSeconds = presence
        guard let shift = dayCase.window.shift else { return }
        let unpaid = min(counted, 60 * shift.unpaidBreakMinutes)
        day.unpaidBreakSeconds = unpaid
        day.countedSeconds = counted - unpaid
    }

    private func instant(of wall: LocalDateTime, branch: BranchID) -> Int {
        rules.zone(of: branch).meaning(of: wall).instant
    }

    /// Judges lateness, leaving early and overtime, by the wall times.
    func judgePunctuality(_ day: inout PersonDay, shift: Shift) {
        let start = shift.startTime(on: day.date)
        let end = shift.endTime(on: day.date)
        if let firstIn = day.firstIn {
            let late = firstIn.seconds(since: start)
            day.lateMinutes = late > 60 * shift.graceInMinutes ? late / 60 : 0
        }
        if let lastOut = day.lastOut {
            let early = end.seconds(since: lastOut)
            day.earlyMinutes = early > 60 * shift.graceOutMinutes ? early / 60 : 0
        }
        guard day.presenceSeconds != nil, let firstIn = day.firstIn, let lastOut = day.lastOut
        else { return }
        var overtime = overtimeMinutes(lastOut.seconds(since: end), shift: shift)
        if shift.countsOvertimeBeforeShift {
            overtime += overtimeMinutes(start.seconds(since: firstIn), shift: shift)
        }
        day.overtimeMinutes = overtime
    }

    /// Judges half days and short stays; never where the hours are not known.
    func judgeThresholds(_ day: inout PersonDay, shift: Shift) {
        guard let counted = day.countedSeconds else { return }
        if shift.absentBelowMinutes > 0, counted < 60 * shift.absentBelowMinutes {
            day.status = .shortStay
        } else if shift.halfDayBelowMinutes > 0, counted < 60 * shift.halfDayBelowMinutes {
            day.isHalfDay = true
        }
    }

    private func overtimeMinutes(_ seconds: Int, shift: Shift) -> Int {
        guard seconds > 0, seconds >= 60 * shift.overtimeMinimumMinutes else { return 0 }
        let minutes = seconds / 60
        let step = shift.overtimeStepMinutes
        return step > 1 ? minutes / step * step : minutes
    }
}
