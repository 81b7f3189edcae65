package import GateModel

/// Tells impossible times from possible ones, in the order in which the gates recorded their punches.
///
/// A time is impossible when it lies before 2010, more than ten minutes after the reading that
/// brought it (less the measured clock offset), or more than 48 hours before the last possible time
/// in the gate's own order. The gate's own order is that of the log; files are logs of their own, so
/// an old file that comes late steps back in no order. Punches with impossible times are listed,
/// never dropped and never placed in a day; a correction gives such a day its times.
///
/// It takes punches bit by bit and can be kept between runs: see ``Progress``. Of millions of impossible
/// times in a row it only keeps where they begin and end, and whose days they cast doubt on.
package struct Quarantine: Hashable, Sendable {
    /// Why a time is impossible.
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        /// It lies before 2010.
        case clockNotSet = "unset"
        /// It lies after the reading that brought it.
        case afterReading = "after"
        /// It steps back in the gate's own order.
        case stepBack = "back"

        /// Why, as a clause.
        package var sentence: String {
            switch self {
            case .clockNotSet: "the gate's clock was not set"
            case .afterReading: "the time lies after the reading that brought it"
            case .stepBack: "the time steps back more than 48 hours in the gate's own order"
            }
        }
    }

    /// Impossible punches that follow each other in the order of a gate: all that the gate has from the
    /// first to the last row id.
    package struct Run: Hashable, Sendable {
        /// Row id of the first one.
        package var first: Int64
        /// Row id of the last one.
        package var last: Int64
        /// How many they are.
        package var count: Int
        /// The local date of the reading that brought them.
        package var readOn: LocalDate
        /// Why they are impossible.
        package var cause: Cause

        /// Makes a run.
        package init(
            first: Int64, last: Int64, count: Int, readOn: LocalDate, cause: Cause
        ) {
            self.first = first
            self.last = last
            self.count = count
            self.readOn = readOn
            self.cause = cause
        }
    }

    /// Whose impossible punches they are, and why: all that cast the same doubt.
    package struct Source: Hashable, Sendable {
        /// The gate.
        package var serial: GateSerial
        /// The id on the gate.
        package var deviceUserID: DeviceUserID
        /// The local date of the reading that brought them.
        package var readOn: LocalDate
        /// Why they are impossible.
        package var cause: Cause

        /// Makes a source.
        package init(
            serial: GateSerial, deviceUserID: DeviceUserID, readOn: LocalDate, cause: Cause
        ) {
            self.serial = serial
            self.deviceUserID = deviceUserID
            self.readOn = readOn
            self.cause = cause
        }
    }

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
        /// Whether the last punch was impossible.
        package var isImpossible = false
        /// The impossible punches found so far, by row id.
        package var runs: [Run] = []
        /// Those of whom impossible punches came since the last possible one.
        package var waiting: Set<Source> = []

        /// Makes a progress.
        package init(
            lastPossible: LocalDateTime?, position: Int, source: PunchSource,
            readAt: LocalDateTime
        ) {
            self.lastPossible = lastPossible
            self.position = position
            self.source = source
            self.readAt = readAt
        }
    }

    /// Row id of the last punch judged; 0 before the first.
    package internal(set) var lastID: Int64 = 0
    /// Where each gate stands.
    package internal(set) var progress: [GateSerial: Progress] = [:]
    /// The dates on which impossible punches may really have been made: between their possible
    /// neighbours in the gate's order, and not after the reading that brought them. Without
    /// ``Progress/waiting``, whose dates are not bounded yet.
    package internal(set) var doubts: [Source: DateRanges] = [:]

    /// Starts.
    package init() {}

    /// Judges punches that are all there are, in any order.
    package init(judging punches: [StoredPunch]) {
        self.init()
        for stored in punches.sorted(by: { $0.id < $1.id }) { judge(stored) }
    }

    /// How many punches have impossible times.
    package var count: Int {
        progress.values.reduce(0) { $0 + $1.runs.reduce(0) { $0 + $1.count } }
    }

    /// Why the time of a punch is impossible; `nil` when it is possible.
    ///
    /// - Complexity: O(log *n*) for *n* runs of the gate.
    package func cause(of stored: StoredPunch) -> Cause? {
        guard let runs = progress[stored.serial]?.runs, !runs.isEmpty else { return nil }
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].last < stored.id { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].first <= stored.id ? runs[low].cause : nil
    }

    /// Whether the time of a punch is impossible.
    package func holds(_ stored: StoredPunch) -> Bool { cause(of: stored) != nil }

    /// The runs that were read on `dates`, by gate and row id.
    package func runs(
        readOn dates: ClosedRange<LocalDate>
    ) -> [(serial: GateSerial, run: Run)] {
        progress.sorted { $0.key < $1.key }.flatMap { serial, state in
            state.runs.filter { dates.contains($0.readOn) }.map { (serial, $0) }
        }
    }

    /// Hands over every doubt there is, in no order.
    package func forEachDoubt(_ body: (Source, DateRanges) -> Void) {
        for (source, ranges) in doubts { body(source, ranges) }
        for state in progress.values {
            for source in state.waiting {
                body(source, DateRanges(Self.doubt(about: source, after: state.lastPossible)))
            }
        }
    }

    private static let earliest = LocalDate(year: 2010, month: 1, day: 1)
    private static let graceSeconds = 600
    private static let stepBackSeconds = 48 * 3600

    /// Judges the next punch; those of one gate come in the order of their row ids.
    package mutating func judge(_ stored: StoredPunch) {
        lastID = max(lastID, stored.id)
        // Changed in their places: what is known of a gate may be long, and is not to be copied.
        Self.judge(
            stored,
            by: &progress[
                stored.serial,
                default: Progress(
                    lastPossible: nil, position: 0, source: stored.source, readAt: stored.readAt)],
            doubts: &doubts)
    }

    private static func judge(
        _ stored: StoredPunch, by state: inout Progress,
        doubts: inout [Source: DateRanges]
    ) {
        let punch = stored.punch
        if !goesOn(state, with: stored) {
            settle(&state, on: nil, into: &doubts)
            state.lastPossible = nil
        }
        state.position = punch.position
        state.source = stored.source
        state.readAt = stored.readAt
        guard let cause = cause(of: stored, after: state.lastPossible) else {
            settle(&state, on: punch.at.date, into: &doubts)
            state.lastPossible = punch.at
            state.isImpossible = false
            return
        }
        let readOn = stored.readAt.date
        if state.isImpossible, let last = state.runs.last, last.cause == cause,
            last.readOn == readOn
        {
            state.runs[state.runs.count - 1].last = stored.id
            state.runs[state.runs.count - 1].count += 1
        } else {
            state.runs.append(
                Run(first: stored.id, last: stored.id, count: 1, readOn: readOn, cause: cause))
        }
        state.isImpossible = true
        if let id = punch.deviceUserID {
            state.waiting.insert(
                Source(serial: stored.serial, deviceUserID: id, readOn: readOn, cause: cause))
        }
    }

    /// Bounds the doubts of those who wait by the date of the next possible time; `nil` when there will
    /// be none.
    private static func settle(
        _ state: inout Progress, on date: LocalDate?, into doubts: inout [Source: DateRanges]
    ) {
        guard !state.waiting.isEmpty else { return }
        for source in state.waiting {
            let open = doubt(about: source, after: state.lastPossible)
            let end = date.map { max(open.lowerBound, min(open.upperBound, $0)) }
            doubts[source, default: DateRanges()]
                .insert(open.lowerBound...(end ?? open.upperBound))
        }
        state.waiting = []
    }

    /// The dates from the last possible time to the reading.
    private static func doubt(
        about source: Source, after last: LocalDateTime?
    ) -> ClosedRange<LocalDate> {
        min(last?.date ?? earliest ?? source.readOn, source.readOn)...source.readOn
    }

    /// Whether `stored` follows in the same log: the same reading, or a later one of the gate itself
    /// that brought what stands after it.
    private static func goesOn(_ state: Progress, with stored: StoredPunch) -> Bool {
        if state.source == stored.source, state.readAt == stored.readAt { return true }
        return state.source == .pull && stored.source == .pull
            && stored.punch.position > state.position
    }

    private static func cause(
        of stored: StoredPunch, after last: LocalDateTime?
    ) -> Cause? {
        let at = stored.punch.at
        let latest = stored.readAt.adding(
            seconds: graceSeconds + (stored.clockOffsetSeconds ?? 0))
        if let earliest, at.date < earliest {
            return .clockNotSet
        }
        if at > latest { return .afterReading }
        if let last, at < last.adding(seconds: -stepBackSeconds) {
            return .stepBack
        }
        return nil
    }
}
