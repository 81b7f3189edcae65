package import GateModel

/// A punch with the time it is judged by: in the zone of its gate's branch, and as an instant.
package struct PlacedPunch: Hashable, Sendable {
    /// The raw punch.
    package var stored: StoredPunch
    /// The wall time that is judged, in the zone of the gate's branch.
    package var at: LocalDateTime
    /// The instant, in seconds since 1970 UTC.
    package var instant: Int
    /// What is doubtful about the time; `nil` when nothing is.
    package var doubt: Doubt?

    /// What may be doubtful about a time.
    package enum Doubt: Hashable, Sendable {
        /// The clocks of the zone went forward over it: the gate does not follow them.
        case neverShown
        /// The clocks went back over it and nothing tells which of the two it was.
        case shownTwice
    }
}

/// Finds the instants of punches: zone of the gate, measured clock offset, hours that occur twice.
package struct PunchPlacing: Sendable {
    private let rules: AttendanceRules

    /// Makes a placing by the zones, gates and clock policy of `rules`.
    package init(rules: AttendanceRules) {
        self.rules = rules
    }

    /// Places punches of any gates, in any order; the result has the order of the input.
    ///
    /// A wall time that occurs twice is settled by the order in which its gate recorded its punches:
    /// where the recorded times step back, the second of the two hours begins.
    package func place(_ punches: [StoredPunch]) -> [PlacedPunch] {
        var twice: [GateSerial: [Int]] = [:]
        var placed: [PlacedPunch] = []
        placed.reserveCapacity(punches.count)
        for stored in punches {
            let wall = judgedGateTime(stored)
            let meaning = rules.gateZone(of: stored.serial).meaning(of: wall)
            var doubt: PlacedPunch.Doubt?
            switch meaning {
            case .once: break
            case .never: doubt = .neverShown
            case .twice: twice[stored.serial, default: []].append(placed.count)
            }
            let at = branchTime(wall, instant: meaning.instant, at: stored.serial)
            placed.append(
                PlacedPunch(stored: stored, at: at, instant: meaning.instant, doubt: doubt))
        }
        for indexes in twice.values { settle(indexes, of: &placed) }
        return placed
    }

    /// The wall time of the gate that is judged: as read, or less the measured clock offset.
    private func judgedGateTime(_ stored: StoredPunch) -> LocalDateTime {
        guard rules.policy.clock == .correct, let offset = stored.clockOffsetSeconds else {
            return stored.punch.at
        }
        return stored.punch.at.adding(seconds: -offset)
    }

    /// The wall time in the zone of the gate's branch; as read where gate and branch share a zone.
    private func branchTime(
        _ wall: LocalDateTime, instant: Int, at serial: GateSerial
    ) -> LocalDateTime {
        guard let gate = rules.gates[serial], rules.hasOwnZone(gate) else { return wall }
        return rules.zone(of: gate.branch).wallTime(at: instant)
    }

    /// Settles punches of one gate whose wall times occur twice, a change of the clocks at a time.
    private func settle(_ indexes: [Int], of placed: inout [PlacedPunch]) {
        let perDay = Dictionary(grouping: indexes) { placed[$0].stored.punch.at.date }
        for sameDay in perDay.values {
            let inOrder = sameDay.sorted { placed[$0].stored.id < placed[$1].stored.id }
            let walls = inOrder.map { placed[$0].stored.punch.at }
            let stepBack = walls.indices.dropFirst().first { walls[$0] < walls[$0 - 1] }
            for (place, index) in inOrder.enumerated() {
                guard let stepBack else {
                    placed[index].doubt = .shownTwice
                    continue
                }
                guard place >= stepBack else { continue }
                let serial = placed[index].stored.serial
                let wall = judgedGateTime(placed[index].stored)
                if case .twice(_, let second) = rules.gateZone(of: serial).meaning(of: wall) {
                    placed[index].instant = second
                    placed[index].at = branchTime(wall, instant: second, at: serial)
                }
            }
        }
    }
}
