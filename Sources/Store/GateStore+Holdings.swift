package import GateModel

/// A user record or finger that a gate held of a person when it was last read.
package struct HeldPart: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// Whose it is.
    package var memberID: MemberID
    /// What it is.
    package var part: VaultPart
}

extension GateStore {
    /// What the gates held when they were last read, ordered by gate, person and part; no bytes and no
    /// key are needed for it.
    package func heldParts() throws -> [HeldPart] {
        let rows = try connection.statement(
            """
            SELECT g.serial, h.member_id, h.finger
            FROM vault_holding h JOIN gate g ON g.id = h.gate_id
            ORDER BY g.serial, h.member_id, h.finger
            """)
        defer { rows.reset() }
        var found: [HeldPart] = []
        while try rows.step() {
            found.append(
                HeldPart(
                    serial: GateSerial(rows.text(0)), memberID: MemberID(rows.text(1)),
                    part: VaultPart(number: rows.int(2))))
        }
        return found
    }
}
