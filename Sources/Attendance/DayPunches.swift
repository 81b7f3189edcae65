package import GateModel

/// The punches of one person and window, told apart: kept ones with their direction, duplicates.
package struct DayPunches: Hashable, Sendable {
    /// The punches that count, in the order of time.
    package private(set) var kept: [Kept] = []
    /// All punches, in the order of time, each with what it is so far; kept ones are `.extra` until
    /// they are used.
    package private(set) var judged: [JudgedPunch] = []

    /// A punch that counts.
    package struct Kept: Hashable, Sendable {
        /// Its index in `judged`.
        package var index: Int
        /// The wall time that is judged.
        package var at: LocalDateTime
        /// The direction its gate tells.
        package var direction: Direction
    }

    /// Sorts out duplicates: same branch, same direction (unknown matches all), within the policy's
    /// time of the last kept punch, edge included. The earliest is kept.
    ///
    /// `punches` are those of one person in one window, in the order of time.
    package init(_ punches: [StoredPunch], rules: AttendanceRules) {
        var lastKept: [BranchID?: Kept] = [:]
        for stored in punches {
            let gate = rules.gates[stored.serial]
            let candidate = Kept(
                index: judged.count, at: stored.punch.at,
                direction: Direction.told(by: gate, state: stored.punch.state))
            if let earlier = lastKept[gate?.branch],
                candidate.direction.matches(earlier.direction),
                candidate.at.seconds(since: earlier.at) <= rules.policy.duplicateSeconds
            {
                let seconds = candidate.at.seconds(since: earlier.at)
                judged.append(
                    JudgedPunch(
                        stored, use: .duplicate, reason: "\(seconds) s after the punch before it"))
            } else {
                judged.append(
                    JudgedPunch(stored, use: .extra, reason: "between first and last punch"))
                lastKept[gate?.branch] = candidate
                kept.append(candidate)
            }
        }
    }

    /// Marks a kept punch as an entry or exit that was used.
    package mutating func use(_ punch: Kept, as use: PunchUse) {
        judged[punch.index].use = use
        judged[punch.index].reason = nil
    }

    /// Says why a kept punch was not used.
    package mutating func leaveOut(_ punch: Kept, because reason: String) {
        judged[punch.index].use = .extra
        judged[punch.index].reason = reason
    }
}
