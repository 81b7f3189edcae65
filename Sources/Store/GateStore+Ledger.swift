package import GateModel

extension GateStore {
    /// The readings with a time of `from` or later, successful and failed, all when `from` is `nil`.
    ///
    /// - Returns: Readings ordered by time, serial and arrival.
    /// - Complexity: O(*n* log *n*) for *n* readings in the store.
    package func readings(from: LocalDateTime? = nil) throws -> [Reading] {
        let rows = try connection.statement(
            """
            SELECT \(Statement.readingColumns) FROM reading r JOIN gate g ON g.id = r.gate_id
            WHERE ?1 IS NULL OR r.read_at >= ?1 ORDER BY r.read_at, g.serial, r.id
            """)
        defer { rows.reset() }
        try rows.bind(from?.secondsSinceEpoch, at: 1)
        return try readings(rows)
    }

    /// The latest successful reading of every gate that has one, ordered by serial.
    ///
    /// - Complexity: One look-up a gate, plus the failed readings after the successful one.
    package func latestReadings() throws -> [Reading] {
        let rows = try connection.statement(
            """
            SELECT \(Statement.readingColumns) FROM gate g JOIN reading r ON r.id = (
                SELECT id FROM reading WHERE gate_id = g.id AND failure IS NULL
                ORDER BY read_at DESC, id DESC LIMIT 1)
            ORDER BY g.serial
            """)
        defer { rows.reset() }
        return try readings(rows)
    }

    /// The latest successful reading of the whole log of a gate over the network.
    ///
    /// Files do not count: they tell nothing about what the gate holds now.
    package func lastFullReading(_ serial: GateSerial) throws -> Reading? {
        let row = try connection.statement(
            """
            SELECT \(Statement.readingColumns) FROM gate g JOIN reading r ON r.gate_id = g.id
            WHERE g.serial = ? AND r.source = 'pull' AND r.mode = 'full' AND r.failure IS NULL
            ORDER BY r.read_at DESC, r.id DESC LIMIT 1
            """)
        defer { row.reset() }
        try row.bind(serial.rawValue, at: 1)
        return try readings(row).first
    }

    /// The state of every gate ever read or tried, ordered by serial.
    ///
    /// - Complexity: O(*r*) for *r* readings in the ledger; punches are not counted one by one.
    package func gateStates() throws -> [GateState] {
        try connection.read {
            let succeeded = try latestReadings()
            let attempted = try latestAttempts()
            let successOf = Dictionary(succeeded.map { ($0.serial, $0) }) { first, _ in first }
            let attemptOf = Dictionary(attempted.map { ($0.serial, $0) }) { first, _ in first }
            let changes = try factChanges()
            let rows = try connection.statement(Self.gateColumns)
            defer { rows.reset() }
            var states: [GateState] = []
            while try rows.step() {
                let serial = GateSerial(rows.text(0))
                states.append(
                    GateState(
                        serial: serial, facts: facts(rows), factsAt: rows.optionalTime(11),
                        firstSeen: rows.time(1), punchCount: rows.int(12),
                        newestPunch: rows.optionalTime(13), lastSuccess: successOf[serial],
                        lastAttempt: attemptOf[serial], factChanges: changes[serial] ?? []))
            }
            return states
        }
    }

    // Each new punch is counted in its reading, in the same transaction: the sum is their number.
    private static let gateColumns = """
        SELECT g.serial, g.first_seen, g.model, g.firmware, g.platform, g.user_count,
            g.user_capacity, g.template_count, g.template_capacity, g.record_count,
            g.record_capacity, g.facts_at,
            (SELECT ifnull(sum(new), 0) FROM reading WHERE gate_id = g.id),
            (SELECT max(at) FROM punch WHERE gate_id = g.id), g.mac, g.finger_algorithm
        FROM gate g ORDER BY g.serial
        """

    private func latestAttempts() throws -> [Reading] {
        let rows = try connection.statement(
            """
            SELECT \(Statement.readingColumns) FROM gate g JOIN reading r ON r.id = (
                SELECT id FROM reading WHERE gate_id = g.id
                ORDER BY read_at DESC, id DESC LIMIT 1)
            ORDER BY g.serial
            """)
        defer { rows.reset() }
        return try readings(rows)
    }

    private func readings(_ rows: Statement) throws -> [Reading] {
        var found: [Reading] = []
        while try rows.step() { found.append(try rows.reading(from: 0)) }
        return found
    }

    private func facts(_ row: Statement) -> GateFacts {
        var facts = GateFacts()
        facts.model = row.text(2)
        facts.firmware = row.text(3)
        facts.platform = row.text(4)
        facts.userCount = row.optionalInt(5)
        facts.userCapacity = row.optionalInt(6)
        facts.templateCount = row.optionalInt(7)
        facts.templateCapacity = row.optionalInt(8)
        facts.recordCount = row.optionalInt(9)
        facts.recordCapacity = row.optionalInt(10)
        facts.mac = row.text(14)
        facts.fingerAlgorithm = row.text(15)
        return facts
    }
}
