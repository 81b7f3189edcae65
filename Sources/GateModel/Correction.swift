/// An entry of the ledger of corrections: what somebody says a day really was, who, when and why.
///
/// Entries are never changed; one that was wrong is undone by another entry.
public struct Correction: Hashable, Sendable {
    /// Number of the entry, counted from 1.
    public var number: Int
    /// Whose day is corrected.
    public var memberID: MemberID
    /// The work date that is corrected.
    public var date: LocalDate
    /// Whether the entry or the exit is corrected.
    public var kind: Kind
    /// The wall time that holds instead, in the zone of the person's branch.
    public var at: LocalDateTime
    /// Why.
    public var reason: String
    /// Who corrected; empty when not told.
    public var by: String
    /// Wall time of the site at which the correction was made.
    public var recordedAt: LocalDateTime
    /// The entry that undid this one; `nil` while it holds.
    public var undoneBy: Int?

    /// What a correction is about.
    public enum Kind: String, Sendable, CaseIterable {
        case `in`
        case out
    }

    /// Makes an entry.
    public init(
        number: Int, memberID: MemberID, date: LocalDate, kind: Kind, at: LocalDateTime,
        reason: String, by: String = "", recordedAt: LocalDateTime, undoneBy: Int? = nil
    ) {
        self.number = number
        self.memberID = memberID
        self.date = date
        self.kind = kind
        self.at = at
        self.reason = reason
        self.by = by
        self.recordedAt = recordedAt
        self.undoneBy = undoneBy
    }
}
