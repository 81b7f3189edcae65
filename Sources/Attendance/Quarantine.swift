package import GateModel

/// Tells impossible times from possible ones, in the order in which the gates recorded their punches.
///
/// A time is impossible when it lies before 2010, more than ten minutes after the reading that
/// brought it (less the measured clock offset), or more than 48 hours before the last possible time
/// in the gate's own order. The gate's own order is that of the log; files are logs of their own, so
/// an old file that comes late steps back in no order. Punches with impossible times are listed,
/// never dropped and never placed in a day; a correction gives such a day its times.
///
/// It takes punches bit by bit and can be kept between runs: see ``Progress``.
package struct Quarantine: Hashable, Sendable {
    /// Where the order of a gate stands.
    package struct Progress: Hashable, Sendable {
        /// The last possible time; `nil` before the first.
        package var lastPossible: LocalDateTime?
        /// Position in the log of the last punch.
        package var position: Int
        /// Where the last punch was read from.
        package var source: PunchSource
        /// When the last punch was read.
        package var readAt: LocalDateTime
        /// Impossible punches since the last possible one, by row id.
        package var waiting: [Int64]

        /// Makes a progress.
        package init(
            lastPossible: LocalDateTime?, position: Int, source: PunchSource,
            readAt: LocalDateTime, waiting: [Int64] = []
        ) {
            self.lastPossible = lastPossible
            self.position = position
            self.source = source
            self.readAt = readAt
            self.waiting = waiting
        }
    }

    /// Row id of the last punch judged; 0 before the first.
    package private(set) var lastID: Int64 = 0
    /// Where each gate stands.
    package private(set) var progress: [GateSerial: Progress]
    /// The impossible punches found so far, by row id.
    package private(set) var verdicts: [Int64: Verdict]

    /// An impossible punch and why it is one.
    package struct Verdict: Hashable, Sendable {
        /// The punch.
        package var stored: StoredPunch
        /// Why, and which days it casts doubt on.
        package var reason: QuarantineReason

        /// Makes a verdict.
        package init(stored: StoredPunch, reason: QuarantineReason) {
            self.stored = stored
            self.reason = reason
        }
    }

    /// Starts, or goes on where an earlier run stopped.
    package init(
        lastID: Int64 = 0, progress: [GateSerial: Progress] = [:], verdicts: [Verdict] = []
    ) {
        self.lastID = lastID
        self.progress = progress
        self.verdicts = Dictionary(verdicts.map { ($0.stored.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// Judges punches that are all there are, in any order.
    package init(judging punches: [StoredPunch]) {
        self.init()
        for stored in punches.sorted(by: { $0.id < $1.id }) { judge(stored) }
    }

    /// Whether the time of a punch is impossible.
    package func holds(_ id: Int64) -> Bool { verdicts[id] != nil }

    private static let earliest = LocalDate(year: 2010, month: 1, day: 1)
    private static let graceSeconds = 600
    private static let stepBackSeconds = 48 * 3600

    /// Judges the next punch; those of one gate come in the order of their row ids.
    package mutating func judge(_ stored: StoredPunch) {
        lastID = max(lastID, stored.id)
        // Changed in its place: the list of waiting ids may be long, and is not to be copied.
        Self.judge(
            stored,
            by: &progress[
                stored.serial,
                default: Progress(
                    lastPossible: nil, position: 0, source: stored.source, readAt: stored.readAt)],
            into: &verdicts)
    }

    private static func judge(
        _ stored: StoredPunch, by state: inout Progress, into verdicts: inout [Int64: Verdict]
    ) {
        let punch = stored.punch
        if !goesOn(state, with: stored) {
            state.lastPossible = nil
            state.waiting = []
        }
        state.position = punch.position
        state.source = stored.source
        state.readAt = stored.readAt
        if let text = sentence(about: stored, after: state.lastPossible) {
            let last = stored.readAt.date
            let from = state.lastPossible?.date ?? earliest ?? last
            verdicts[stored.id] = Verdict(
                stored: stored,
                reason: QuarantineReason(sentence: text, doubt: min(from, last)...last))
            state.waiting.append(stored.id)
        } else {
            for id in state.waiting { verdicts[id]?.reason.end(on: punch.at.date) }
            state.waiting = []
            state.lastPossible = punch.at
        }
    }

    /// Whether `stored` follows in the same log: the same reading, or a later one of the gate itself
    /// that brought what stands after it.
    private static func goesOn(_ state: Progress, with stored: StoredPunch) -> Bool {
        if state.source == stored.source, state.readAt == stored.readAt { return true }
        return state.source == .pull && stored.source == .pull
            && stored.punch.position > state.position
    }

    private static func sentence(about stored: StoredPunch, after last: LocalDateTime?) -> String? {
        let at = stored.punch.at
        let latest = stored.readAt.adding(
            seconds: graceSeconds + (stored.clockOffsetSeconds ?? 0))
        if let earliest, at.date < earliest {
            return "the gate's clock was not set"
        }
        if at > latest { return "the time lies after the reading that brought it" }
        if let last, at < last.adding(seconds: -stepBackSeconds) {
            return "the time steps back more than 48 hours in the gate's own order"
        }
        return nil
    }
}

/// Why a punch is in quarantine, and which days it could belong to.
package struct QuarantineReason: Hashable, Sendable {
    /// Why the time is impossible.
    package var sentence: String
    /// The dates on which the punch may really have been made: between its possible neighbours in the
    /// gate's order, and not after the reading that brought it.
    package private(set) var doubt: ClosedRange<LocalDate>

    /// Makes a reason.
    package init(sentence: String, doubt: ClosedRange<LocalDate>) {
        self.sentence = sentence
        self.doubt = doubt
    }

    fileprivate mutating func end(on date: LocalDate) {
        doubt = doubt.lowerBound...max(doubt.lowerBound, min(doubt.upperBound, date))
    }
}
