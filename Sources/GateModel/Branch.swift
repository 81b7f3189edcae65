/// A branch: a place with its own zone, weekly days off, holidays and leave.
public struct Branch: Hashable, Sendable {
    /// The id, such as `DHK`.
    public var id: BranchID
    /// The name people read.
    public var name: String
    /// IANA name of the zone its gates show.
    public var timeZone: String
    /// The days of the week on which nobody has to come.
    public var weeklyOff: Set<OffDay>
    /// Public holidays and their names.
    public var holidays: [LocalDate: String]
    /// Leave of people, in the order of the file.
    public var leaves: [Leave]

    /// Makes a branch.
    public init(
        id: BranchID, name: String, timeZone: String, weeklyOff: Set<OffDay> = [],
        holidays: [LocalDate: String] = [:], leaves: [Leave] = []
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.weeklyOff = weeklyOff
        self.holidays = holidays
        self.leaves = leaves
    }
}

/// Leave of one person: both dates included.
public struct Leave: Hashable, Sendable {
    /// Who is away.
    public var memberID: MemberID
    /// The first day away.
    public var from: LocalDate
    /// The last day away.
    public var to: LocalDate
    /// The kind of leave, such as "annual".
    public var kind: String

    /// Makes a leave.
    public init(memberID: MemberID, from: LocalDate, to: LocalDate, kind: String) {
        self.memberID = memberID
        self.from = from
        self.to = to
        self.kind = kind
    }
}
