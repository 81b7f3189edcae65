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

    /// Whether two directions may be the same one.
    package func matches(_ other: Direction) -> Bool {
        self == other || self == .unknown || other == .unknown
    }
}
