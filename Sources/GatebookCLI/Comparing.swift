import Attendance
import Configuration
import Foundation
import GateModel
import Ingest
import Store

/// Compares files made for payroll programs with the store; changes nothing.
///
/// Their rows name a person and not the id a gate knew, and lack its state and verify codes; people
/// edit and add such records by hand. A punch made of one would be invented, and would stand beside
/// the true one once the log of the gate is read.
struct Comparing: Sendable {
    let workspace: Workspace
    let store: GateStore

    /// A row that says what the store does not hold.
    struct Difference: Sendable {
        /// Where the row stands: `file:7`.
        var place: String
        /// What is missing: a sentence for people.
        var sentence: String
    }

    /// Compares every row of a file.
    ///
    /// - Returns: The rows that the store does not hold, in the order of the file.
    /// - Throws: `StoreError`.
    func differences(_ file: LogFile) async throws -> [Difference] {
        let people = file.log.people
        guard !people.isEmpty else { return [] }
        let sentences =
            file.log.type == .odoo
            ? try await missingDays(people) : try await missingPunches(people, of: file)
        return zip(people, sentences).compactMap { row, sentence in
            sentence.map {
                Difference(place: file.log.place(row.line, in: file.path), sentence: $0)
            }
        }
    }

    // MARK: - Punches

    /// What a walk over the punches has found for rows of which each names a moment.
    private struct Search: Sendable {
        /// The rows by their moment.
        var rows: [LocalDateTime: [Int]] = [:]
        /// The rows whose punch was found.
        var known: Set<Int> = []
        /// Whose punches stand where that of a row should: member ids, or ids that nobody has.
        var others: [Int: String] = [:]
    }

    /// Says for each row which punch the store lacks; `nil` when it has it.
    private func missingPunches(
        _ people: [PersonRow], of file: LogFile
    ) async throws -> [String?] {
        let states = try await store.gateStates()
        let rules = workspace.rules(fleet: workspace.fleet(knowing: states))
        let identities = IdentityMap(workspace.roster.members, rules: rules)
        let placing = PunchPlacing(rules: rules)
        let members = Set(workspace.roster.members.map(\.memberID.rawValue))
        let gates = people.map { row in
            row.gate.isEmpty ? file.device : Self.gate(row.gate, of: workspace)
        }
        var search = Search()
        for (index, row) in people.enumerated() { search.rows[row.at, default: []].append(index) }
        let moments = search.rows.keys
        let found = try await store.foldPunches(
            from: moments.min(), to: moments.max()?.adding(seconds: 1), into: search
        ) { search, stored in
            for index in search.rows[stored.punch.at] ?? [] {
                if let gate = gates[index], gate != stored.serial { continue }
                let date = placing.place([stored]).first?.at.date ?? stored.punch.at.date
                let owner = identities.member(
                    stored.punch.deviceUserID, at: stored.serial, on: date
                ).map { identities.members[$0].memberID.rawValue }
                let id = stored.punch.deviceUserID?.rawValue
                let person = people[index].person
                // Of somebody who is on the roster no more, nothing but the member id is left, which
                // is the id on the gates unless the roster says otherwise.
                if owner == person || owner == nil && id == person && !members.contains(person) {
                    search.known.insert(index)
                } else {
                    search.others[index] =
                        owner.map { "member “\($0)”" }
                        ?? id.map { "id “\($0)”, which nobody on the roster has there" }
                }
            }
        }
        let stored = Set(states.map(\.serial))
        return people.enumerated().map { index, row in
            if found.known.contains(index) { return nil }
            return Self.sentence(
                row, gate: gates[index], isGateKnown: gates[index].map(stored.contains) ?? true,
                isOnRoster: members.contains(row.person), other: found.others[index])
        }
    }

    private static func sentence(
        _ row: PersonRow, gate: GateSerial?, isGateKnown: Bool, isOnRoster: Bool, other: String?
    ) -> String {
        let place = gate.map { "gate \($0)" } ?? "any gate"
        if !isGateKnown { return "the store has never heard of \(place)" }
        let who = isOnRoster ? "“\(row.person)”" : "“\(row.person)”, who is not on the roster,"
        let sentence = "the store has no punch of \(who) at \(place) at \(row.at)"
        return sentence + (other.map { "; it has one there and then of \($0)" } ?? "")
    }

    /// The gate that a text means: the serial, or the name of one gate of the fleet.
    static func gate(_ text: String, of workspace: Workspace) -> GateSerial {
        let serial = GateSerial(text)
        guard workspace.devices.gate(serial) == nil else { return serial }
        let named = workspace.devices.gates.filter { $0.name == text }.compactMap(\.serial)
        return named.count == 1 ? named[0] : serial
    }

    // MARK: - Days

    /// A judged day, as far as a row can tell it.
    private struct Span: Sendable {
        var member: MemberID
        var firstIn: LocalDateTime
        var lastOut: LocalDateTime?
    }

    /// Says for each row which judged day the store lacks; `nil` when it has it.
    private func missingDays(_ people: [PersonRow]) async throws -> [String?] {
        let names = Set(people.map { Self.trimmed($0.person) })
        let namesakes = Dictionary(
            grouping: workspace.roster.members.filter { names.contains(Self.trimmed($0.name)) },
            by: { Self.trimmed($0.name) })
        // A shift may start on the day before its first punch, or on the day after.
        var dates: Set<LocalDate> = []
        for row in people {
            for days in -1...1 { dates.insert(row.at.date.adding(days: days)) }
        }
        let court = try await Judging(workspace: workspace, store: store).load(keeps: false)
        var spans: [String: [Span]] = [:]
        for part in dates.sorted().runs(ofDays: 14) {
            for day in try await court.period(part, listsQuarantined: false).days {
                let name = Self.trimmed(day.member.name)
                guard names.contains(name), let firstIn = day.firstIn else { continue }
                spans[name, default: []].append(
                    Span(member: day.member.memberID, firstIn: firstIn, lastOut: day.lastOut))
            }
        }
        return people.map { row in
            let name = Self.trimmed(row.person)
            let own = spans[name] ?? []
            let isKnown = own.contains { span in
                span.firstIn == row.at && (row.until == nil || span.lastOut == row.until)
            }
            if isKnown { return nil }
            return Self.sentence(
                row, namesakes: (namesakes[name] ?? []).map(\.memberID),
                near: own.filter { $0.firstIn.date == row.at.date })
        }
    }

    private static func sentence(
        _ row: PersonRow, namesakes: [MemberID], near: [Span]
    ) -> String {
        guard !namesakes.isEmpty else { return "nobody on the roster is called “\(row.person)”" }
        let told = "from \(row.at) to \(row.until.map { "\($0)" } ?? "an open end")"
        let who = namesakes.map { "“\($0)”" }.joined(separator: " and ")
        let sentence = "no day of \(who) goes \(told)"
        guard !near.isEmpty else { return sentence + "; nobody of that name came that day" }
        let days = near.map { span in
            "of “\(span.member)” from \(span.firstIn) to "
                + (span.lastOut.map { "\($0)" } ?? "an unknown time")
        }
        return sentence + "; the store has one " + days.joined(separator: " and one ")
    }

    private static func trimmed(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespaces)
    }
}
