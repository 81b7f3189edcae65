package import GateModel

extension GateStore {
    /// Records one reading with everything it brought, in one transaction.
    ///
    /// A punch whose content (gate, time, device user id, state, verify) is in the store is a
    /// duplicate: nothing is stored again, but another kind of source is remembered beside it, see
    /// ``sources(of:)``. Records that name only a user slot are also duplicates when gate, time,
    /// slot, state and verify agree, whatever id the slot has now. A failed reading goes to the
    /// ledger, too, and the punches it brought before it failed are kept.
    ///
    /// The facts replace those of older readings of the gate only.
    ///
    /// - Parameters:
    ///   - reading: The ledger entry; its gate is made known when it is new.
    ///   - punches: The punches read, in the order of the log.
    ///   - undecodable: Records that could not be decoded; equal bytes of a gate are kept once.
    ///   - facts: What the gate told about itself.
    ///   - digest: Digest of the file read; `nil` for gates. A complete reading with the same gate
    ///     and digest in the ledger, and no earlier time, means that nothing at all is written.
    ///   - log: What is known of the gate's log now; `nil` keeps what was known.
    ///   - operations: The gate's operation log, from its beginning.
    ///   - isOperationEnd: Whether they are only what follows the lines in the store.
    /// - Returns: How many records were new.
    /// - Throws: ``StoreError``; then nothing of the reading is stored.
    /// - Complexity: O(*n* log *m*) for *n* records read into a store of *m* punches.
    package func record(
        _ reading: Reading, punches: [Punch] = [], undecodable: [UndecodableRecord] = [],
        facts: GateFacts? = nil, digest: String? = nil, log: KnownLog? = nil,
        operations: [GateOperation] = [], isOperationEnd: Bool = false
    ) throws -> RecordedCounts {
        try connection.write {
            var counts = RecordedCounts(read: punches.count + undecodable.count)
            if let digest, reading.isComplete, try isKnown(digest, of: reading) {
                counts.duplicate = punches.count
                counts.wasKnownFile = true
                return counts
            }
            let gateID = try gateID(of: reading)
            let readingID = try insert(reading, gateID: gateID, digest: digest)
            try afterStep?(.ledgerWritten)
            let recording = Recording(
                gateID: gateID, readingID: readingID, source: reading.source)
            counts.new = try insert(punches, of: recording)
            counts.duplicate = punches.count - counts.new
            try afterStep?(.punchesWritten)
            counts.undecodable = try insert(undecodable, of: recording)
            try keep(counts, of: readingID)
            if let facts { try keep(facts, of: gateID, toldAt: reading.readAt) }
            if let log { try keep(log, of: gateID) }
            try insert(
                operations, isEnd: isOperationEnd, gateID: gateID, readingID: readingID)
            try afterStep?(.countsWritten)
            return counts
        }
    }

    /// What all records of one reading have in common.
    private struct Recording {
        var gateID: Int64
        var readingID: Int64
        var source: PunchSource
    }

    // MARK: - Gate and ledger

    /// The row of the reading's gate, made when it is not there.
    private func gateID(of reading: Reading) throws -> Int64 {
        let upsert = try connection.statement(
            """
            INSERT INTO gate (serial, first_seen) VALUES (?, ?)
            ON CONFLICT (serial) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen)
            RETURNING id
            """)
        try upsert.bind(reading.serial.rawValue, at: 1)
        try upsert.bind(reading.readAt.secondsSinceEpoch, at: 2)
        guard try upsert.step() else { throw upsert.damaged("a gate row did not come back") }
        let id = upsert.row(0)
        upsert.reset()
        return id
    }

    /// Whether a file with this digest has been read completely for the gate, and tells of no later
    /// time now: the same file written again later proves that nothing happened in between.
    private func isKnown(_ digest: String, of reading: Reading) throws -> Bool {
        let known = try connection.statement(
            """
            SELECT 1 FROM reading WHERE digest = ?
                AND gate_id = (SELECT id FROM gate WHERE serial = ?) AND failure IS NULL
                AND read_at >= ? LIMIT 1
            """)
        defer { known.reset() }
        try known.bind(digest, at: 1)
        try known.bind(reading.serial.rawValue, at: 2)
        try known.bind(reading.readAt.secondsSinceEpoch, at: 3)
        return try known.step()
    }

