package import GateModel

/// Adds up the days of a month, one by one, to musters of all branches and of each.
package struct MusterBuilder: Sendable {
    /// The first day of the month.
    package let month: LocalDate

    private struct Day: Sendable {
        var code: String
        var status: String
        var isLate: Bool
        var isCorrected: Bool
    }

    private struct Person: Sendable {
        var memberID: String
        var name: String
        var branch: String
        var department: String
        var days: [Int: [Day]] = [:]
        var sums = Array(repeating: 0, count: MusterReport.totalColumns.count)
    }

    private var people: [Person] = []
    private var indexes: [String: Int] = [:]
    private var counts: [Int: [String: DayCounts]] = [:]
    private var asOf: [String: LocalDateTime] = [:]
    private struct Gap: Sendable {
        var branch: ReportCell
        var name: String
        var days = 0
    }

    private var gaps: [String: Gap] = [:]
    private let columns = Dictionary(
        uniqueKeysWithValues: DayColumns.all.enumerated().map { ($1.key, $0) })

    private let members: [String: Member]

    /// Starts the month of a date; `members` tell when people joined and left.
    package init(month: LocalDate, members: [Member] = []) {
        self.month = month.firstOfMonth
        self.members = Dictionary(
            members.map { ($0.memberID.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds a day of the month, the report of all branches.
    package mutating func add(_ report: DayReport) {
        let day = report.date.day - 1
        counts[day] = counts[day] ?? [:]
        for row in report.people.rows { add(row, day: day) }
        for gate in report.coverage.rows {
            if gate[4] != .flag(true) {
                gaps[
                    gate[0].plainText, default: Gap(branch: gate[1], name: gate[2].plainText)
                ].days += 1
            }
            guard case .dateTime(let read) = gate[3] else { continue }
            for key in ["", gate[1].plainText] { asOf[key] = max(asOf[key] ?? read, read) }
        }
    }

    private mutating func add(_ row: [ReportCell], day: Int) {
        func cell(_ key: String) -> ReportCell { columns[key].map { row[$0] } ?? .missing }
        func number(_ key: String) -> Int {
            switch cell(key) {
            case .count(let number), .duration(let number): number
            default: 0
            }
        }
        let memberID = cell("member_id").plainText
        let branch = cell("branch").plainText
        let index = indexes[memberID] ?? people.count
        if index == people.count {
            indexes[memberID] = index
            people.append(
                Person(
                    memberID: memberID, name: cell("name").plainText, branch: branch,
                    department: cell("department").plainText))
        }
        people[index].branch = branch
        let status = cell("status").plainText
        let code = cell("code").plainText
        let isLate = number("late_minutes") > 0
        people[index].days[day, default: []].append(
            Day(
                code: code, status: status, isLate: isLate && status == "present",
                isCorrected: cell("corrected") == .flag(true)))
        for (place, column) in MusterReport.totalColumns.enumerated() {
            switch column.key {
            case "late": people[index].sums[place] += isLate && status == "present" ? 1 : 0
            case "half_days": people[index].sums[place] += code == "HD" ? 1 : 0
            case "off_worked":
                let came = cell("first_in") != .missing || cell("last_out") != .missing
                let isFree = status == "off" || status == "holiday"
                people[index].sums[place] += came && isFree ? 1 : 0
            case "present", "absent", "unknown", "leave", "holiday", "off", "short_stay", "visit":
                people[index].sums[place] += status == column.key ? 1 : 0
            default: people[index].sums[place] += number(column.key)
            }
        }
        counts[day, default: [:]][branch, default: DayCounts()].add(
            status: status, isLate: isLate)
    }

    /// The muster of the days added so far: of all branches, or of one.
    package func report(branch: BranchID? = nil) -> MusterReport {
        let length = LocalDate.days(inMonth: month.month, ofYear: month.year)
        let dates = (0..<length).map { month.adding(days: $0) }
        let own = people.filter { branch == nil || $0.branch == branch?.rawValue }
        let sorted = own.sorted { left, right in
            for (one, other) in [
                (left.branch, right.branch), (left.name, right.name),
                (left.memberID, right.memberID),
            ] where one != other {
                return one.utf8.lexicographicallyPrecedes(other.utf8)
            }
            return false
        }
        return MusterReport(
            month: month, branch: branch, asOf: asOf[branch?.rawValue ?? ""], dates: dates,
            people: sorted.map { row($0, length: length) },
            days: dayTable(dates, branch: branch), branches: branchTable(sorted),
            gaps: gapTable(branch))
    }

    private func gapTable(_ branch: BranchID?) -> ReportTable {
        var table = ReportTable(
            name: "gaps",
            columns: [
                ReportColumn("serial", "Serial", .identifier),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("name", "Name", .text), ReportColumn("days", "Days", .count),
            ])
        let sorted = gaps.sorted { left, right in
            [left.value.branch.plainText, left.value.name, left.key]
                .lexicographicallyPrecedes(
                    [right.value.branch.plainText, right.value.name, right.key])
        }
        for (serial, gap) in sorted
        where branch == nil || gap.branch == branch.map({ .identifier($0.rawValue) }) {
            table.append([
                .identifier(serial), gap.branch, .text(gap.name), .count(gap.days),
            ])
        }
        return table
    }

    /// The branches that anybody of the month belongs to.
    package var branches: [BranchID] {
        Set(people.map(\.branch)).sorted().map { BranchID($0) }
    }

    // MARK: - Non public

    private func row(_ person: Person, length: Int) -> MusterReport.Person {
        MusterReport.Person(
            memberID: person.memberID, name: person.name, branch: person.branch,
            department: person.department, joined: members[person.memberID]?.joined,
            left: members[person.memberID]?.left,
            cells: (0..<length).map { day in person.days[day].flatMap(Self.cell) },
            totals: Self.totals(person.sums))
    }

    /// What stands in a cell: the code of the day, or of both shifts, the one that was worked first.
    private static func cell(_ days: [Day]) -> MusterReport.Cell? {
        let rank = ["P", "HD", "SS", "V"]
        let sorted = days.enumerated().sorted { left, right in
            let ranks = [left.element, right.element].map {
                rank.firstIndex(of: $0.code) ?? rank.count
            }
            return (ranks[0], left.offset) < (ranks[1], right.offset)
        }.map(\.element)
        guard let first = sorted.first else { return nil }
        return MusterReport.Cell(
            code: sorted.map(\.code).joined(separator: "/"), status: first.status,
            isLate: days.contains(where: \.isLate),
            isCorrected: days.contains(where: \.isCorrected))
    }

    private static func totals(_ sums: [Int]) -> [ReportCell] {
        zip(MusterReport.totalColumns, sums).map { column, sum in
            column.kind == .duration ? .duration(seconds: sum) : .count(sum)
        }
    }

    private func dayTable(_ dates: [LocalDate], branch: BranchID?) -> ReportTable {
        var table = ReportTable(name: "days", columns: MusterReport.dayColumns)
        for (day, date) in dates.enumerated() {
            guard let perBranch = counts[day] else {
                table.append(
                    [.date(date)]
                        + Array(repeating: .missing, count: MusterReport.dayColumns.count - 1))
                continue
            }
            var sum = DayCounts()
            for (name, counts) in perBranch where branch == nil || name == branch?.rawValue {
                sum.add(counts)
            }
            table.append(
                [.date(date)]
                    + [
                        sum.present, sum.late, sum.absent, sum.unknown, sum.off, sum.holiday,
                        sum.leave, sum.visit, sum.shortStay,
                    ].map { .count($0) })
        }
        return table
    }

    private func branchTable(_ people: [Person]) -> ReportTable {
        var table = ReportTable(
            name: "branches",
            columns: [
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("people", "People", .count),
            ] + MusterReport.totalColumns)
        let grouped = Dictionary(grouping: people, by: \.branch)
        for branch in grouped.keys.sorted() {
            var sums = Array(repeating: 0, count: MusterReport.totalColumns.count)
            for person in grouped[branch] ?? [] {
                for index in sums.indices { sums[index] += person.sums[index] }
            }
            table.append(
                [.identifier(branch), .count(grouped[branch]?.count ?? 0)] + Self.totals(sums))
        }
        return table
    }
}

extension DayCounts {
    /// Counts a row of the days file.
    fileprivate mutating func add(status: String, isLate: Bool) {
        switch status {
        case "present":
            present += 1
            if isLate { late += 1 }
        case "absent": absent += 1
        case "unknown": unknown += 1
        case "off": off += 1
        case "holiday": holiday += 1
        case "leave": leave += 1
        case "visit": visit += 1
        case "short_stay": shortStay += 1
        default: break
        }
    }
}
