import GateModel
import Reports

/// What the days of each person add up to, taken from the rows of the days file.
struct PeopleTotals {
    /// A person and the sums.
    struct Person {
        var branch: String
        var memberID: String
        var name: String
        var department: String
        /// Days by status.
        var statuses: [String: Int] = [:]
        var halfDays = 0
        /// Days off and holidays with a punch that counts.
        var offWorked = 0
        /// Sums over the days about which they are known; `nil` when that is none.
        var late: Int?
        var presence: Int?
        var counted: Int?
        var lateMinutes: Int?
        var earlyMinutes: Int?
        var overtimeMinutes: Int?
    }

    /// A row, as far as the muster needs it.
    struct Day {
        var person: Int
        var date: LocalDate
        var code: String
        /// Seconds; `nil` when not known.
        var presence: Int?
        /// Minutes; `nil` when not known.
        var lateMinutes: Int?
    }

    /// The people in the order in which they first appear.
    private(set) var people: [Person] = []

    private let columns: [String: Int]
    private var indexOf: [String: Int] = [:]

    init(_ columns: [ReportColumn]) {
        self.columns = Dictionary(
            columns.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The key by which formulas find a person: nothing a spreadsheet could take for a number, a
    /// date or a pattern, as "007", "1e5" and "*" would be.
    static func key(_ person: Int) -> String { "p\(person + 1)" }

    /// Adds a row of the days file; `nil` when it lacks date or person.
    mutating func add(_ row: [ReportCell]) -> Day? {
        guard case .date(let date) = cell(row, "date") else { return nil }
        let memberID = cell(row, "member_id").plainText
        let branch = cell(row, "branch").plainText
        let index = indexOf[memberID] ?? people.count
        if index == people.count {
            indexOf[memberID] = index
            people.append(
                Person(
                    branch: branch, memberID: memberID, name: cell(row, "name").plainText,
                    department: cell(row, "department").plainText))
        }
        let status = cell(row, "status").plainText
        let code = cell(row, "code").plainText
        let presence = number(row, "presence_seconds")
        let late = number(row, "late_minutes")
        people[index].statuses[status, default: 0] += 1
        if code == "HD" { people[index].halfDays += 1 }
        if status == "off" || status == "holiday",
            cell(row, "first_in") != .missing || cell(row, "last_out") != .missing
        {
            people[index].offWorked += 1
        }
        people[index].late.add(late.map { $0 > 0 ? 1 : 0 })
        people[index].presence.add(presence)
        people[index].counted.add(number(row, "counted_seconds"))
        people[index].lateMinutes.add(late)
        people[index].earlyMinutes.add(number(row, "early_minutes"))
        people[index].overtimeMinutes.add(number(row, "overtime_minutes"))
        return Day(person: index, date: date, code: code, presence: presence, lateMinutes: late)
    }

    private func cell(_ row: [ReportCell], _ key: String) -> ReportCell {
        columns[key].map { row[$0] } ?? .missing
    }

    private func number(_ row: [ReportCell], _ key: String) -> Int? {
        switch cell(row, key) {
        case .count(let number), .duration(let number): number
        default: nil
        }
    }
}

extension Int? {
    /// Adds what is known; the sum of nothing stays unknown.
    mutating func add(_ number: Int?) {
        if let number { self = (self ?? 0) + number }
    }
}

extension [PeopleTotals.Person] {
    /// The indices in the order of branch, name and member id.
    var inOrder: [Int] {
        indices.sorted { left, right in
            let (left, right) = (self[left], self[right])
            for (one, other) in [
                (left.branch, right.branch), (left.name, right.name),
                (left.memberID, right.memberID),
            ] where one != other {
                return one.utf8.lexicographicallyPrecedes(other.utf8)
            }
            return false
        }
    }
}
