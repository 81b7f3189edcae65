package import GateModel

/// What gates tell of themselves.
extension GateStore {
    /// Replaces what is known of a gate, unless it told something later already.
    func keep(_ facts: GateFacts, of gateID: Int64, toldAt: LocalDateTime) throws {
        let update = try connection.statement(
            """
            UPDATE gate SET model = ?1, firmware = ?2, platform = ?3, user_count = ?4,
                user_capacity = ?5, template_count = ?6, template_capacity = ?7,
                record_count = ?8, record_capacity = ?9, facts_at = ?10, mac = ?12,
                finger_algorithm = ?13
            WHERE id = ?11 AND ifnull(facts_at <= ?10, 1)
            """)
        try update.bind(facts.model, at: 1)
        try update.bind(facts.firmware, at: 2)
        try update.bind(facts.platform, at: 3)
        try update.bind(facts.userCount, at: 4)
        try update.bind(facts.userCapacity, at: 5)
        try update.bind(facts.templateCount, at: 6)
        try update.bind(facts.templateCapacity, at: 7)
        try update.bind(facts.recordCount, at: 8)
        try update.bind(facts.recordCapacity, at: 9)
        try update.bind(toldAt.secondsSinceEpoch, at: 10)
        try update.bind(gateID, at: 11)
        try update.bind(facts.mac, at: 12)
        try update.bind(facts.fingerAlgorithm, at: 13)
        try update.run()
        guard connection.changedRows > 0 else { return }
        for (fact, value) in facts.told.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try keep(value, as: fact, of: gateID, toldAt: toldAt)
        }
    }

    /// Lengthens the row of what is still told, or begins another one.
    private func keep(
        _ value: String, as fact: GateFact, of gateID: Int64, toldAt: LocalDateTime
    ) throws {
        let same = try connection.statement(
            """
            UPDATE gate_told SET last_at = ?1 WHERE gate_id = ?2 AND fact = ?3 AND value = ?4
                AND first_at = (
                    SELECT max(first_at) FROM gate_told WHERE gate_id = ?2 AND fact = ?3)
            """)
        try same.bind(toldAt.secondsSinceEpoch, at: 1)
        try same.bind(gateID, at: 2)
        try same.bind(fact.rawValue, at: 3)
        try same.bind(value, at: 4)
        try same.run()
        guard connection.changedRows == 0 else { return }
        let other = try connection.statement(
            """
            INSERT OR REPLACE INTO gate_told (gate_id, fact, first_at, last_at, value)
            VALUES (?, ?, ?3, ?3, ?4)
            """)
        try other.bind(gateID, at: 1)
        try other.bind(fact.rawValue, at: 2)
        try other.bind(toldAt.secondsSinceEpoch, at: 3)
        try other.bind(value, at: 4)
        try other.run()
    }

    /// What gates told otherwise than before, newest first, by serial number.
    func factChanges() throws -> [GateSerial: [GateFactChange]] {
        let rows = try connection.statement(
            """
            SELECT g.serial, t.fact, t.first_at, t.last_at, t.value
            FROM gate_told t JOIN gate g ON g.id = t.gate_id
            ORDER BY g.serial, t.fact, t.first_at
            """)
        defer { rows.reset() }
        var found: [GateSerial: [GateFactChange]] = [:]
        var last: (serial: GateSerial, fact: GateFact, at: LocalDateTime, value: String)?
        while try rows.step() {
            // A fact of a newer gatebook is left alone.
            guard let fact = GateFact(rawValue: rows.text(1)) else { continue }
            let serial = GateSerial(rows.text(0))
            let value = rows.text(4)
            if let last, last.serial == serial, last.fact == fact {
                found[serial, default: []].append(
                    GateFactChange(
                        fact: fact, before: last.value, seenBefore: last.at, after: value,
                        seenAfter: rows.time(2)))
            }
            last = (serial, fact, rows.time(3), value)
        }
        return found.mapValues { changes in
            changes.sorted { left, right in
                left.seenAfter != right.seenAfter
                    ? left.seenAfter > right.seenAfter : left.fact.rawValue < right.fact.rawValue
            }
        }
    }

    /// The serial number of the gate that this store knew first; `nil` when it knows none.
    ///
    /// It stays the same whatever is read later.
    package func firstGate() throws -> GateSerial? {
        let row = try connection.statement("SELECT serial FROM gate ORDER BY id LIMIT 1")
        defer { row.reset() }
        return try row.step() ? GateSerial(row.text(0)) : nil
    }
}
