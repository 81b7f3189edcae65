package import GateModel

/// Entries and exits found among the kept punches of a day.
package struct Pairing: Hashable, Sendable {
    /// Entry and exit of each stretch of presence, in the order of time.
    package var stretches: [Stretch] = []
    /// The first entry; `nil` when not known.
    package var firstIn: DayPunches.Kept?
    /// The last exit; `nil` when not known.
    package var lastOut: DayPunches.Kept?
    /// Entries without an exit and exits without an entry, in the order of time.
    package var open: [DayPunches.Kept] = []
    /// What tells the direction of punches of which no gate told it.
    package private(set) var assumed = DirectionSource.position

    /// An entry and the exit that belongs to it.
    package struct Stretch: Hashable, Sendable {
        /// The entry.
        package var entry: DayPunches.Kept
        /// The exit.
        package var exit: DayPunches.Kept

        /// Seconds between them, by the instants.
        package var seconds: Int { max(0, exit.seconds(since: entry)) }
    }

    /// Finds entries and exits.
    ///
    /// A punch of which the direction is known is never taken for the other: the first punch of a day
    /// at an exit is no entry, and hours are not counted from it.
    ///
    /// - Parameters:
    ///   - kept: The kept punches of one person and window, in the order of time; not empty.
    ///   - mode: First in and last out, or every entry with the exit that follows.
    ///   - shift: Start and end of the shift; tells what a lone punch without direction is.
    ///   - minSpanSeconds: First and last punch nearer together than this are one punch.
    package init(
        _ kept: [DayPunches.Kept], mode: PairingMode,
        shift: (start: LocalDateTime, end: LocalDateTime)?, minSpanSeconds: Int
    ) {
        guard let first = kept.first, let last = kept.last else { return }
        let isOne = kept.count == 1 || last.seconds(since: first) < minSpanSeconds
        if isOne, kept.allSatisfy({ $0.direction == .unknown }) {
            takeAsOne(first: first, last: last, shift: shift)
            return
        }
        switch mode {
        case .firstLast: takeFirstAndLast(kept, minSpanSeconds: minSpanSeconds)
        case .pairs: takePairs(kept)
        }
    }

    /// What tells that a punch is an entry or an exit.
    package func source(of punch: DayPunches.Kept) -> DirectionSource { punch.source ?? assumed }

    /// Puts corrected times in the place of those of the gates, as first entry and last exit.
    package mutating func replace(firstIn entry: DayPunches.Kept?, lastOut exit: DayPunches.Kept?) {
        if let entry { firstIn = entry }
        if let exit { lastOut = exit }
        stretches = []
        guard let firstIn, let lastOut else { return }
        open.removeAll { $0 == firstIn || $0 == lastOut }
        if lastOut.instant > firstIn.instant {
            stretches = [Stretch(entry: firstIn, exit: lastOut)]
        }
    }

    /// Takes punches without direction, all within the minimum span, as one: an entry when nearer to
    /// the start of the shift than to its end, else an exit.
    private mutating func takeAsOne(
        first: DayPunches.Kept, last: DayPunches.Kept,
        shift: (start: LocalDateTime, end: LocalDateTime)?
    ) {
        guard let shift else {
            firstIn = first
            return
        }
        let toStart = abs(first.at.seconds(since: shift.start))
        let toEnd = abs(last.at.seconds(since: shift.end))
        assumed = .shift
        if toStart <= toEnd { firstIn = first } else { lastOut = last }
    }

    private mutating func takeFirstAndLast(_ kept: [DayPunches.Kept], minSpanSeconds: Int) {
        firstIn = kept.first { $0.direction != .exit }
        lastOut = kept.last { $0.direction != .entry }
        guard let entry = firstIn, let exit = lastOut else { return }
        if entry != exit, exit.seconds(since: entry) >= minSpanSeconds {
            stretches = [Stretch(entry: entry, exit: exit)]
        } else if entry.direction == .entry || exit.direction != .exit {
            lastOut = nil
            if exit.instant < entry.instant { open.append(exit) }
        } else {
            firstIn = nil
            if exit.instant < entry.instant { open.append(entry) }
        }
    }

    private mutating func takePairs(_ kept: [DayPunches.Kept]) {
        assumed = .order
        var entry: DayPunches.Kept?
        for punch in kept {
            let isExit =
                punch.direction == .exit || (punch.direction == .unknown && entry != nil)
            if !isExit {
                if let entry { open.append(entry) }
                entry = punch
                if firstIn == nil { firstIn = punch }
            } else if let opened = entry {
                stretches.append(Stretch(entry: opened, exit: punch))
                lastOut = punch
                entry = nil
            } else {
                open.append(punch)
                lastOut = punch
            }
        }
        if let entry {
            open.append(entry)
            // Still inside after the last exit: the day has no known end.
            lastOut = nil
        }
    }
}
