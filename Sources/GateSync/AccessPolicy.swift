package import GateModel

/// Who may pass which gate: the roster with its ids per branch, ready to be asked.
///
/// Pure, and made once per run; asking it costs no more for a hundred thousand people.
package struct AccessPolicy: Sendable {
    /// The roster, in its order.
    package let members: [Member]
    private let indexes: [MemberID: Int]
    private let identities: [MemberID: [Identity]]
    private let identitiesOfBranch: [BranchID: [Identity]]

    /// Makes the policy of a roster.
    ///
    /// - Complexity: O(*n*) for *n* people and ids.
    package init(members: [Member], identities: [Identity] = []) {
        self.members = members
        indexes = Dictionary(
            members.enumerated().map { ($1.memberID, $0) }, uniquingKeysWith: { first, _ in first })
        self.identities = Dictionary(grouping: identities, by: \.memberID)
        identitiesOfBranch = Dictionary(grouping: identities, by: \.branch)
    }

    /// The person `id`; `nil` when the roster has no such person.
    package func member(_ id: MemberID) -> Member? { indexes[id].map { members[$0] } }

    /// The place of the person `id` on the roster.
    func index(of id: MemberID) -> Int? { indexes[id] }

    /// Whether `gate` is one the person may use: one on the person's list, or in the own branch when
    /// there is no list, or any when there is neither.
    package func admits(_ member: Member, at gate: Gate) -> Bool {
        if !member.gates.isEmpty {
            return member.gates.contains(gate.branch.rawValue)
                || gate.serial.map { member.gates.contains($0.rawValue) } ?? false
        }
        return member.branch.map { $0 == gate.branch } ?? true
    }

    /// Why the person may pass `gate` on `date`, or not.
    package func reason(
        for member: Member, at gate: Gate, on date: LocalDate
    ) -> AccessReason {
        let reason = member.accessReason(on: date)
        guard reason.isAllowed, !admits(member, at: gate) else { return reason }
        let names = member.gates.isEmpty ? [member.branch?.rawValue ?? ""] : member.gates
        return .otherGates(names)
    }

    /// The id of the person at gates of `branch` on `date`.
    package func deviceUserID(
        of member: Member, in branch: BranchID, on date: LocalDate
    ) -> DeviceUserID {
        identities[member.memberID]?.first { $0.branch == branch && $0.holds(on: date) }?
            .deviceUserID ?? member.deviceUserID
    }

    /// The row that gives the person this id at gates of `branch` on `date`.
    func identity(
        of memberID: MemberID, as id: DeviceUserID, in branch: BranchID, on date: LocalDate
    ) -> Identity? {
        identities[memberID]?.first {
            $0.branch == branch && $0.deviceUserID == id && $0.holds(on: date)
        }
    }

    // MARK: - People of a gate

    /// A person whom a gate has to know, or must not let pass.
    package struct PersonAtGate: Hashable, Sendable {
        /// Place on the roster.
        package var index: Int
        /// The id on the gate.
        package var deviceUserID: DeviceUserID
        /// Why the person may pass, or not.
        package var reason: AccessReason
        /// Whether another person of the roster has the same id at the gate, so that nobody can tell
        /// whose user record it is.
        package var isAmbiguous: Bool
        /// Whom the record under the id was saved as, when that is another member id.
        package var former: FormerOwner?

        /// Whether the record under the id is somebody else's, so that it must be left alone.
        package var isReused: Bool { former.map { !$0.isSamePerson } ?? false }
    }

    /// The people of the roster whom `gate` may know, in the order of the roster.
    ///
    /// These are the people who may use the gate as far as the roster says (entitled today or not),
    /// those an identity names for its branch, and those whom `known` (ids under which people have been
    /// seen on this gate before) says were seen there under an id that nobody else has now.
    package func people(
        at gate: Gate, on date: LocalDate, known: [MemberID: DeviceUserID] = [:]
    ) -> [PersonAtGate] {
        var claims: [DeviceUserID: Int] = [:]
        var rivals: [DeviceUserID: [Int]] = [:]
        var found: [PersonAtGate] = []
        let named = Set(
            (identitiesOfBranch[gate.branch] ?? []).filter { $0.holds(on: date) }.map(\.memberID))
        claims.reserveCapacity(members.count)
        for (index, member) in members.enumerated() {
            guard admits(member, at: gate) || named.contains(member.memberID) else { continue }
            let id = deviceUserID(of: member, in: gate.branch, on: date)
            if let first = claims.updateValue(index, forKey: id) {
                rivals[id, default: [first]].append(index)
            }
            found.append(
                PersonAtGate(
                    index: index, deviceUserID: id,
                    reason: reason(for: member, at: gate, on: date), isAmbiguous: false))
        }
        if !rivals.isEmpty {
            for index in found.indices {
                guard let rivals = rivals[found[index].deviceUserID] else { continue }
                found[index].isAmbiguous = !isAtHome(found[index].index, among: rivals, at: gate)
            }
        }
        let isFound = Set(known.isEmpty ? [] : found.map(\.index))
        let count = found.count
        for (memberID, id) in known where claims[id] == nil {
            guard let index = indexes[memberID], !isFound.contains(index) else { continue }
            found.append(
                PersonAtGate(
                    index: index, deviceUserID: id,
                    reason: reason(for: members[index], at: gate, on: date), isAmbiguous: false))
        }
        return found.count == count ? found : found.sorted { $0.index < $1.index }
    }

    /// Whether only this one of people with the same id has the gate's branch as the own one.
    private func isAtHome(_ index: Int, among rivals: [Int], at gate: Gate) -> Bool {
        rivals.allSatisfy { (members[$0].branch == gate.branch) == ($0 == index) }
    }
}
