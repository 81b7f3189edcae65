package import GateModel

extension GateStore {
    /// Writes rows of the verification table over those of the same person and gate.
    ///
    /// - Throws: ``StoreError``; then none of them is written.
    package func recordAccess(_ rows: [AccessRow], at time: LocalDateTime) throws {
        guard !rows.isEmpty else { return }
        try connection.write(.full) {
            var gateIDs: [GateSerial: Int64] = [:]
            let upsert = try connection.statement(
                """
                INSERT INTO access (member_id, gate_id, device_user_id, wanted, reason, seen,
                    seen_at, since, attempts, next_attempt, failure, has_card, has_password,
                    has_face)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET device_user_id = excluded.device_user_id,
                    wanted = excluded.wanted, reason = excluded.reason, seen = excluded.seen,
                    seen_at = excluded.seen_at, since = excluded.since,
                    attempts = excluded.attempts, next_attempt = excluded.next_attempt,
                    failure = excluded.failure, has_card = excluded.has_card,
                    has_password = excluded.has_password, has_face = excluded.has_face
                """)
            for row in rows {
                let gateID = try gateIDs[row.serial] ?? gateID(of: row.serial, seenAt: time)
                gateIDs[row.serial] = gateID
                try upsert.bind(row.memberID.rawValue, at: 1)
                try upsert.bind(gateID, at: 2)
                try upsert.bind(row.deviceUserID.rawValue, at: 3)
                try upsert.bind(row.isWanted ? 1 : 0, at: 4)
                try upsert.bind(row.reason, at: 5)
                try upsert.bind(row.seen?.rawValue, at: 6)
                try upsert.bind(row.seenAt?.secondsSinceEpoch, at: 7)
                try upsert.bind(row.since?.secondsSinceEpoch, at: 8)
                try upsert.bind(row.attempts, at: 9)
                try upsert.bind(row.nextAttempt?.secondsSinceEpoch, at: 10)
                try upsert.bind(row.failure, at: 11)
                let ways = row.otherWays
                try upsert.bind((ways?.hasCard).map { $0 ? 1 : 0 }, at: 12)
                try upsert.bind((ways?.hasPassword).map { $0 ? 1 : 0 }, at: 13)
                try upsert.bind(ways?.hasFace.map { $0 ? 1 : 0 }, at: 14)
                try upsert.run()
            }
        }
    }

    /// The row of a person and a gate; `nil` when there is none.
    ///
    /// - Complexity: Two look-ups in indexes.
    package func accessRow(of memberID: MemberID, at serial: GateSerial) throws -> AccessRow? {
        let row = try connection.statement(
            """
            \(Self.accessSelect)
            WHERE a.member_id = ? AND a.gate_id = (SELECT id FROM gate WHERE serial = ?)
            """)
        defer { row.reset() }
        try row.bind(memberID.rawValue, at: 1)
        try row.bind(serial.rawValue, at: 2)
        return try row.step() ? accessRow(row) : nil
    }

    /// The rows of one gate, or of all, ordered by gate and person.
    package func accessRows(of serial: GateSerial? = nil) throws -> [AccessRow] {
        let rows = try connection.statement(
            "\(Self.accessSelect) WHERE ?1 IS NULL OR g.serial = ?1 ORDER BY g.serial, a.member_id")
        defer { rows.reset() }
        try rows.bind(serial?.rawValue, at: 1)
        var found: [AccessRow] = []
        while try rows.step() { found.append(accessRow(rows)) }
        return found
    }

    /// The gates at which something is pending whose next attempt is due at `time`.
    package func gatesWithDueAttempts(at time: LocalDateTime) throws -> [GateSerial] {
        let rows = try connection.statement(
            """
            SELECT DISTINCT g.serial FROM access a JOIN gate g ON g.id = a.gate_id
            WHERE a.next_attempt <= ? ORDER BY g.serial
            """)
        defer { rows.reset() }
        try rows.bind(time.secondsSinceEpoch, at: 1)
        var serials: [GateSerial] = []
        while try rows.step() { serials.append(GateSerial(rows.text(0))) }
        return serials
    }

    private static let accessSelect = """
        SELECT a.member_id, g.serial, a.device_user_id, a.wanted, a.reason, a.seen, a.seen_at,
            a.since, a.attempts, a.next_attempt, a.failure, a.has_card, a.has_password, a.has_face
        FROM access a JOIN gate g ON g.id = a.gate_id
        """

    private func accessRow(_ row: Statement) -> AccessRow {
        var found = AccessRow(
            memberID: MemberID(row.text(0)), serial: GateSerial(row.text(1)),
            deviceUserID: DeviceUserID(row.text(2)), isWanted: row.int(3) == 1,
            reason: row.text(4))
        found.seen = row.optionalText(5).flatMap(SeenAccess.init)
        found.seenAt = row.optionalTime(6)
        found.since = row.optionalTime(7)
        found.attempts = row.int(8)
        found.nextAttempt = row.optionalTime(9)
        found.failure = row.optionalText(10)
        if let card = row.optionalInt(11), let password = row.optionalInt(12) {
            found.otherWays = OtherWays(
                hasCard: card == 1, hasPassword: password == 1,
                hasFace: row.optionalInt(13).map { $0 == 1 })
        }
        return found
    }

    // MARK: - Roster

    /// Remembers that a roster of so many people was accepted.
    package func recordRoster(source: String, members: Int, at time: LocalDateTime) throws {
        try connection.write {
            let insert = try connection.statement(
                "INSERT INTO roster_seen (source, seen_at, member_count) VALUES (?, ?, ?)")
            try insert.bind(source, at: 1)
            try insert.bind(time.secondsSinceEpoch, at: 2)
            try insert.bind(members, at: 3)
            try insert.run()
        }
    }

    /// The number of people on the last roster that was accepted; `nil` when there was none.
    package func lastRosterCount() throws -> Int? {
        try connection.number("SELECT member_count FROM roster_seen ORDER BY id DESC LIMIT 1")
    }
}
