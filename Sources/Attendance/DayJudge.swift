import GateModel

/// Judges one window of one person.
package struct DayJudge: Sendable {
    /// The rules in force.
    package let rules: AttendanceRules
    /// What the readings of the gates prove.
    package let coverage: Coverage

    /// Makes a judge.
    package init(rules: AttendanceRules, coverage: Coverage) {
        self.rules = rules
        self.coverage = coverage
    }

    /// Judges a window; `nil` when there is nothing to say: a visitor who did not come.
    ///
    /// A corrected day is judged twice: what the gates alone say stays visible beside it.
    package func judge(_ dayCase: DayCase) -> PersonDay? {
        guard !dayCase.corrections.isEmpty else { return judgeOnce(dayCase) }
        var uncorrected = dayCase
        uncorrected.corrections = []
        let recorded = RecordedDay(judgeOnce(uncorrected))
        var day = judgeOnce(dayCase)
        day?.isCorrected = true
        day?.recorded = recorded
        day?.notes += dayCase.corrections.map { DayWording.note(on: $0, recorded: recorded) }
        return day
    }

    private func judgeOnce(_ dayCase: DayCase) -> PersonDay? {
        let window = dayCase.window
        var day = PersonDay(
            member: dayCase.member, branch: dayCase.branch, date: window.date,
            shift: window.shift?.id, status: .absent, why: "")
        day.window = window.opens..<max(window.opens, window.closes)
        let kind =
            window.isUnscheduled
            ? DayKind.unscheduled
            : rules.dayKind(of: window.date, in: dayCase.branch, shift: window.shift)
        if dayCase.punches.isEmpty, dayCase.corrections.isEmpty {
            guard window.shift != nil || window.isUnscheduled else { return nil }
            judgeMissed(&day, of: dayCase, kind: kind)
            return day
        }
        judgeWorked(&day, of: dayCase, kind: kind)
        day.notes += dayCase.doubts.map { "Besides, \($0)." }
        if let leave = rules.leave(of: day.member.memberID, on: window.date) {
            day.notes.append(DayWording.onLeave(leave) + ", but came.")
        }
        day.notes += DayWording.notes(onTimesOf: dayCase.punches, rules: rules)
        day.notes += DayWording.notes(onEntitlementOf: dayCase)
        return day
    }

    // MARK: - Days without punches

    private func judgeMissed(_ day: inout PersonDay, of dayCase: DayCase, kind: DayKind) {
        switch kind {
        case .holiday(let name):
            day.status = .holiday
            day.why = name.isEmpty ? "Public holiday." : "Public holiday: \(name)."
            return
        case .weeklyOff:
            day.status = .off
            day.why = "Weekly day off."
            return
        case .unscheduled:
            day.status = .off
            day.why = "No shift on this date."
            return
        case .working: break
        }
        if let leave = rules.leave(of: day.member.memberID, on: day.date) {
            day.status = .leave
            day.why = DayWording.onLeave(leave) + "."
            return
        }
        let settled = dayCase.window.closes.adding(seconds: 60 * rules.policy.settleMinutes)
        var unread: [String] = []
        var lastRead: LocalDateTime?
        for serial in dayCase.gates {
            let name = rules.gates[serial]?.name ?? serial.rawValue
            let until = rules.gateTime(of: settled, at: serial)
            if let doubt = coverage.doubt(about: serial, named: name, until: until) {
                unread.append(doubt)
            } else if let read = coverage.firstReading(of: serial, notBefore: until) {
                lastRead = max(lastRead ?? read, read)
            }
        }
        day.notes = [DayWording.window(of: dayCase)]
        if dayCase.doubts.isEmpty, unread.isEmpty, let lastRead {
            day.status = .absent
            let names = dayCase.gates.compactMap { rules.gates[$0]?.name }
            day.why =
                "No punch; \(DayWording.list(names, of: "gates", separator: ", ")) read by "
                + "\(lastRead), after the day closed."
        } else {
            day.status = .unknown
            if dayCase.gates.isEmpty { unread = ["no gate in service may record this person"] }
            let gates = DayWording.list(unread, of: "gates", separator: "; ")
            let reasons = dayCase.doubts + (unread.isEmpty ? [] : [gates])
            day.why = "No punch so far, but " + reasons.joined(separator: "; ") + "."
        }
    }

    // MARK: - Days with punches

    private func judgeWorked(_ day: inout PersonDay, of dayCase: DayCase, kind: DayKind) {
        var sorted = DayPunches(dayCase.punches, rules: rules)
        let corrected = dayCase.corrections.map { kept($0, in: dayCase.branch) }
        guard dayCase.window.shift != nil || dayCase.window.isUnscheduled else {
            judgeVisit(&day, punches: &sorted, corrected: corrected)
            return
        }
        let shift = dayCase.window.shift
        if isRunning(dayCase) {
            judgeRunning(&day, punches: &sorted, of: dayCase, kind: kind)
            return
        }
        let pairing = pair(&sorted, corrected: corrected, window: dayCase.window)
        day.punches = sorted.judged
        day.firstIn = pairing.firstIn?.at
        day.lastOut = pairing.lastOut?.at
        day.pairs = pairs(of: pairing, kept: sorted.kept, isCorrected: !corrected.isEmpty)
        day.status = .present
        if pairing.firstIn == nil {
            day.missing = .in
        } else if pairing.lastOut == nil {
            day.missing = .out
        }
        if !pairing.stretches.isEmpty { measure(&day, pairing: pairing, of: dayCase) }
        if kind == .working, let shift {
            judgePunctuality(&day, shift: shift)
            judgeThresholds(&day, shift: shift)
        } else {
            if case .holiday = kind { day.status = .holiday } else { day.status = .off }
            // The whole presence, not only what lies beyond a shift.
            day.overtimeMinutes = day.presenceSeconds.map { $0 / 60 }
        }
        day.why = DayWording.why(day, shift: shift, kind: kind)
        day.notes = [DayWording.window(of: dayCase, judged: sorted.judged)]
        day.notes += DayWording.notes(on: pairing, kept: sorted.kept)
    }

    /// Whether no gate that recorded the person, or may, was read after the window closed: whoever
    /// made a punch may make another one.
    private func isRunning(_ dayCase: DayCase) -> Bool {
        guard dayCase.corrections.isEmpty else { return false }
        let gates = Set(dayCase.gates).union(dayCase.punches.map(\.stored.serial))
        return gates.allSatisfy { serial in
            let closes = rules.gateTime(of: dayCase.window.closes, at: serial)
            return coverage.lastLook(at: serial).map { $0 < closes } ?? true
        }
    }

    /// Judges what is known of a day that was not over when the gates were last read.
    private func judgeRunning(
        _ day: inout PersonDay, punches: inout DayPunches, of dayCase: DayCase, kind: DayKind
    ) {
        // Pairs tell who is inside; which exit will be the last one is not known.
        let pairing = Pairing(punches.kept, mode: .pairs, shift: nil, minSpanSeconds: 0)
        for stretch in pairing.stretches { use(stretch, of: &punches, by: .order) }
        for open in pairing.open {
            punches.use(open, as: open.direction == .exit ? .out : .in, by: .order)
        }
        if let entry = pairing.firstIn { punches.use(entry, as: .in, by: .order) }
        day.pairs = runningPairs(pairing, kept: punches.kept)
        day.isRunning = true
        day.punches = punches.judged
        day.firstIn = pairing.firstIn?.at
        day.status = .present
        if kind == .working, let shift = dayCase.window.shift {
            judgePunctuality(&day, shift: shift)
        } else if kind != .working {
            if case .holiday = kind { day.status = .holiday } else { day.status = .off }
        }
        day.why = DayWording.why(day, shift: dayCase.window.shift, kind: kind)
        day.notes = [DayWording.window(of: dayCase, judged: punches.judged)]
    }

    private func judgeVisit(
        _ day: inout PersonDay, punches: inout DayPunches, corrected: [DayPunches.Kept]
    ) {
        let all = (punches.kept + corrected).sorted { $0.instant < $1.instant }
        var visits: [DayPunches.Kept] = []
        var last: DayPunches.Kept?
        for punch in all {
            let isNew =
                last.map { punch.seconds(since: $0) >= 60 * rules.policy.visitGapMinutes } ?? true
            if isNew {
                visits.append(punch)
                punches.use(punch, as: .in, by: .visit)
            } else {
                punches.leaveOut(punch, because: "within the same visit")
            }
            last = punch
        }
        day.punches = punches.judged
        day.status = .visit
        day.firstIn = all.first?.at
        day.pairs = DayPairs(visits: visits)
        day.why = "Came \(visits.count == 1 ? "once" : "\(visits.count) times")."
    }

    // MARK: - Pairs

    /// A correction as something that counts.
    private func kept(_ correction: Correction, in branch: BranchID) -> DayPunches.Kept {
        DayPunches.Kept(
            index: nil, at: correction.at,
            instant: rules.zone(of: branch).meaning(of: correction.at).instant,
            direction: correction.kind == .in ? .entry : .exit, branch: branch,
            source: .correction)
    }

    /// Pairs the kept punches and says what each of them was used as.
    ///
    /// With first in and last out, a corrected time stands in the place of the recorded one; with
    /// pairs it joins them.
    private func pair(
        _ punches: inout DayPunches, corrected: [DayPunches.Kept], window: WorkWindow
    ) -> Pairing {
        let times = window.shift.map {
            (start: $0.startTime(on: window.date), end: $0.endTime(on: window.date))
        }
        let minSpan = 60 * (window.shift?.minSpanMinutes ?? Self.minSpanWithoutShift)
        var kept = punches.kept
        if rules.policy.mode == .pairs, !corrected.isEmpty {
            kept = (kept + corrected).sorted { $0.instant < $1.instant }
        }
        var pairing = Pairing(
            kept, mode: rules.policy.mode, shift: times, minSpanSeconds: minSpan)
        if rules.policy.mode == .firstLast, !corrected.isEmpty {
            let recorded = [pairing.firstIn, pairing.lastOut]
            pairing.replace(
                firstIn: corrected.last { $0.direction == .entry },
                lastOut: corrected.last { $0.direction == .exit })
            for replaced in recorded.compactMap({ $0 }) {
                punches.leaveOut(replaced, because: "replaced by a correction")
            }
        }
        for open in pairing.open { punches.leaveOut(open, because: "no matching punch") }
        let assumed = pairing.assumed
        for stretch in pairing.stretches { use(stretch, of: &punches, by: assumed) }
        if pairing.stretches.isEmpty {
            if let entry = pairing.firstIn { punches.use(entry, as: .in, by: assumed) }
            if let exit = pairing.lastOut { punches.use(exit, as: .out, by: assumed) }
        }
        return pairing
    }

    private func use(
        _ stretch: Pairing.Stretch, of punches: inout DayPunches, by assumed: DirectionSource
    ) {
        punches.use(stretch.entry, as: .in, by: assumed)
        punches.use(stretch.exit, as: .out, by: assumed)
    }

    /// The minimum span of shifts, for days without one.
    private static let minSpanWithoutShift = 15
}
