package import Attendance
package import GateModel

/// People × gates: who can pass where, as far as the gates were read back.
package struct EnrollmentReport: Hashable, Sendable {
    /// Wall time of the site at which the page speaks.
    package var asOf: LocalDateTime
    /// The branch; `nil` for all branches.
    package var branch: BranchID?
    /// The gates, by branch, name and serial number.
    package var gates: [Column]
    /// The people of the roster who may use any of them, by name and member id.
    package var people: [Person]
    /// People who are on no gate that was read: `member_id, name, branch, device_user_id`.
    package var nowhere: ReportTable
    /// A row a branch: `branch, name, people, enrolled, nowhere, not_known, gates, gates_read`.
    package var branches: ReportTable
    /// Users of these gates whom the roster does not know:
    /// `serial, gate, branch, device_user_id, name`.
    package var strangers = noStrangers
    /// How full these gates were when they were last read, in the order of `gates`: `serial, gate,
    /// branch, read_at, users, user_capacity, templates, template_capacity`.
    package var capacity = noCapacity
    /// What was done at these gates since the last site of an earlier date, or ever when there is none:
    /// the columns of `ChangesReport.acts`.
    package var acts = ChangesReport.noActs
    /// Since when; `nil` for ever.
    package var actsSince: LocalDateTime?

    /// A gate.
    package struct Column: Hashable, Sendable {
        /// Its serial number.
        package var serial: String
        /// Its name.
        package var name: String
        /// Its branch.
        package var branch: String
        /// Whether its users were read at least once.
        package var isRead: Bool
    }

    /// A person and a place for every gate.
    package struct Person: Hashable, Sendable {
        /// The person.
        package var memberID: String
        /// The name.
        package var name: String
        /// The own branch; empty when the roster names none.
        package var branch: String
        /// The id on the gates.
        package var deviceUserID: String
        /// What each gate holds, in the order of `gates`.
        package var cells: [Cell]
        /// How many fingers the vault has of the person; `nil` when it has nothing.
        package var savedFingers: Int?
        /// When the newest part was saved.
        package var savedAt: LocalDateTime?
    }

    /// What a gate holds of a person.
    package enum Cell: Hashable, Sendable {
        /// The person does not use this gate.
        case notTheirs
        /// The gate was never read for it.
        case unknown
        /// Nothing is there.
        case absent
        /// The user record is there with these fingers, and what else opens the door.
        case enrolled(fingers: [Int], ways: GateHoldings.Ways)
        /// The record is there without finger, card and password.
        case partly

        /// The fingers that are there; `nil` when not known.
        package var fingers: [Int]? {
            switch self {
            case .notTheirs, .unknown: nil
            case .absent, .partly: []
            case .enrolled(let fingers, _): fingers
            }
        }

        /// What opens the door besides fingers. A record that was stripped stays because of faces.
        package var ways: GateHoldings.Ways {
            switch self {
            case .notTheirs, .unknown: .init()
            case .absent: .init(card: false, password: false, face: false)
            case .partly: .init(card: false, password: false, face: nil)
            case .enrolled(_, let ways): ways
            }
        }

        /// The cell in the words of the JSON: `null` when not known.
        package var state: String? {
            switch self {
            case .notTheirs: "not_theirs"
            case .unknown: nil
            case .absent: "absent"
            case .enrolled: "enrolled"
            case .partly: "partly"
            }
        }
    }

    /// Builds the page of all branches, or of one.
    package static func build(
        members: [Member], rules: AttendanceRules, holdings: GateHoldings, branch: BranchID? = nil,
        asOf: LocalDateTime
    ) -> EnrollmentReport {
        let read = holdings.gatesRead
        let gates = rules.gates.filter { $0.value.isEnabled }
            .filter { branch == nil || $0.value.branch == branch }
            .sorted {
                ($0.value.branch, $0.value.name, $0.key) < ($1.value.branch, $1.value.name, $1.key)
            }
        var people: [Person] = []
        var nowhere = ReportTable(
            name: "nowhere",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device_user_id", "Id on the gate", .identifier),
            ])
        for member in members.sorted(by: isBefore) {
            let own = Set(rules.gates(of: member))
            if branch != nil, !gates.contains(where: { own.contains($0.key) }) { continue }
            let cells = gates.map { serial, _ in
                own.contains(serial)
                    ? cell(member.memberID, serial, read: read, holdings) : .notTheirs
            }
            let theirs = cells.filter { $0 != .notTheirs }
            if !theirs.isEmpty, theirs.allSatisfy({ $0 == .absent }),
                member.isEntitled(on: asOf.date)
            {
                nowhere.append([
                    .identifier(member.memberID.rawValue), .text(member.name),
                    .known(member.branch) { .identifier($0.rawValue) },
                    .identifier(member.deviceUserID.rawValue),
                ])
            }
            let saved = holdings.saved[member.memberID]
            people.append(
                Person(
                    memberID: member.memberID.rawValue, name: member.name,
                    branch: member.branch?.rawValue ?? "",
                    deviceUserID: member.deviceUserID.rawValue, cells: cells,
                    savedFingers: saved?.fingerCount, savedAt: saved?.at))
        }
        var report = EnrollmentReport(
            asOf: asOf, branch: branch,
            gates: gates.map {
                Column(
                    serial: $0.key.rawValue, name: $0.value.name,
                    branch: $0.value.branch.rawValue, isRead: read.contains($0.key))
            },
            people: people, nowhere: nowhere,
            branches: branchTable(people, gates: gates.map { ($0.key, $0.value) }, read, rules))
        let shown = Dictionary(gates.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 })
        for stranger in holdings.strangers {
            guard let gate = shown[stranger.serial] else { continue }
            let id = stranger.deviceUserID
            report.strangers.append([
                .identifier(stranger.serial), .text(gate.name), .identifier(gate.branch.rawValue),
                id.isEmpty ? .missing : .identifier(id),
                stranger.name.isEmpty ? .missing : .text(stranger.name),
            ])
        }
        return report
    }

    private static var noStrangers: ReportTable {
        ReportTable(
            name: "strangers",
            columns: [
                ReportColumn("serial", "Serial", .identifier),
                ReportColumn("gate", "Gate", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("device_user_id", "Id on the gate", .identifier),
                ReportColumn("name", "Name", .text),
            ])
    }

    private static func isBefore(_ left: Member, _ right: Member) -> Bool {
        if left.name != right.name {
            return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return left.memberID < right.memberID
    }

    private static func cell(
        _ member: MemberID, _ serial: GateSerial, read: Set<GateSerial>, _ holdings: GateHoldings
    ) -> Cell {
        let access = holdings.access(of: member, at: serial)
        switch access?.seen {
        case .absent: return .absent
        case .partly: return .partly
        case .present:
            return .enrolled(
                fingers: holdings.fingers(of: member, at: serial) ?? [],
                ways: access?.ways ?? .init())
        case nil: break
        }
        if let fingers = holdings.fingers(of: member, at: serial) {
            return .enrolled(fingers: fingers, ways: .init())
        }
        return .unknown
    }

    private static func branchTable(
        _ people: [Person], gates: [(GateSerial, Gate)], _ read: Set<GateSerial>,
        _ rules: AttendanceRules
    ) -> ReportTable {
        var table = ReportTable(
            name: "branches",
            columns: [
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("people", "People", .count),
                ReportColumn("enrolled", "Enrolled", .count),
                ReportColumn("nowhere", "On no gate", .count),
                ReportColumn("not_known", "Not known", .count),
                ReportColumn("gates", "Gates", .count),
                ReportColumn("gates_read", "Gates read back", .count),
            ])
        for branch in Set(gates.map(\.1.branch)).sorted() {
            let places = gates.indices.filter { gates[$0].1.branch == branch }
            var (all, enrolled, nowhere, unknown) = (0, 0, 0, 0)
            for person in people {
                let cells = places.map { person.cells[$0] }.filter { $0 != .notTheirs }
                guard !cells.isEmpty else { continue }
                all += 1
                if cells.contains(where: { if case .enrolled = $0 { true } else { false } }) {
                    enrolled += 1
                } else if cells.contains(.unknown) {
                    unknown += 1
                } else {
                    nowhere += 1
                }
            }
            let readCount = places.count { read.contains(gates[$0].0) }
            table.append([
                .identifier(branch.rawValue),
                .text(rules.branches[branch]?.name ?? branch.rawValue),
                .count(all),
                // Of a branch none of whose gates was read back nothing is known: no zero there.
                readCount > 0 ? .count(enrolled) : .missing,
                readCount > 0 ? .count(nowhere) : .missing, .count(unknown),
                .count(places.count), .count(readCount),
            ])
        }
        return table
    }
}
