package import GateModel

/// Tells impossible times from possible ones, in the order in which a gate recorded its punches.
///
/// A time is impossible when it lies before 2010, more than ten minutes after the reading that
/// brought it (less the measured clock offset), or more than 48 hours before the last possible time
/// of the same gate. Punches with impossible times are listed, never dropped and never placed in a
/// day.
package enum Quarantine {
    /// Judges the punches of one gate.
    ///
    /// - Parameter punches: All of one gate, in the order in which the gate recorded them.
    /// - Returns: For each impossible punch, by its row id, the reason and the doubt it casts.
    package static func judge(_ punches: [StoredPunch]) -> [Int64: QuarantineReason] {
        guard let earliest = LocalDate(year: 2010, month: 1, day: 1) else { return [:] }
        var reasons: [Int64: QuarantineReason] = [:]
        var lastPossible: LocalDateTime?
        var waiting: [Int64] = []
        for stored in punches {
            let at = stored.punch.at
            let latest = stored.readAt.adding(seconds: 600 + (stored.clockOffsetSeconds ?? 0))
            let text: String? =
                if at.date < earliest {
                    "the gate's clock was not set"
                } else if at > latest {
                    "the time lies after the reading that brought it"
                } else if let lastPossible, at < lastPossible.adding(seconds: -48 * 3600) {
                    "the time steps back more than 48 hours in the gate's own order"
                } else {
                    nil
                }
            if let text {
                let from = lastPossible?.date ?? earliest
                reasons[stored.id] = QuarantineReason(
                    sentence: text, doubt: min(from, stored.readAt.date)...stored.readAt.date)
                waiting.append(stored.id)
            } else {
                for id in waiting { reasons[id]?.end(on: at.date) }
                waiting.removeAll()
                lastPossible = at
            }
        }
        return reasons
    }
}

/// Why a punch is in quarantine, and which days it could belong to.
package struct QuarantineReason: Hashable, Sendable {
    /// Why the time is impossible.
    package var sentence: String
    /// The dates on which the punch may really have been made: between its possible neighbours in the
    /// gate's order, and not after the reading that brought it.
    package private(set) var doubt: ClosedRange<LocalDate>

    fileprivate init(sentence: String, doubt: ClosedRange<LocalDate>) {
        self.sentence = sentence
        self.doubt = doubt
    }

    fileprivate mutating func end(on date: LocalDate) {
        doubt = doubt.lowerBound...max(doubt.lowerBound, min(doubt.upperBound, date))
    }
}
