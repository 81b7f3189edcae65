import GateModel

/// The sentences that explain a judged day.
enum DayWording {
    /// Why a worked day is what it is.
    static func why(_ day: PersonDay, shift: Shift?, kind: DayKind) -> String {
        var parts: [String] = []
        switch kind {
        case .working: break
        case .weeklyOff: parts.append("worked on the weekly day off")
        case .unscheduled: parts.append("worked on a date without a shift")
        case .holiday(let name):
            parts.append("worked on a public holiday" + (name.isEmpty ? "" : " (\(name))"))
        }
        if let firstIn = day.firstIn { parts.append("in at \(firstIn.time)") }
        if let lastOut = day.lastOut {
            let isNextDay = lastOut.date != day.date
            parts.append("out at \(lastOut.time)\(isNextDay ? " the next day" : "")")
        }
        if let missing = day.missing {
            parts.append(missing == .in ? "no entry recorded" : "no exit recorded")
        }
        if day.isRunning { parts.append("the day was not over when the gates were last read") }
        if let late = day.lateMinutes, late > 0 { parts.append("\(late) min late") }
        if let early = day.earlyMinutes, early > 0 { parts.append("left \(early) min early") }
        if let shift { parts += thresholds(day, shift: shift) }
        let sentence = parts.joined(separator: ", ")
        let hours = shift.map {
            "; shift \($0.id) \($0.start.description.prefix(5))–\($0.end.description.prefix(5))"
        }
        return "\(sentence.prefix(1).uppercased())\(sentence.dropFirst())\(hours ?? "")."
    }

    private static func thresholds(_ day: PersonDay, shift: Shift) -> [String] {
        if day.status == .shortStay {
            return ["counted time below \(spanText(seconds: 60 * shift.absentBelowMinutes))"]
        }
        if day.isHalfDay {
            return [
                "counted time below \(spanText(seconds: 60 * shift.halfDayBelowMinutes)), half a day"
            ]
        }
        return []
    }

    /// Which punches the day is made of: window, policy version, how many were used.
    static func window(of dayCase: DayCase, judged: [JudgedPunch] = []) -> String {
        let window = dayCase.window
        let closes = window.closes
        // A window that ends at midnight ends at 24:00 of its last day.
        let isMidnight = closes.secondOfDay == 0
        let lastDay = isMidnight ? closes.date.adding(days: -1) : closes.date
        func text(_ time: String, on date: LocalDate) -> String {
            date == window.date ? time : "\(date.weekdayName) \(time)"
        }
        var parts = [
            "Window \(text(window.opens.timeText, on: window.opens.date)) to "
                + text(isMidnight ? "24:00" : closes.timeText, on: lastDay)
        ]
        if let shift = window.shift, shift.from.daysSinceEpoch > 0 {
            parts.append("shift \(shift.id) as of \(shift.from)")
        }
        if !judged.isEmpty {
            let used = judged.count { $0.use == .in || $0.use == .out }
            parts.append("\(used) of \(judged.count) punch\(judged.count == 1 ? "" : "es") used")
        }
        return parts.joined(separator: "; ") + "."
    }

    /// What else a reader should know about the pairing.
    static func notes(on pairing: Pairing, kept: [DayPunches.Kept]) -> [String] {
        var notes = pairing.open.map {
            "\($0.at.time) has no matching punch and adds no hours."
        }
        for (earlier, later) in zip(kept, kept.dropFirst())
        where earlier.direction == later.direction && later.direction != .unknown {
            let word = later.direction == .entry ? "entries" : "exits"
            let other = later.direction == .entry ? "exit" : "entry"
            notes.append(
                "Two \(word), \(earlier.at.time) and \(later.at.time), without an \(other) between."
            )
        }
        if let entry = pairing.firstIn, let exit = pairing.lastOut, pairing.stretches.isEmpty {
            notes.append(
                "The exit \(exit.at.time) is not after the entry \(entry.at.time); no hours.")
        }
        return notes
    }

    /// What is noteworthy about the times: clocks that were wrong, hours that occur twice or never.
    static func notes(onTimesOf punches: [PlacedPunch], rules: AttendanceRules) -> [String] {
        var notes: [String] = []
        func add(_ note: String) {
            if !notes.contains(note) { notes.append(note) }
        }
        for placed in punches {
            let stored = placed.stored
            let gate = rules.gates[stored.serial]?.name ?? stored.serial.rawValue
            let wall = stored.punch.at
            switch placed.doubt {
            case nil: break
            case .neverShown:
                add("\(gate) showed \(wall.time), a time that did not exist: not on summer time.")
            case .shownTwice:
                add("\(gate) showed \(wall.time), a time that occurs twice: the hours are ±1 h.")
            }
            guard let offset = stored.clockOffsetSeconds, abs(offset) >= noteworthyOffset else {
                continue
            }
            let side = offset > 0 ? "ahead" : "behind"
            let result =
                rules.policy.clock == .correct ? "its times were corrected" : "times are as read"
            // A whole hour is rarely a bad clock and mostly a gate that keeps winter time.
            let isHour = abs(abs(offset) - 3600) < noteworthyOffset
            let hint = isHour ? ", an hour, which looks like summer time" : ""
            add(
                "The clock of \(gate) was \(abs(offset)) s \(side) when it was read\(hint); "
                    + "\(result).")
        }
        return notes
    }

    /// Clock offsets below this many seconds go without saying.
    private static let noteworthyOffset = 60

    /// Says when somebody came who was not entitled on that date.
    static func notes(onEntitlementOf dayCase: DayCase) -> [String] {
        let dates = Set(dayCase.punches.map(\.at.date)).sorted()
        return dates.compactMap { dayCase.member.entitlement(on: $0).sentence }
    }

    /// Some of many, the first three by name: `A, B, C and 117 more gates`.
    static func list(_ items: [String], of noun: String, separator: String) -> String {
        guard items.count > 4 else { return items.joined(separator: separator) }
        return items.prefix(3).joined(separator: separator)
            + " and \(items.count - 3) more \(noun)"
    }

    /// Leave and its kind.
    static func onLeave(_ leave: Leave) -> String {
        leave.kind.isEmpty ? "On leave" : "On leave (\(leave.kind))"
    }

    /// Who corrected what, when and why, and what the gates say.
    static func note(on correction: Correction, recorded: RecordedDay) -> String {
        let by = correction.by.isEmpty ? "" : " by \(correction.by)"
        let what = correction.kind == .in ? "entry" : "exit"
        let old = correction.kind == .in ? recorded.firstIn : recorded.lastOut
        let before = old.map { "recorded \($0.time)" } ?? "no \(what) recorded"
        return "Correction \(correction.number)\(by) on \(correction.recordedAt.date): "
            + "\(what) \(correction.at.time), “\(correction.reason)”; \(before)."
    }
}
