package import GateModel

extension GateStore {
    /// Loads the punches of one gate, or of all, made from `from` up to but not at `to`.
    ///
    /// - Parameters:
    ///   - serial: The gate; `nil` means every gate.
    ///   - from: First wall time; `nil` means from the first punch on.
    ///   - to: Wall time before which punches lie; `nil` means to the last punch.
    /// - Returns: Punches ordered by time, serial, position and row id.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n* log *n*) for *n* punches in the range, all of them in memory.
    package func punches(
        of serial: GateSerial? = nil, from: LocalDateTime? = nil, to: LocalDateTime? = nil
    ) throws -> [StoredPunch] {
        var found: [StoredPunch] = []
        try walkPunches(of: serial, from: from, to: to) { found.append($0) }
        return found
    }

    /// Keeps 8 MiB of the database in memory instead of 32: enough for reads in order of time, however
    /// long they are.
    ///
    /// - Throws: ``StoreError``.
    package func keepFewPages() throws { try connection.execute("PRAGMA cache_size = -8192") }

    /// Hands over the punches from `from` up to but not at `to`, one after another.
    ///
    /// The order is that of ``punches(of:from:to:)``. `body` runs on the store's queue and sees one
    /// unchanging state of the store; an error it throws ends the walk and is thrown on.
    ///
    /// - Complexity: O(*n* log *d*) for *n* punches with at most *d* on a day; a day is in memory.
    package func forEachPunch(
        of serial: GateSerial? = nil, from: LocalDateTime? = nil, to: LocalDateTime? = nil,
        _ body: @Sendable (StoredPunch) throws -> Void
    ) throws {
        try walkPunches(of: serial, from: from, to: to, body)
    }

    /// Folds the punches from `from` up to but not at `to` into one value.
    ///
    /// Order, errors and cost are those of ``forEachPunch(of:from:to:_:)``.
    package func foldPunches<Result: Sendable>(
        of serial: GateSerial? = nil, from: LocalDateTime? = nil, to: LocalDateTime? = nil,
        into initial: Result, _ update: @Sendable (inout Result, StoredPunch) throws -> Void
    ) throws -> Result {
        var result = initial
        try walkPunches(of: serial, from: from, to: to) { try update(&result, $0) }
        return result
    }

    // MARK: - Ranges

    /// Wall times of the first and the last punch; `nil` when there is none.
    ///
    /// - Complexity: Two look-ups a gate.
    package func punchRange() throws -> ClosedRange<LocalDateTime>? {
        try punchRange(of: nil)
    }

    /// Wall time of the first punch at or after `time`; `nil` when there is none.
    ///
    /// - Complexity: One look-up a gate.
    package func firstPunch(notBefore time: LocalDateTime) throws -> LocalDateTime? {
        try firstTime(of: nil, notBefore: time.secondsSinceEpoch)
            .map(LocalDateTime.init(secondsSinceEpoch:))
    }

    /// The local dates on which punches were made, and how many of them, earliest date first.
    ///
    /// - Complexity: O(*n*) for *n* punches, over the index only.
    package func punchDates() throws -> [(date: LocalDate, count: Int)] {
        // Whole days since the epoch, rounded down also before it.
        let days = try connection.statement(
            """
            SELECT (at - (at % 86400 + 86400) % 86400) / 86400 AS day, count(*)
            FROM punch INDEXED BY punch_by_content GROUP BY day ORDER BY day
            """)
        defer { days.reset() }
        var found: [(date: LocalDate, count: Int)] = []
        while try days.step() {
            found.append((LocalDate(daysSinceEpoch: days.int(0)), days.int(1)))
        }
        return found
    }

    /// Every kind of source by which each of these punches came; ids that are not there are left out.
    ///
    /// - Complexity: One look-up a punch.
    package func sources(of punchIDs: [Int64]) throws -> [Int64: Set<PunchSource>] {
        let sources = try connection.statement(
            """
            SELECT r.source FROM punch p JOIN reading r ON r.id = p.reading_id WHERE p.id = ?1
            UNION ALL SELECT source FROM punch_source WHERE punch_id = ?1
            """)
        defer { sources.reset() }
        var found: [Int64: Set<PunchSource>] = [:]
        for id in punchIDs {
            sources.reset()
            try sources.bind(id, at: 1)
            while try sources.step() {
                found[id, default: []].insert(try sources.punchSource(0))
            }
        }
        return found
    }

    /// The records of a gate, or of all, that could not be decoded, by serial and order of arrival.
    ///
    /// - Complexity: O(*n*) for *n* undecodable records in the store.
    package func undecodable(
        of serial: GateSerial? = nil
    ) throws -> [(serial: GateSerial, record: UndecodableRecord, reading: Int64)] {
        let records = try connection.statement(
            """
            SELECT g.serial, u.position, u.bytes, u.reason, u.reading_id
            FROM undecodable u JOIN gate g ON g.id = u.gate_id
            WHERE ?1 IS NULL OR g.serial = ?1 ORDER BY g.serial, u.id
            """)
        defer { records.reset() }
        try records.bind(serial?.rawValue, at: 1)
        var found: [(serial: GateSerial, record: UndecodableRecord, reading: Int64)] = []
        while try records.step() {
            let record = UndecodableRecord(
                position: records.int(1), bytes: records.bytes(2), reason: records.text(3))
            found.append((GateSerial(records.text(0)), record, records.row(4)))
        }
        return found
    }
}
