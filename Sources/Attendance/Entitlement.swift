package import GateModel

/// Whether a person may pass on a date, and if not, why: judged on that date, never on today's.
package enum Entitlement: Hashable, Sendable {
    case entitled
    /// The access begins later.
    case notYet(from: LocalDate)
    /// The access ended so many days before.
    case expired(days: Int)

    /// What to say about somebody who came; `nil` when nothing is wrong.
    package var sentence: String? {
        switch self {
        case .entitled: nil
        case .notYet(let from): "Entered before access begins on \(from)."
        case .expired(let days):
            "Entered while expired, \(days) day\(days == 1 ? "" : "s")."
        }
    }
}

extension Member {
    /// Whether the person may pass on `date`, the punch's own local date.
    ///
    /// A suspension has no dates on the roster, so it says nothing about a date.
    package func entitlement(on date: LocalDate) -> Entitlement {
        let begins = [joined, accessFrom].compactMap { $0 }.max()
        if let begins, date < begins { return .notYet(from: begins) }
        let ends = [left, accessUntil].compactMap { $0 }.min()
        if let ends, ends < date { return .expired(days: ends.distance(to: date)) }
        return .entitled
    }
}
