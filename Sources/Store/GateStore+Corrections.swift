package import GateModel

extension GateStore {
    /// Adds a correction to the ledger; it is on the disk when this returns.
    ///
    /// - Parameter correction: The entry; its number is given by the ledger.
    /// - Returns: The entry with its number.
    /// - Throws: ``StoreError``.
    package func add(_ correction: Correction) throws -> Correction {
        try connection.write(.full) {
            var added = correction
            added.number = try insert(
                kind: correction.kind.rawValue, memberID: correction.memberID,
                date: correction.date, at: correction.at, undoes: nil,
                reason: correction.reason, by: correction.by, recordedAt: correction.recordedAt)
            return added
        }
    }

    /// Undoes a correction by another entry of the ledger.
    ///
    /// - Returns: The correction that was undone; `nil` when there is none of this number, or it was
    ///   undone before. Then nothing is written.
    /// - Throws: ``StoreError``.
    package func undoCorrection(
        _ number: Int, reason: String, by name: String, recordedAt: LocalDateTime
    ) throws -> Correction? {
        try connection.write(.full) {
            let found = try corrections().first { $0.number == number && $0.undoneBy == nil }
            guard var undone = found else { return nil }
            undone.undoneBy = try insert(
                kind: "undo", memberID: undone.memberID, date: undone.date, at: nil,
                undoes: number, reason: reason, by: name, recordedAt: recordedAt)
            return undone
        }
    }

    /// All corrections, those that were undone included, in the order of the ledger.
    package func corrections() throws -> [Correction] {
        let rows = try connection.statement(
            """
            SELECT c.number, c.kind, c.member_id, c.date, c.at, c.reason, c.made_by, c.recorded_at,
                u.number
            FROM correction c LEFT JOIN correction u ON u.undoes = c.number
            WHERE c.kind <> 'undo' ORDER BY c.number
            """)
        defer { rows.reset() }
        var found: [Correction] = []
        while try rows.step() {
            guard let kind = Correction.Kind(rawValue: rows.text(1)) else {
                throw rows.damaged("a correction has an unknown kind")
            }
            found.append(
                Correction(
                    number: rows.int(0), memberID: MemberID(rows.text(2)), date: rows.date(3),
                    kind: kind, at: rows.time(4), reason: rows.text(5), by: rows.text(6),
                    recordedAt: rows.time(7), undoneBy: rows.optionalInt(8)))
        }
        return found
    }

    private func insert(
        kind: String, memberID: MemberID, date: LocalDate, at: LocalDateTime?, undoes: Int?,
        reason: String, by name: String, recordedAt: LocalDateTime
    ) throws -> Int {
        let insert = try connection.statement(
            """
            INSERT INTO correction (kind, member_id, date, at, undoes, reason, made_by, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        try insert.bind(kind, at: 1)
        try insert.bind(memberID.rawValue, at: 2)
        try insert.bind(date.daysSinceEpoch, at: 3)
        try insert.bind(at?.secondsSinceEpoch, at: 4)
        try insert.bind(undoes, at: 5)
        try insert.bind(reason, at: 6)
        try insert.bind(name, at: 7)
        try insert.bind(recordedAt.secondsSinceEpoch, at: 8)
        try insert.run()
        return Int(connection.lastInsertedRow)
    }
}
