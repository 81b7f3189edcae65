package import GateModel

/// Judges one window of one person.
package struct DayJudge: Sendable {
    /// The rules in force.
    package var rules: AttendanceRules
    /// What the readings of the gates prove.
    package var coverage: Coverage

    /// Makes a judge.
    package init(rules: AttendanceRules, coverage: Coverage) {
        self.rules = rules
        self.coverage = coverage
    }

    /// Judges a window; `nil` when there is nothing to say: a visitor who did not come.
    ///
    /// `punches` are the person's possible punches inside the window, in the order of time; `doubts`
    /// are sentences about punches in quarantine that could belong to this day.
    package func judge(
        _ window: WorkWindow, of member: Member, branch: BranchID, punches: [StoredPunch],
        doubts: [String]
    ) -> PersonDay? {
        var day = PersonDay(
            member: member, branch: branch, date: window.date, shift: window.shift?.id,
            status: .absent, why: "")
        let kind = rules.dayKind(of: window.date, in: branch)
        if punches.isEmpty {
            guard window.shift != nil else { return nil }
            judgeMissed(&day, window: window, kind: kind, doubts: doubts)
            return day
        }
        judgeWorked(&day, window: window, kind: kind, punches: punches)
        if !doubts.isEmpty { day.notes.append(contentsOf: doubts) }
        if let leave = rules.leave(of: member.memberID, on: window.date, in: branch) {
            day.notes.append("On leave (\(leave.kind)), but came.")
        }
        return day
    }

    // MARK: - Days without punches

    private func judgeMissed(
        _ day: inout PersonDay, window: WorkWindow, kind: DayKind, doubts: [String]
    ) {
        switch kind {
        case .holiday(let name):
            day.status = .holiday
            day.why = "Public holiday: \(name)."
            return
        case .weeklyOff:
            day.status = .off
            day.why = "Weekly day off."
            return
        case .working: break
        }
        if let leave = rules.leave(of: day.member.memberID, on: window.date, in: day.branch) {
            day.status = .leave
            day.why = "On leave (\(leave.kind))."
            return
        }
        let settled = window.closes.adding(seconds: 60 * rules.policy.settleMinutes)
        let gates = rules.gates(of: day.member)
        var reasons = doubts
        if gates.isEmpty { reasons.append("no gate in service may record this person") }
        for serial in gates {
            let name = rules.gates[serial]?.name ?? serial.rawValue
            if let doubt = coverage.doubt(about: serial, named: name, until: settled) {
                reasons.append(doubt)
            }
        }
        if reasons.isEmpty {
            day.status = .absent
            let read = gates.compactMap { coverage.firstReading(of: $0, notBefore: settled) }.max()
            let names = gates.compactMap { rules.gates[$0]?.name }.joined(separator: ", ")
            day.why =
                "No punch; \(names) read by \(read?.description ?? "then"), after the day closed."
        } else {
            day.status = .unknown
            day.why = "No punch so far, but " + reasons.joined(separator: "; ") + "."
        }
    }

    // MARK: - Days with punches

    private func judgeWorked(
        _ day: inout PersonDay, window: WorkWindow, kind: DayKind, punches: [StoredPunch]
    ) {
        var sorted = DayPunches(punches, rules: rules)
        guard let shift = window.shift else {
            judgeVisit(&day, punches: &sorted)
            return
        }
        let start = shift.startTime(on: window.date)
        let end = shift.endTime(on: window.date)
        let pairing = Pairing(
            sorted.kept, mode: rules.policy.mode, shift: (start, end),
            minSpanSeconds: 60 * shift.minSpanMinutes)
        mark(pairing, in: &sorted)
        day.punches = sorted.judged
        day.firstIn = pairing.firstIn?.at
        day.lastOut = pairing.lastOut?.at
        day.status = .present
        if !pairing.stretches.isEmpty {
            measure(&day, pairing: pairing, start: start, end: end, shift: shift)
        } else {
            day.missing = pairing.firstIn == nil ? .in : .out
        }
        switch kind {
        case .working:
            judgePunctuality(&day, start: start, end: end, shift: shift)
            judgeThresholds(&day, shift: shift)
        case .weeklyOff, .holiday:
            day.status = kind == .weeklyOff ? .off : .holiday
            day.overtimeMinutes = day.presenceSeconds.map {
                roundedDown($0 / 60, step: shift.overtimeStepMinutes)
            }
        }
        day.why = DayWording.why(day, shift: shift, kind: kind)
        day.notes += DayWording.notes(pairing: pairing, mode: rules.policy.mode)
    }

    private func judgeVisit(_ day: inout PersonDay, punches: inout DayPunches) {
        var visits = 0
        var last: LocalDateTime?
        for punch in punches.kept {
            let isNew =
                last.map { punch.at.seconds(since: $0) >= 60 * rules.policy.visitGapMinutes }
                ?? true
            if isNew {
                visits += 1
                punches.use(punch, as: .in)
            } else {
                punches.leaveOut(punch, because: "within the same visit")
            }
            last = punch.at
        }
        day.punches = punches.judged
        day.status = .visit
        day.firstIn = punches.kept.first?.at
        day.why = "Came \(visits == 1 ? "once" : "\(visits) times")."
        if !day.member.isEntitled(on: day.date) {
            day.notes.append("Entered while not entitled.")
        }
    }

    private func mark(_ pairing: Pairing, in punches: inout DayPunches) {
        for stretch in pairing.stretches {
            punches.use(stretch.entry, as: .in)
            punches.use(stretch.exit, as: .out)
        }
        for open in pairing.open {
            punches.leaveOut(open, because: "no matching punch")
        }
        if pairing.stretches.isEmpty {
            if let entry = pairing.firstIn { punches.use(entry, as: .in) }
            if let exit = pairing.lastOut { punches.use(exit, as: .out) }
        }
    }

    private func measure(
        _ day: inout PersonDay, pairing: Pairing, start: LocalDateTime, end: LocalDateTime,
        shift: Shift
    ) {
        var presence = 0
        var counted = 0
        for stretch in pairing.stretches {
            presence += elapsed(day.branch, stretch.entry.at, stretch.exit.at)
            let from = max(stretch.entry.at, start)
            let to = min(stretch.exit.at, end)
            if from < to { counted += elapsed(day.branch, from, to) }
        }
        day.presenceSeconds = presence
        day.countedSeconds = max(0, counted - 60 * shift.unpaidBreakMinutes)
    }

    private func judgePunctuality(
        _ day: inout PersonDay, start: LocalDateTime, end: LocalDateTime, shift: Shift
    ) {
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

    private func judgeThresholds(_ day: inout PersonDay, shift: Shift) {
        guard let counted = day.countedSeconds else { return }
        if shift.absentBelowMinutes > 0, counted < 60 * shift.absentBelowMinutes {
            day.status = .shortStay
        } else if shift.halfDayBelowMinutes > 0, counted < 60 * shift.halfDayBelowMinutes {
            day.isHalfDay = true
        }
    }

    private func overtimeMinutes(_ seconds: Int, shift: Shift) -> Int {
        guard seconds > 0, seconds >= 60 * shift.overtimeMinimumMinutes else { return 0 }
        return roundedDown(seconds / 60, step: shift.overtimeStepMinutes)
    }

    private func roundedDown(_ minutes: Int, step: Int) -> Int {
        step > 1 ? minutes / step * step : minutes
    }

    private func elapsed(_ branch: BranchID, _ from: LocalDateTime, _ to: LocalDateTime) -> Int {
        max(0, rules.elapsedSeconds(branch, from, to))
    }
}
