package import GateModel

extension GateStore {
    /// Which reading brought each punch made from `from` up to but not at `to`: numbers of readings by
    /// row ids of punches.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: A look-up a punch of the range.
    package func readingNumbers(
        ofPunchesFrom from: LocalDateTime, to: LocalDateTime
    ) throws -> [Int64: Int64] {
        let rows = try connection.statement(
            """
            SELECT p.id, p.reading_id
            FROM gate g CROSS JOIN punch p INDEXED BY punch_by_content ON p.gate_id = g.id
            WHERE p.at >= ?1 AND p.at < ?2
            """)
        defer { rows.reset() }
        try rows.bind(from.secondsSinceEpoch, at: 1)
        try rows.bind(to.secondsSinceEpoch, at: 2)
        var numbers: [Int64: Int64] = [:]
        while try rows.step() { numbers[rows.row(0)] = rows.row(1) }
        return numbers
    }

    /// The readings with their numbers: those from a wall time on, and earlier ones that are named.
    ///
    /// - Returns: Readings ordered by time, serial and arrival.
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n* log *n*) for *n* readings in the store.
    package func numberedReadings(
        from: LocalDateTime, and numbers: Set<Int64>
    ) throws -> [(number: Int64, reading: Reading)] {
        let rows = try connection.statement(
            """
            SELECT \(Statement.readingColumns), r.id
            FROM reading r JOIN gate g ON g.id = r.gate_id ORDER BY r.read_at, g.serial, r.id
            """)
        defer { rows.reset() }
        var found: [(number: Int64, reading: Reading)] = []
        while try rows.step() {
            let number = rows.row(12)
            let reading = try rows.reading(from: 0)
            guard reading.readAt >= from || numbers.contains(number) else { continue }
            found.append((number, reading))
        }
        return found
    }
}
