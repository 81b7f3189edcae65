package import GateModel

/// The punches of one person and window, told apart: kept ones with their direction, duplicates.
package struct DayPunches: Hashable, Sendable {
    /// The punches that count, in the order of time.
    package private(set) var kept: [Kept] = []
    /// All punches, in the order of time, each with what it is so far; kept ones are `.extra` until
    /// they are used.
    package private(set) var judged: [JudgedPunch] = []

    /// A punch, or a correction, that counts.
    package struct Kept: Hashable, Sendable {
        /// Its index in `judged`; `nil` for a correction.
        package var index: Int?
        /// The wall time that is judged.
        package var at: LocalDateTime
        /// The instant, in seconds since 1970 UTC.
        package var instant: Int
        /// The direction its gate, or the correction, tells.
        package var direction: Direction
        /// The branch whose clocks show `at`.
        package var branch: BranchID?
        /// What tells the direction; `nil` when nothing does.
        package var source: DirectionSource?

        /// Seconds that really passed since `earlier`.
        package func seconds(since earlier: Kept) -> Int { instant - earlier.instant }
    }

    /// Sorts out duplicates: same branch, same direction (unknown matches all), within the policy's
    /// time of the last kept punch, edge included. The earliest is kept.
    ///
    /// `punches` are those of one person in one window, in the order of their instants.
    package init(_ punches: [PlacedPunch], rules: AttendanceRules) {
        var lastKept: [BranchID?: Kept] = [:]
        for placed in punches {
            let gate = rules.gates[placed.stored.serial]
            var candidate = Kept(
                index: judged.count, at: placed.at, instant: placed.instant,
                direction: Direction.told(by: gate, state: placed.stored.punch.state),
                branch: gate?.branch)
            let source = candidate.direction.source(at: gate)
            candidate.source = source
            if let earlier = lastKept[gate?.branch],
                candidate.direction.matches(earlier.direction),
                candidate.seconds(since: earlier) <= rules.policy.duplicateSeconds
            {
                let seconds = candidate.seconds(since: earlier)
                judged.append(
                    JudgedPunch(
                        placed.stored, use: .duplicate,
                        reason: "\(seconds) s after the punch before it",
                        direction: candidate.direction, source: source))
            } else {
                judged.append(
                    JudgedPunch(
                        placed.stored, use: .extra, reason: "between first and last punch",
                        direction: candidate.direction, source: source))
                lastKept[gate?.branch] = candidate
                kept.append(candidate)
            }
        }
    }

    /// Marks a kept punch as an entry or exit that was used.
    ///
    /// `assumed` is what tells the direction where the gate did not.
    package mutating func use(_ punch: Kept, as use: PunchUse, by assumed: DirectionSource) {
        guard let index = punch.index else { return }
        let direction: Direction = use == .in ? .entry : .exit
        judged[index].use = use
        judged[index].reason = nil
        judged[index].source = punch.direction == direction ? punch.source : assumed
        judged[index].direction = direction
    }

    /// Says why a kept punch was not used.
    package mutating func leaveOut(_ punch: Kept, because reason: String) {
        guard let index = punch.index else { return }
        judged[index].use = .extra
        judged[index].reason = reason
    }
}
