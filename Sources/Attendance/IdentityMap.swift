package import GateModel

/// Tells which person a gate means by a device user id.
///
/// The same id may be two people in two branches, so an id is looked up among those who may be
/// recorded by the gate. Rows of `identities.csv` go before the ids of the roster.
package struct IdentityMap: Sendable {
    private struct Claim {
        var identity: Identity
        var index: Int
    }

    private let rosterIDs: [GateSerial: [DeviceUserID: Int]]
    private let claims: [BranchID: [DeviceUserID: [Claim]]]
    private let overridden: [BranchID: [Int: [Identity]]]
    private let branches: [GateSerial: BranchID]
    /// The roster, in its order.
    package let members: [Member]

    /// Makes the map of a roster; where two members share an id at a gate, the one whose own branch
    /// it is goes first, then the first on the roster.
    package init(_ members: [Member], rules: AttendanceRules) {
        self.members = members
        branches = rules.gates.mapValues(\.branch)
        rosterIDs = Dictionary(
            uniqueKeysWithValues: rules.gates.map { serial, gate in
                (serial, Self.ids(of: members, at: gate, serial: serial, rules: rules))
            })
        let indexes = Dictionary(
            members.enumerated().map { ($1.memberID, $0) }, uniquingKeysWith: { first, _ in first })
        var claims: [BranchID: [DeviceUserID: [Claim]]] = [:]
        var overridden: [BranchID: [Int: [Identity]]] = [:]
        for identity in rules.identities {
            guard let index = indexes[identity.memberID] else { continue }
            claims[identity.branch, default: [:]][identity.deviceUserID, default: []]
                .append(Claim(identity: identity, index: index))
            overridden[identity.branch, default: [:]][index, default: []].append(identity)
        }
        self.claims = claims
        self.overridden = overridden
    }

    private static func ids(
        of members: [Member], at gate: Gate, serial: GateSerial, rules: AttendanceRules
    ) -> [DeviceUserID: Int] {
        var ids: [DeviceUserID: Int] = [:]
        for (index, member) in members.enumerated()
        where rules.admits(member, at: gate, serial: serial) {
            if let earlier = ids[member.deviceUserID],
                members[earlier].branch == gate.branch || member.branch != gate.branch
            {
                continue
            }
            ids[member.deviceUserID] = index
        }
        return ids
    }

    /// The index in `members` of the person whom `serial` means by `id` on `date`; `nil` when unknown.
    package func member(
        _ id: DeviceUserID?, at serial: GateSerial, on date: LocalDate
    ) -> Int? {
        guard let id else { return nil }
        let branch = branches[serial]
        if let branch,
            let claim = claims[branch]?[id]?.first(where: { $0.identity.holds(on: date) })
        {
            return claim.index
        }
        guard let index = rosterIDs[serial]?[id] else { return nil }
        // The person has another id here on that date, so this one is somebody else's.
        let isReplaced =
            branch.flatMap { overridden[$0]?[index] }?.contains { $0.holds(on: date) } ?? false
        return isReplaced ? nil : index
    }
}
