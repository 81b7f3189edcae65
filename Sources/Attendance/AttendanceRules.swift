package import GateModel

/// Everything a day is judged by, apart from punches and readings: gates, branches, shifts, policy.
package struct AttendanceRules: Sendable {
    /// The gates by serial number; only those in service.
    package var gates: [GateSerial: Gate]
    /// The branches by id.
    package var branches: [BranchID: Branch]
    /// The shifts in all their versions.
    package var shifts: ShiftBook
    /// How days are judged where no shift says otherwise.
    package var policy: AttendancePolicy
    /// Shifts of people on dates, instead of the shift of the roster.
    package var assignments: [MemberID: [ShiftAssignment]]
    /// Ids of people in branches and periods, instead of the id of the roster.
    package var identities: [Identity]
    /// Seconds that really passed between two wall times of a branch: its zone may have changed its
    /// offset between them.
    package var elapsedSeconds:
        @Sendable (_ branch: BranchID, _ from: LocalDateTime, _ to: LocalDateTime) -> Int

    /// Makes rules; without `elapsedSeconds` the zones never change their offsets.
    package init(
        gates: [GateSerial: Gate], branches: [BranchID: Branch], shifts: ShiftBook,
        policy: AttendancePolicy, assignments: [ShiftAssignment] = [], identities: [Identity] = [],
        elapsedSeconds: @escaping @Sendable (BranchID, LocalDateTime, LocalDateTime) -> Int = {
            $2.seconds(since: $1)
        }
    ) {
        self.gates = gates
        self.branches = branches
        self.shifts = shifts
        self.policy = policy
        self.assignments = Dictionary(grouping: assignments, by: \.memberID)
        self.identities = identities
        self.elapsedSeconds = elapsedSeconds
    }

    /// The gates that may record `member`, in the order of their serial numbers: those of the
    /// branches and serials on the member's list, or of the own branch, or all.
    package func gates(of member: Member) -> [GateSerial] {
        gates.filter { admits(member, at: $0.value, serial: $0.key) }.keys.sorted()
    }

    /// Whether `gate` may record `member`.
    package func admits(_ member: Member, at gate: Gate, serial: GateSerial) -> Bool {
        if !member.gates.isEmpty {
            return member.gates.contains(gate.branch.rawValue)
                || member.gates.contains(serial.rawValue)
        }
        return member.branch.map { $0 == gate.branch } ?? true
    }

    /// The shifts of `member` on `date`: those assigned for the date, else the one of the roster;
    /// none for visitors.
    package func shifts(of member: Member, on date: LocalDate) -> [Shift] {
        let assigned = (assignments[member.memberID] ?? []).filter { $0.covers(date) }.map(\.shift)
        let ids = assigned.isEmpty ? member.shift.map { [$0] } ?? [] : assigned
        return ids.compactMap { shifts.shift($0, on: date) }
    }

    /// Whether `member` ever works shifts; who never does is a visitor.
    package func hasShifts(_ member: Member) -> Bool {
        member.shift != nil || assignments[member.memberID] != nil
    }

    /// What the calendar of `branch` says about `date`.
    package func dayKind(of date: LocalDate, in branch: BranchID) -> DayKind {
        guard let calendar = branches[branch] else { return .working }
        if let name = calendar.holidays[date] { return .holiday(name) }
        return calendar.weeklyOff.contains(date.weekday) ? .weeklyOff : .working
    }

    /// The leave of `member` that covers `date`; `nil` when there is none.
    package func leave(of member: MemberID, on date: LocalDate, in branch: BranchID) -> Leave? {
        branches[branch]?.leaves.first {
            $0.memberID == member && $0.from <= date && date <= $0.to
        }
    }
}

/// What a branch's calendar says about a date.
package enum DayKind: Hashable, Sendable {
    case working
    case weeklyOff
    /// A public holiday and its name.
    case holiday(String)
}

/// The shifts of the policy in all their versions.
package struct ShiftBook: Hashable, Sendable {
    private let versions: [ShiftID: [Shift]]

    /// Makes a book of shift versions, in any order.
    package init(_ shifts: [Shift]) {
        versions = Dictionary(grouping: shifts, by: \.id)
            .mapValues { $0.sorted { $0.from < $1.from } }
    }

    /// The version of `id` in force on `date`; `nil` when the shift does not exist (yet).
    package func shift(_ id: ShiftID, on date: LocalDate) -> Shift? {
        versions[id]?.last { $0.from <= date }
    }
}
