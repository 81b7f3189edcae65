package import GateModel

/// Everything a day is judged by, apart from punches and readings: gates, branches, shifts, policy.
package struct AttendanceRules: Sendable {
    /// The gates by serial number, those that are not in service included.
    package let gates: [GateSerial: Gate]
    /// The branches by id.
    package let branches: [BranchID: Branch]
    /// The shifts in all their versions.
    package let shifts: ShiftBook
    /// How days are judged where no shift says otherwise.
    package let policy: AttendancePolicy
    /// Shifts of people on dates, instead of the shift of the roster.
    package let assignments: [MemberID: [ShiftAssignment]]
    /// Ids of people in branches and periods, instead of the id of the roster.
    package let identities: [Identity]
    /// The corrections that hold, by person, in the order of the ledger.
    package let corrections: [MemberID: [Correction]]
    /// The zones that gates and branches name; those missing are taken as fixed.
    package let zones: [String: ZoneOffsets]
    private let leaves: [MemberID: [Leave]]

    /// Makes rules; without `zones` the clocks never change.
    package init(
        gates: [GateSerial: Gate], branches: [BranchID: Branch], shifts: ShiftBook,
        policy: AttendancePolicy, assignments: [ShiftAssignment] = [], identities: [Identity] = [],
        corrections: [Correction] = [], zones: [String: ZoneOffsets] = [:]
    ) {
        self.gates = gates
        self.branches = branches
        self.shifts = shifts
        self.policy = policy
        self.assignments = Dictionary(grouping: assignments, by: \.memberID)
        self.identities = identities
        self.corrections = Dictionary(
            grouping: corrections.filter { $0.undoneBy == nil }, by: \.memberID)
        self.zones = zones
        let byBranch = branches.values.sorted { $0.id < $1.id }
        leaves = Dictionary(grouping: byBranch.flatMap(\.leaves), by: \.memberID)
    }

    // MARK: - Gates and zones

    /// The gates in service that may record `member`, in the order of their serial numbers: those of
    /// the branches and serials on the member's list, or of the own branch, or all.
    package func gates(of member: Member) -> [GateSerial] {
        gates.filter { $0.value.isEnabled && admits(member, at: $0.value, serial: $0.key) }
            .keys.sorted()
    }

    /// Whether `gate` may record `member`.
    package func admits(_ member: Member, at gate: Gate, serial: GateSerial) -> Bool {
        if !member.gates.isEmpty {
            return member.gates.contains(gate.branch.rawValue)
                || member.gates.contains(serial.rawValue)
        }
        return member.branch.map { $0 == gate.branch } ?? true
    }

    /// The zone of a branch.
    package func zone(of branch: BranchID?) -> ZoneOffsets {
        branch.flatMap { branches[$0] }.flatMap { zones[$0.timeZone] } ?? .fixed
    }

    /// The zone whose time a gate shows: its own, else that of its branch.
    package func gateZone(of serial: GateSerial) -> ZoneOffsets {
        guard let gate = gates[serial] else { return .fixed }
        return gate.timeZone.map { zones[$0] ?? .fixed } ?? zone(of: gate.branch)
    }

    /// Whether a gate shows the time of another zone than that of its branch.
    package func hasOwnZone(_ gate: Gate) -> Bool {
        gate.timeZone.map { $0 != branches[gate.branch]?.timeZone } ?? false
    }

    /// What a gate shows when the clocks of its branch show `wall`.
    package func gateTime(of wall: LocalDateTime, at serial: GateSerial) -> LocalDateTime {
        guard let gate = gates[serial], hasOwnZone(gate) else { return wall }
        let instant = zone(of: gate.branch).meaning(of: wall).instant
        return gateZone(of: serial).wallTime(at: instant)
    }

    // MARK: - Shifts and calendar

    /// The shifts of `member` on `date`: those assigned for the date, else the one of the roster;
    /// none for visitors and on dates without a shift.
    package func shifts(of member: Member, on date: LocalDate) -> [Shift] {
        let assigned = (assignments[member.memberID] ?? []).filter { $0.covers(date) }.map(\.shift)
        let ids = assigned.isEmpty ? member.shift.map { [$0] } ?? [] : assigned
        return ids.compactMap { shifts.shift($0, on: date) }
    }

    /// Whether `member` ever works shifts; who never does is a visitor.
    package func hasShifts(_ member: Member) -> Bool {
        member.shift != nil || assignments[member.memberID] != nil
    }

    /// What the calendar of `branch` says about `date`; a shift may have weekly days off of its own.
    package func dayKind(
        of date: LocalDate, in branch: BranchID, shift: Shift? = nil
    ) -> DayKind {
        let calendar = branches[branch]
        if let name = calendar?.holidays[date] { return .holiday(name) }
        let off = shift?.weeklyOff ?? calendar?.weeklyOff ?? []
        return off.contains { $0.covers(date) } ? .weeklyOff : .working
    }

    /// The leave of `member` that covers `date`; `nil` when there is none.
    package func leave(of member: MemberID, on date: LocalDate) -> Leave? {
        leaves[member]?.first { $0.from <= date && date <= $0.to }
    }

    /// The corrections of `member` for `date` that hold, in the order of the ledger.
    package func corrections(of member: MemberID, on date: LocalDate) -> [Correction] {
        corrections[member]?.filter { $0.date == date } ?? []
    }
}

/// What a branch's calendar says about a date.
package enum DayKind: Hashable, Sendable {
    case working
    case weeklyOff
    /// A public holiday and its name.
    case holiday(String)
    /// A person who works shifts has none on that date.
    case unscheduled
}

/// The shifts of the policy in all their versions.
package struct ShiftBook: Hashable, Sendable {
    private let versions: [ShiftID: [Shift]]

    /// Makes a book of shift versions, in any order.
    package init(_ shifts: [Shift]) {
        versions = Dictionary(grouping: shifts, by: \.id)
            .mapValues { $0.sorted { $0.from < $1.from } }
    }

    /// The ids of all shifts, in order.
    package var ids: [ShiftID] { versions.keys.sorted() }

    /// The version of `id` in force on `date`; `nil` when the shift does not exist (yet).
    package func shift(_ id: ShiftID, on date: LocalDate) -> Shift? {
        versions[id]?.last { $0.from <= date }
    }
}