    private func insert(_ reading: Reading, gateID: Int64, digest: String?) throws -> Int64 {
        let insert = try connection.statement(
            """
            INSERT INTO reading (gate_id, source, origin, read_at, mode, attempts,
                clock_offset_seconds, records_on_gate, records_read, bytes_received, seconds,
                failure, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        try insert.bind(gateID, at: 1)
        try insert.bind(reading.source.rawValue, at: 2)
        try insert.bind(reading.origin, at: 3)
        try insert.bind(reading.readAt.secondsSinceEpoch, at: 4)
        try insert.bind(reading.mode.rawValue, at: 5)
        try insert.bind(reading.attempts, at: 6)
        try insert.bind(reading.clockOffsetSeconds, at: 7)
        try insert.bind(reading.recordsOnGate, at: 8)
        try insert.bind(reading.recordsRead, at: 9)
        try insert.bind(reading.bytesReceived, at: 10)
        try insert.bind(reading.seconds, at: 11)
        try insert.bind(reading.failure, at: 12)
        try insert.bind(digest, at: 13)
        try insert.run()
        return connection.lastInsertedRow
    }

    private func keep(_ counts: RecordedCounts, of readingID: Int64) throws {
        let update = try connection.statement(
            "UPDATE reading SET new = ?, duplicate = ?, undecodable = ? WHERE id = ?")
        try update.bind(counts.new, at: 1)
        try update.bind(counts.duplicate, at: 2)
        try update.bind(counts.undecodable, at: 3)
        try update.bind(readingID, at: 4)
        try update.run()
    }

    // MARK: - Punches

    /// Inserts the punches that are not there yet and returns their number.
    private func insert(_ punches: [Punch], of recording: Recording) throws -> Int {
        guard !punches.isEmpty else { return 0 }
        let hasOtherSources = try hasPunches(otherThan: recording)
        let insert = try connection.statement(
            """
            INSERT INTO punch (gate_id, reading_id, at, device_user_id, state, verify, work_code,
                user_slot, is_slot_keyed, position)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        try insert.bind(recording.gateID, at: 1)
        try insert.bind(recording.readingID, at: 2)
        var new = 0
        for punch in punches {
            try insert.bind(punch.at.secondsSinceEpoch, at: 3)
            try insert.bind(punch.deviceUserID?.rawValue, at: 4)
            try insert.bind(Int(punch.state), at: 5)
            try insert.bind(Int(punch.verify), at: 6)
            try insert.bind(punch.workCode, at: 7)
            try insert.bind(punch.userSlot, at: 8)
            try insert.bind(punch.isSlotKeyed ? 1 : 0, at: 9)
            try insert.bind(punch.position, at: 10)
            try insert.run()
            if connection.changedRows > 0 {
                new += 1
            } else if hasOtherSources {
                try addSource(of: punch, recording)
            }
        }
        return new
    }

    /// Whether punches of the gate came first by another way than this reading's.
    private func hasPunches(otherThan recording: Recording) throws -> Bool {
        let other = try connection.statement(
            "SELECT 1 FROM reading WHERE gate_id = ? AND source <> ? AND new > 0 LIMIT 1")
        defer { other.reset() }
        try other.bind(recording.gateID, at: 1)
        try other.bind(recording.source.rawValue, at: 2)
        return try other.step()
    }

    /// Remembers the reading's source beside the stored punch that `punch` is a duplicate of.
    private func addSource(of punch: Punch, _ recording: Recording) throws {
        let isKeyedBySlot = punch.isSlotKeyed || punch.deviceUserID == nil
        let sameID = try connection.statement(Self.addSource(where: "p.device_user_id = ?6"))
        try bind(punch, of: recording, to: sameID)
        try sameID.bind(punch.deviceUserID?.rawValue, at: 6)
        try sameID.run()
        guard isKeyedBySlot else { return }
        let sameSlot = try connection.statement(
            Self.addSource(
                where: """
                    ifnull(p.user_slot, -1) = ?6
                    AND (p.is_slot_keyed = 1 OR p.device_user_id IS NULL)
                    """))
        try bind(punch, of: recording, to: sameSlot)
        try sameSlot.bind(punch.userSlot ?? -1, at: 6)
        try sameSlot.run()
    }

    private static func addSource(where sameRecord: String) -> String {
        """
        INSERT INTO punch_source (punch_id, source)
        SELECT p.id, ?1 FROM punch p JOIN reading r ON r.id = p.reading_id
        WHERE p.gate_id = ?2 AND p.at = ?3 AND p.state = ?4 AND p.verify = ?5 AND \(sameRecord)
            AND r.source <> ?1
        ON CONFLICT DO NOTHING
        """
    }

    private func bind(_ punch: Punch, of recording: Recording, to statement: Statement) throws {
        try statement.bind(recording.source.rawValue, at: 1)
        try statement.bind(recording.gateID, at: 2)
        try statement.bind(punch.at.secondsSinceEpoch, at: 3)
        try statement.bind(Int(punch.state), at: 4)
        try statement.bind(Int(punch.verify), at: 5)
    }

    // MARK: - Undecodable records

    /// Inserts the records that are not there yet and returns their number.
    private func insert(_ records: [UndecodableRecord], of recording: Recording) throws -> Int {
        guard !records.isEmpty else { return 0 }
        let insert = try connection.statement(
            """
            INSERT INTO undecodable (gate_id, reading_id, position, bytes, reason)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        try insert.bind(recording.gateID, at: 1)
        try insert.bind(recording.readingID, at: 2)
        var new = 0
        for record in records {
            try insert.bind(record.position, at: 3)
            try insert.bind(record.bytes, at: 4)
            try insert.bind(record.reason, at: 5)
            try insert.run()
            new += connection.changedRows
        }
        return new
    }
}
