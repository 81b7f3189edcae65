package import GateModel

/// What the vault has of a person.
package struct SavedPerson: Hashable, Sendable {
    /// The person.
    package var memberID: MemberID
    /// How many different fingers are saved.
    package var fingerCount: Int
    /// Wall time at which the newest part was saved.
    package var savedAt: LocalDateTime
}

/// The last step that paused a gate or let it go on.
package struct DoorStep: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// Whether the gate is known to have been let go on.
    package var isOpen: Bool
    /// Wall time of the step.
    package var at: LocalDateTime
}

extension GateStore {
    /// What the vault has of each person, by member id; no bytes and no key are needed for it.
    package func savedPeople() throws -> [SavedPerson] {
        let rows = try connection.statement(
            """
            SELECT member_id, count(DISTINCT CASE WHEN finger >= 0 THEN finger END), max(saved_at)
            FROM vault_entry GROUP BY member_id ORDER BY member_id
            """)
        defer { rows.reset() }
        var found: [SavedPerson] = []
        while try rows.step() {
            found.append(
                SavedPerson(
                    memberID: MemberID(rows.text(0)), fingerCount: rows.int(1),
                    savedAt: rows.time(2)))
        }
        return found
    }

    /// The last step about pausing of each gate that was ever paused, by serial number.
    package func lastDoorSteps() throws -> [DoorStep] {
        let rows = try connection.statement(
            """
            SELECT g.serial, s.kind, s.outcome, s.intended_at
            FROM gate_step s JOIN gate g ON g.id = s.gate_id
            WHERE s.id IN (SELECT max(id) FROM gate_step WHERE kind IN ('disable', 'enable')
                GROUP BY gate_id)
            ORDER BY g.serial
            """)
        defer { rows.reset() }
        var found: [DoorStep] = []
        while try rows.step() {
            let isOpen =
                rows.text(1) == GateStepKind.enable.rawValue
                && rows.optionalText(2) == GateStepOutcome.done.rawValue
            found.append(
                DoorStep(serial: GateSerial(rows.text(0)), isOpen: isOpen, at: rows.time(3)))
        }
        return found
    }
}
