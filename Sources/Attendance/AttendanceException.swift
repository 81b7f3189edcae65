package import GateModel

/// A punch that belongs to nobody's day, and why.
package struct AttendanceException: Hashable, Sendable {
    /// Why the punch belongs to nobody's day.
    package enum Kind: String, Sendable {
        /// The person was known, but no window holds the time.
        case outsideAnyWindow = "outside_any_window"
        /// Before the person joined.
        case beforeJoining = "before_joining"
        /// After the person left.
        case afterLeaving = "after_leaving"
        /// The id is not on the roster of this gate.
        case unknownID = "unknown_id"
        /// The record names only a user slot that nobody could map.
        case unknownSlot = "unknown_slot"
        /// The time is impossible.
        case quarantined
    }

    /// Why the punch belongs to nobody's day.
    package var kind: Kind
    /// The date it is listed under: its own, or that of the reading when its own is impossible.
    package var date: LocalDate
    /// The branch of the gate; `nil` when the gate is not in the fleet.
    package var branch: BranchID?
    /// The person, when known.
    package var member: MemberID?
    /// The punch.
    package var punch: StoredPunch
    /// A sentence for people.
    package var note: String

    /// The order in which exceptions are listed: by time, gate and row.
    package func isBefore(_ other: AttendanceException) -> Bool {
        let (early, late) = (punch, other.punch)
        if early.punch.at != late.punch.at { return early.punch.at < late.punch.at }
        return (early.serial, early.id, kind.rawValue) < (late.serial, late.id, other.kind.rawValue)
    }
}
