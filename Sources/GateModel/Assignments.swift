/// A row of `shifts.csv`: a person works a shift on the dates from `from` to `to`, both included.
///
/// Several rows may cover one date: the person then has several shifts on it.
public struct ShiftAssignment: Hashable, Sendable {
    /// Who works.
    public var memberID: MemberID
    /// The first work date.
    public var from: LocalDate
    /// The last work date.
    public var to: LocalDate
    /// The shift.
    public var shift: ShiftID

    /// Makes an assignment.
    public init(memberID: MemberID, from: LocalDate, to: LocalDate, shift: ShiftID) {
        self.memberID = memberID
        self.from = from
        self.to = to
        self.shift = shift
    }

    /// Whether the assignment covers `date`.
    public func covers(_ date: LocalDate) -> Bool { from <= date && date <= to }
}

/// A row of `identities.csv`: the gates of a branch mean a person by an id, for a time.
///
/// It replaces the `device_user_id` of the roster in that branch on those dates.
public struct Identity: Hashable, Sendable {
    /// Who is meant.
    public var memberID: MemberID
    /// The branch whose gates use the id.
    public var branch: BranchID
    /// The id on those gates.
    public var deviceUserID: DeviceUserID
    /// The first date; `nil` means from the beginning.
    public var from: LocalDate?
    /// The last date; `nil` means until further notice.
    public var to: LocalDate?

    /// Makes an identity.
    public init(
        memberID: MemberID, branch: BranchID, deviceUserID: DeviceUserID, from: LocalDate? = nil,
        to: LocalDate? = nil
    ) {
        self.memberID = memberID
        self.branch = branch
        self.deviceUserID = deviceUserID
        self.from = from
        self.to = to
    }

    /// Whether the identity holds on `date`.
    public func holds(on date: LocalDate) -> Bool {
        (from.map { $0 <= date } ?? true) && (to.map { date <= $0 } ?? true)
    }
}
