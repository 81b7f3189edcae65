package import GateModel

/// Tells which person a gate means by a device user id.
///
/// The same id may be two people in two branches, so an id is looked up among those who may be
/// recorded by the gate.
package struct IdentityMap: Sendable {
    private let byGate: [GateSerial: [DeviceUserID: Int]]
    /// The roster, in its order.
    package let members: [Member]

    /// Makes the map of a roster; where two members share an id at a gate, the one whose own branch
    /// it is goes first, then the first on the roster.
    package init(_ members: [Member], rules: AttendanceRules) {
        self.members = members
        var byGate: [GateSerial: [DeviceUserID: Int]] = [:]
        for (serial, gate) in rules.gates {
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
            byGate[serial] = ids
        }
        self.byGate = byGate
    }

    /// The index in `members` of the person whom `serial` means by `id`; `nil` when unknown.
    package func member(_ id: DeviceUserID?, at serial: GateSerial) -> Int? {
        id.flatMap { byGate[serial]?[$0] }
    }
}
