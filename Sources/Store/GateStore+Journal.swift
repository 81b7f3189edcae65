package import GateModel

extension GateStore {
    /// Writes the intention of a step; it is on the disk on return.
    ///
    /// - Returns: The row id, for ``endStep(_:_:at:failure:)``.
    /// - Throws: ``StoreError``; then the step must not be made.
    package func beginStep(_ step: GateStep) throws -> Int64 {
        try connection.write(.full) {
            let gateID = try gateID(of: step.serial, seenAt: step.intendedAt)
            let insert = try connection.statement(
                """
                INSERT INTO gate_step (gate_id, kind, member_id, device_user_id, user_slot, finger,
                    reason, intended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
            try insert.bind(gateID, at: 1)
            try insert.bind(step.kind.rawValue, at: 2)
            try insert.bind(step.memberID?.rawValue, at: 3)
            try insert.bind(step.deviceUserID?.rawValue, at: 4)
            try insert.bind(step.userSlot, at: 5)
            try insert.bind(step.finger, at: 6)
            try insert.bind(step.reason, at: 7)
            try insert.bind(step.intendedAt.secondsSinceEpoch, at: 8)
            try insert.run()
            return connection.lastInsertedRow
        }
    }

    /// Writes how a step ended; it is on the disk on return.
    package func endStep(
        _ id: Int64, _ outcome: GateStepOutcome, at time: LocalDateTime, failure: String? = nil
    ) throws {
        try connection.write(.full) {
            let update = try connection.statement(
                """
                UPDATE gate_step SET outcome = ?, outcome_at = ?, failure = ?
                WHERE id = ? AND outcome IS NULL
                """)
            try update.bind(outcome.rawValue, at: 1)
            try update.bind(time.secondsSinceEpoch, at: 2)
            try update.bind(failure, at: 3)
            try update.bind(id, at: 4)
            try update.run()
        }
    }

    /// Closes the steps of a gate that a run which died left open: their outcome is unknown.
    ///
    /// - Returns: Their number.
    package func closeOpenSteps(of serial: GateSerial, at time: LocalDateTime) throws -> Int {
        try connection.write(.full) {
            let update = try connection.statement(
                """
                UPDATE gate_step SET outcome = 'unknown', outcome_at = ?,
                    failure = 'the run ended before the outcome was known'
                WHERE outcome IS NULL AND gate_id = (SELECT id FROM gate WHERE serial = ?)
                """)
            try update.bind(time.secondsSinceEpoch, at: 1)
            try update.bind(serial.rawValue, at: 2)
            try update.run()
            return connection.changedRows
        }
    }

    /// Whether a gate may have been left disabled: the last step about that is a disabling, or an
    /// enabling that is not known to have worked.
    package func mayBeDisabled(_ serial: GateSerial) throws -> Bool {
        let row = try connection.statement(
            """
            SELECT kind, outcome FROM gate_step
            WHERE gate_id = (SELECT id FROM gate WHERE serial = ?)
                AND kind IN ('disable', 'enable')
            ORDER BY id DESC LIMIT 1
            """)
        defer { row.reset() }
        try row.bind(serial.rawValue, at: 1)
        guard try row.step() else { return false }
        return row.text(0) == GateStepKind.disable.rawValue
            || row.text(1) != GateStepOutcome.done.rawValue
    }

    /// The gates that may have been left disabled, ordered by serial.
    package func gatesThatMayBeDisabled() throws -> [GateSerial] {
        let rows = try connection.statement("SELECT serial FROM gate ORDER BY serial")
        var serials: [GateSerial] = []
        while try rows.step() { serials.append(GateSerial(rows.text(0))) }
        rows.reset()
        return try serials.filter(mayBeDisabled)
    }

    /// The steps of one gate, or of all, oldest first.
    package func steps(of serial: GateSerial? = nil) throws -> [GateStep] {
        try steps(where: "?1 IS NULL OR g.serial = ?1") { try $0.bind(serial?.rawValue, at: 1) }
    }

    /// The steps that fulfil a condition on the journal `s` and its gate `g`, oldest first.
    func steps(
        where condition: String, binding bind: (Statement) throws -> Void
    ) throws -> [GateStep] {
        var found: [GateStep] = []
        try eachStep(where: condition, binding: bind) { found.append($0) }
        return found
    }

    /// Hands over the steps that fulfil a condition on the journal `s` and its gate `g`, oldest first.
    func eachStep(
        where condition: String, binding bind: (Statement) throws -> Void,
        body: (GateStep) throws -> Void
    ) throws {
        let rows = try connection.statement(
            """
            SELECT g.serial, s.kind, s.member_id, s.device_user_id, s.user_slot, s.finger, s.reason,
                s.intended_at, s.outcome, s.failure
            FROM gate_step s JOIN gate g ON g.id = s.gate_id
            WHERE \(condition) ORDER BY s.id
            """)
        defer { rows.reset() }
        try bind(rows)
        while try rows.step() {
            guard let kind = GateStepKind(rawValue: rows.text(1)) else {
                throw rows.damaged("a step of the journal has an unknown kind")
            }
            var step = GateStep(
                serial: GateSerial(rows.text(0)), kind: kind,
                memberID: rows.optionalText(2).map { MemberID($0) },
                deviceUserID: rows.optionalText(3).map { DeviceUserID($0) },
                userSlot: rows.optionalInt(4), finger: rows.optionalInt(5),
                reason: rows.text(6), intendedAt: rows.time(7),
                outcome: rows.optionalText(8).flatMap(GateStepOutcome.init))
            step.failure = rows.optionalText(9)
            try body(step)
        }
    }
}
