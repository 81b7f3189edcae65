package import GateModel

/// What a time zone's clocks show: its offsets from UTC and the instants at which they change.
///
/// Pure code has no zone data; whoever has it gives it in this form.
package struct ZoneOffsets: Hashable, Sendable {
    /// A change of the clocks.
    package struct Change: Hashable, Sendable {
        /// Seconds since 1970-01-01 00:00:00 UTC.
        package var instant: Int
        /// Seconds east of UTC from then on.
        package var offset: Int

        /// Makes a change.
        package init(instant: Int, offset: Int) {
            self.instant = instant
            self.offset = offset
        }
    }

    /// What a wall time means.
    package enum Meaning: Hashable, Sendable {
        /// It was shown once, at this instant.
        case once(Int)
        /// It was never shown: the clocks went forward over it. The instant has the offset before.
        case never(Int)
        /// It was shown twice: the clocks went back over it.
        case twice(first: Int, second: Int)

        /// The instant taken when nothing else is known: the first.
        package var instant: Int {
            switch self {
            case .once(let instant), .never(let instant), .twice(let instant, _): instant
            }
        }
    }

    private let initial: Int
    private let changes: [Change]

    /// Makes a zone from its offset before all `changes` and the changes, oldest first.
    package init(initial: Int = 0, changes: [Change] = []) {
        self.initial = initial
        self.changes = changes
    }

    /// A zone whose clocks never change and show UTC.
    package static let fixed = ZoneOffsets()

    /// The offset from UTC in force at an instant, in seconds.
    package func offset(at instant: Int) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].instant <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? initial : changes[low - 1].offset
    }

    /// What a clock of the zone shows at an instant.
    package func wallTime(at instant: Int) -> LocalDateTime {
        LocalDateTime(secondsSinceEpoch: instant + offset(at: instant))
    }

    /// What a wall time means; changes lie more than two days apart.
    package func meaning(of wall: LocalDateTime) -> Meaning {
        let naive = wall.secondsSinceEpoch
        guard !changes.isEmpty else { return .once(naive - initial) }
        // A day before and after, the offsets around any change nearby are in force.
        let before = offset(at: naive - 86_400)
        let after = offset(at: naive + 86_400)
        if before == after { return .once(naive - before) }
        let early = naive - before
        let late = naive - after
        switch (offset(at: early) == before, offset(at: late) == after) {
        case (true, true): return .twice(first: min(early, late), second: max(early, late))
        case (true, false): return .once(early)
        case (false, true): return .once(late)
        case (false, false): return .never(early)
        }
    }
}
