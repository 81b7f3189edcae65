package import GateModel

/// Which way a punch went.
package enum Direction: Hashable, Sendable {
    case entry
    case exit
    /// Neither the gate's role nor a trusted state tells; the order of the day has to.
    case unknown

    /// Tells the direction of a punch with `state` at `gate`: the gate's role, then the state code
    /// where it is trusted.
    package static func told(by gate: Gate?, state: UInt8) -> Direction {
        switch gate?.role {
        case .in: return .entry
        case .out: return .exit
        case .both, nil: break
        }
        guard gate?.isStateTrusted == true else { return .unknown }
        switch state {
        case 0, 3, 4: return .entry
        case 1, 2, 5: return .exit
        default: return .unknown
        }
    }

    /// What told the direction of a punch at `gate`; `nil` when nothing did.
    func source(at gate: Gate?) -> DirectionSource? {
        guard self != .unknown else { return nil }
        return gate?.role == .in || gate?.role == .out ? .gate : .state
    }

    /// Whether two directions may be the same one.
    package func matches(_ other: Direction) -> Bool {
        self == other || self == .unknown || other == .unknown
    }
}

/// What tells which way a punch went.
package enum DirectionSource: String, Sendable, CaseIterable {
    /// The role of the gate: in only or out only.
    case gate
    /// The state code, of a gate whose state codes are trusted.
    case state
    /// Nothing but its place: the first punch of the day is the entry, the last one the exit.
    case position
    /// Nothing but the order: entries and exits take turns.
    case order
    /// A lone punch: it is nearer to the start of the shift, or to its end.
    case shift
    /// Whoever has no shift comes; no exits are looked for.
    case visit
    /// A correction says so.
    case correction
}
