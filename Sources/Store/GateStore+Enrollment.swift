extension GateStore {
    /// The last attempt to enroll each person at each gate whose finger was never seen there since:
    /// nobody came, the gate or this program stopped, or the samples did not match. Oldest first.
    ///
    /// A template that arrived although the run died is seen by the next reading of the gate, and ends
    /// it.
    package func unfinishedEnrollments() throws -> [GateStep] {
        try steps(
            where: """
                s.kind = 'enroll' AND s.member_id IS NOT NULL
                AND s.id = (
                    SELECT max(n.id) FROM gate_step n
                    WHERE n.gate_id = s.gate_id AND n.kind = 'enroll' AND n.member_id = s.member_id)
                AND NOT EXISTS (
                    SELECT 1 FROM vault_holding h
                    WHERE h.gate_id = s.gate_id AND h.member_id = s.member_id
                        AND h.finger = s.finger)
                """
        ) { _ in }
    }
}
