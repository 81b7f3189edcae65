/// A person on the roster: one row of `members.csv`.
public struct Member: Hashable, Sendable {
    /// The person's id, unique on the roster.
    public var memberID: MemberID
    /// The person's name, in any script.
    public var name: String
    /// The department; empty when not given.
    public var department: String
    /// The own branch; `nil` when not given.
    public var branch: BranchID?
    /// The shift the person works; `nil` makes the person a visitor (gym rules).
    public var shift: ShiftID?
    /// First day of employment or membership; `nil` means always.
    public var joined: LocalDate?
    /// Last day of employment or membership; `nil` means still here.
    public var left: LocalDate?
    /// First day on which the person may pass; `nil` means no limit.
    public var accessFrom: LocalDate?
    /// Last day on which the person may pass; `nil` means no limit.
    public var accessUntil: LocalDate?
    /// Whether the person is active or suspended.
    public var status: MemberStatus
    /// The id on the gates; the member id unless the roster says otherwise.
    public var deviceUserID: DeviceUserID
    /// Branches or serials the person may use; empty means the own branch.
    public var gates: [String]
    /// Card number as text; empty when there is none.
    public var card: String

    /// Makes a member; everything but id and name has the default of `members.csv`.
    public init(
        memberID: MemberID, name: String, department: String = "", branch: BranchID? = nil,
        shift: ShiftID? = nil, joined: LocalDate? = nil, left: LocalDate? = nil,
        accessFrom: LocalDate? = nil, accessUntil: LocalDate? = nil, status: MemberStatus = .active,
        deviceUserID: DeviceUserID? = nil, gates: [String] = [], card: String = ""
    ) {
        self.memberID = memberID
        self.name = name
        self.department = department
        self.branch = branch
        self.shift = shift
        self.joined = joined
        self.left = left
        self.accessFrom = accessFrom
        self.accessUntil = accessUntil
        self.status = status
        self.deviceUserID = deviceUserID ?? DeviceUserID(memberID.rawValue)
        self.gates = gates
        self.card = card
    }

    /// Whether the person is employed or a member on `date`.
    public func isEmployed(on date: LocalDate) -> Bool {
        (joined.map { $0 <= date } ?? true) && (left.map { date <= $0 } ?? true)
    }

    /// Whether the person may pass on `date` (the punch's own local date, never today's).
    public func isEntitled(on date: LocalDate) -> Bool {
        status == .active && isEmployed(on: date)
            && (accessFrom.map { $0 <= date } ?? true) && (accessUntil.map { date <= $0 } ?? true)
    }
}

/// Whether a person on the roster is active.
public enum MemberStatus: String, Sendable, CaseIterable {
    case active
    case suspended
}
