import GateModel

extension DayJudge {
    /// Entries and exits as they stand on a time card.
    ///
    /// A policy of first in and last out leaves what lies between unknown, unless the gates told the
    /// direction of every punch and entries and exits alternate: then the punches prove the pairs.
    func pairs(of pairing: Pairing, kept: [DayPunches.Kept], isCorrected: Bool) -> DayPairs {
        guard rules.policy.mode == .firstLast else {
            return DayPairs(pairing, basis: .pairs, of: kept)
        }
        if !isCorrected, !pairing.stretches.isEmpty, areTold(kept) {
            let proven = Pairing(kept, mode: .pairs, shift: nil, minSpanSeconds: 0)
            if proven.open.isEmpty, proven.stretches.count > 1 {
                return DayPairs(proven, basis: .directions, of: kept)
            }
        }
        return DayPairs(pairing, basis: .firstLast, of: kept)
    }

    /// Entries and exits of a day that is not over: which exit is the last one is not known.
    func runningPairs(_ pairing: Pairing, kept: [DayPunches.Kept]) -> DayPairs {
        if rules.policy.mode == .pairs { return DayPairs(pairing, basis: .pairs, of: kept) }
        if areTold(kept) { return DayPairs(pairing, basis: .directions, of: kept) }
        var first = pairing
        (first.stretches, first.open, first.lastOut) = ([], [], nil)
        return DayPairs(first, basis: .firstLast, of: kept)
    }

    private func areTold(_ kept: [DayPunches.Kept]) -> Bool {
        kept.allSatisfy { $0.direction != .unknown }
    }
}
