import GateModel

extension GateStore {
    /// Adds an entry to the log of exports; it is on the disk when this returns.
    ///
    /// - Returns: The entry with its number.
    /// - Throws: ``StoreError``; of code `.busy` when another run writes for long.
    package func add(_ export: ExportRecord) throws -> ExportRecord {
        try connection.write(.full) {
            let insert = try connection.statement(
                """
                INSERT INTO export_log (bundle, made_at, made_by, first_date, last_date, what,
                    days, punches, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
            try insert.bind(export.bundle, at: 1)
            try insert.bind(export.madeAt.secondsSinceEpoch, at: 2)
            try insert.bind(export.madeBy, at: 3)
            try insert.bind(export.dates.lowerBound.daysSinceEpoch, at: 4)
            try insert.bind(export.dates.upperBound.daysSinceEpoch, at: 5)
            try insert.bind(export.what, at: 6)
            try insert.bind(export.dayCount, at: 7)
            try insert.bind(export.punchCount, at: 8)
            try insert.bind(export.digest, at: 9)
            try insert.run()
            var added = export
            added.number = Int(connection.lastInsertedRow)
            return added
        }
    }

    /// The log of exports, oldest first.
    ///
    /// - Throws: ``StoreError``.
    package func exports() throws -> [ExportRecord] {
        let rows = try connection.statement(
            """
            SELECT number, bundle, made_at, made_by, first_date, last_date, what, days, punches,
                digest
            FROM export_log ORDER BY number
            """)
        defer { rows.reset() }
        var found: [ExportRecord] = []
        while try rows.step() {
            let first = LocalDate(daysSinceEpoch: rows.int(4))
            let last = LocalDate(daysSinceEpoch: rows.int(5))
            guard first <= last else { throw rows.damaged("an export has dates out of order") }
            var record = ExportRecord(
                bundle: rows.optionalInt(1), madeAt: rows.time(2), madeBy: rows.text(3),
                dates: first...last, what: rows.text(6), dayCount: rows.int(7),
                punchCount: rows.int(8), digest: rows.text(9))
            record.number = rows.int(0)
            found.append(record)
        }
        return found
    }

    /// The audit bundle made last; `nil` when there is none.
    package func lastBundle() throws -> ExportRecord? {
        try exports().filter { $0.bundle != nil }.max { ($0.bundle ?? 0) < ($1.bundle ?? 0) }
    }
}
