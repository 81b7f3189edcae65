/// Why a person may or may not pass a gate, as the policy says it.
package enum AccessReason: Hashable, Sendable {
    /// Active, employed, within the access dates, and the gate is one of the person's.
    case entitled
    /// The roster says suspended.
    case suspended
    /// The first day is still to come.
    case notJoined(LocalDate)
    /// The last day has passed.
    case left(LocalDate)
    /// The access has not started.
    case notStarted(LocalDate)
    /// The access has ended.
    case expired(LocalDate)
    /// The person may use other gates, those named.
    case otherGates([String])

    /// Whether it is a reason to let the person pass.
    package var isAllowed: Bool { self == .entitled }
}

extension AccessReason: CustomStringConvertible {
    /// The reason in the words of the policy, as the end of a sentence.
    package var description: String {
        switch self {
        case .entitled: "active and entitled"
        case .suspended: "status is suspended"
        case .notJoined(let date): "joins on \(date)"
        case .left(let date): "left on \(date)"
        case .notStarted(let date): "access starts on \(date)"
        case .expired(let date): "access ended on \(date)"
        case .otherGates(let names):
            "may use " + names.joined(separator: ", ") + " and not this gate"
        }
    }
}

extension Member {
    /// Why the roster lets this person pass, or not, on `date`, whatever the gate.
    package func accessReason(on date: LocalDate) -> AccessReason {
        if status == .suspended { return .suspended }
        if let left, left < date { return .left(left) }
        if let joined, date < joined { return .notJoined(joined) }
        if let accessUntil, accessUntil < date { return .expired(accessUntil) }
        if let accessFrom, date < accessFrom { return .notStarted(accessFrom) }
        return .entitled
    }
}
