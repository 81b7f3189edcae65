import GateModel

/// The sentences that explain a judged day.
enum DayWording {
    /// Why a worked day is what it is.
    static func why(_ day: PersonDay, shift: Shift, kind: DayKind) -> String {
        var parts: [String] = []
        switch kind {
        case .working: break
        case .weeklyOff: parts.append("Worked on the weekly day off")
        case .holiday(let name): parts.append("Worked on a public holiday (\(name))")
        }
        if let firstIn = day.firstIn { parts.append("in at \(firstIn.time)") }
        if let lastOut = day.lastOut {
            let isNextDay = lastOut.date != day.date
            parts.append("out at \(lastOut.time)\(isNextDay ? " the next day" : "")")
        }
        if let missing = day.missing {
            parts.append(missing == .in ? "no entry recorded" : "no exit recorded")
        }
        if let late = day.lateMinutes, late > 0 { parts.append("\(late) min late") }
        if let early = day.earlyMinutes, early > 0 { parts.append("left \(early) min early") }
        if day.status == .shortStay {
            parts.append(
                "counted time below \(spanText(seconds: 60 * shift.absentBelowMinutes))")
        } else if day.isHalfDay {
            parts.append(
                "counted time below \(spanText(seconds: 60 * shift.halfDayBelowMinutes)), half a day"
            )
        }
        let hours =
            "shift \(shift.id) \(shift.start.description.prefix(5))–\(shift.end.description.prefix(5))"
        let sentence = parts.joined(separator: ", ")
        return "\(sentence.prefix(1).uppercased())\(sentence.dropFirst()); \(hours)."
    }

    /// What else a reader should know about the pairing.
    static func notes(pairing: Pairing, mode: PairingMode) -> [String] {
        guard mode == .pairs else { return [] }
        return pairing.open.map { "\($0.at.time) has no matching punch and adds no hours." }
    }
}
