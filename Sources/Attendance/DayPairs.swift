package import GateModel

/// The entries and exits of a day side by side, as they stand on a time card.
package struct DayPairs: Hashable, Sendable {
    /// What makes a pair of two punches.
    package var basis: Basis
    /// The pairs in the order of time; one that lacks a side is open.
    package var pairs: [Pair]
    /// Kept punches that stand in no pair.
    package var unpaired: Int

    /// What makes a pair of two punches.
    package enum Basis: String, Sendable, CaseIterable {
        /// The policy: every entry with the exit that follows it.
        case pairs
        /// The gates told the direction of every punch, and entries and exits alternate.
        case directions
        /// First entry and last exit; what lies between them is not known.
        case firstLast = "first_last"
        /// The beginnings of visits; nobody says when they end.
        case visits
    }

    /// One side of a pair.
    package struct Side: Hashable, Sendable {
        /// The wall time that is judged.
        package var at: LocalDateTime
        /// What tells that it is this side.
        package var source: DirectionSource

        /// Makes a side.
        package init(at: LocalDateTime, source: DirectionSource) {
            self.at = at
            self.source = source
        }
    }

    /// An entry and its exit, or one of them where the other is not known.
    package struct Pair: Hashable, Sendable {
        /// The entry; `nil` when not known.
        package var entry: Side?
        /// The exit; `nil` when not known.
        package var exit: Side?
        /// Seconds that really passed between them; `nil` when a side is not known.
        package var seconds: Int?
        /// Seconds that really passed since the exit of the pair before; `nil` for the first pair and
        /// where either pair is open.
        package var breakSeconds: Int?

        /// Makes a pair; it is open without `seconds`.
        package init(
            entry: Side? = nil, exit: Side? = nil, seconds: Int? = nil, breakSeconds: Int? = nil
        ) {
            self.entry = entry
            self.exit = exit
            self.seconds = seconds
            self.breakSeconds = breakSeconds
        }
    }

    /// Makes pairs, to be given in the order of time.
    package init(basis: Basis, pairs: [Pair], unpaired: Int) {
        self.basis = basis
        self.pairs = pairs
        self.unpaired = unpaired
    }

    /// Seconds between the sides of all pairs that have both; `nil` when none has.
    package var insideSeconds: Int? {
        let known = pairs.compactMap(\.seconds)
        return known.isEmpty ? nil : known.reduce(0, +)
    }

    /// Seconds between pairs that are not open; `nil` when nothing tells: first and last punch leave
    /// the time between them unknown, and so does an open pair.
    package var breakSeconds: Int? {
        guard basis == .pairs || basis == .directions else { return nil }
        let known = pairs.compactMap(\.breakSeconds)
        if known.isEmpty { return pairs.count == 1 && !hasOpenPair ? 0 : nil }
        return known.reduce(0, +)
    }

    /// Whether a pair lacks a side.
    package var hasOpenPair: Bool { pairs.contains { $0.seconds == nil } }
}

extension DayPairs {
    /// Puts what a pairing found among the kept punches into the order of time: its stretches are the
    /// pairs; whatever else it took as an entry or an exit is open.
    init(_ pairing: Pairing, basis: Basis, of kept: [DayPunches.Kept]) {
        var found: [(entry: DayPunches.Kept?, exit: DayPunches.Kept?)] =
            pairing.stretches.map { ($0.entry, $0.exit) }
        var paired = Set(pairing.stretches.flatMap { [$0.entry, $0.exit] })
        for punch in pairing.open where paired.insert(punch).inserted {
            found.append(punch.direction == .exit ? (nil, punch) : (punch, nil))
        }
        if let entry = pairing.firstIn, paired.insert(entry).inserted { found.append((entry, nil)) }
        if let exit = pairing.lastOut, paired.insert(exit).inserted { found.append((nil, exit)) }
        if found.count > 1 {
            found.sort { left, right in
                (left.entry ?? left.exit)?.instant ?? 0 < (right.entry ?? right.exit)?.instant ?? 0
            }
        }
        self.basis = basis
        pairs = []
        unpaired = kept.count { !paired.contains($0) }
        var exitBefore: DayPunches.Kept?
        for (entry, exit) in found {
            var pair = Pair(
                entry: entry.map { Side(at: $0.at, source: pairing.source(of: $0)) },
                exit: exit.map { Side(at: $0.at, source: pairing.source(of: $0)) })
            if let entry, let exit {
                pair.seconds = max(0, exit.seconds(since: entry))
                pair.breakSeconds = exitBefore.map { max(0, entry.seconds(since: $0)) }
                exitBefore = exit
            } else {
                exitBefore = nil
            }
            pairs.append(pair)
        }
    }

    /// The beginnings of visits.
    init(visits: [DayPunches.Kept]) {
        basis = .visits
        unpaired = 0
        pairs = visits.map { visit in
            let source: DirectionSource = visit.index == nil ? .correction : .visit
            return Pair(entry: Side(at: visit.at, source: source))
        }
    }
}
