import Attendance
import GateModel
import Reports

/// What programs for payroll refuse: told of each row, so that a layout can leave it out.
///
/// Rows are asked about in the order in which they are exported.
struct PayrollRules {
    /// People of each name that several people on the roster have.
    let namesakes: [String: [MemberID]]
    /// The names among them that a day with entry and exit was exported under.
    private(set) var metNames: Set<String> = []

    private var lastOut: [MemberID: LocalDateTime] = [:]
    private var lastMoment: [MemberID: LocalDateTime] = [:]

    /// Starts with the people on a roster.
    init(_ members: [Member]) {
        namesakes = Dictionary(grouping: members, by: \.name).filter { $0.value.count > 1 }
            .mapValues { $0.map(\.memberID) }
    }

    /// Whether a day starts before one exported earlier has ended, or ends before it starts, as the
    /// clocks show it when they go back; Odoo refuses both.
    mutating func overlaps(_ day: PersonDay) -> Bool {
        guard let firstIn = day.firstIn, let end = day.lastOut else { return false }
        if let last = lastOut[day.member.memberID], firstIn < last { return true }
        guard firstIn <= end else { return true }
        lastOut[day.member.memberID] = end
        return false
    }

    /// Whether somebody else on the roster has the name, by which alone Odoo knows people.
    mutating func sharesName(_ day: PersonDay) -> Bool {
        guard namesakes[day.member.name] != nil else { return false }
        if day.firstIn != nil, day.lastOut != nil { metNames.insert(day.member.name) }
        return true
    }

    /// Whether a punch that counts has the person and time of one exported earlier; Frappe refuses it.
    mutating func repeats(_ punch: StoredPunch, of member: MemberID?, use: PunchUse) -> Bool {
        guard let member, use != .duplicate, use != .quarantined else { return false }
        return lastMoment.updateValue(punch.punch.at, forKey: member) == punch.punch.at
    }
}
