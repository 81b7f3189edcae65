package import GateModel

extension GateStore {
    // MARK: - Punches in the order of arrival

    /// Loads the punches that arrived after row `id`, at most `limit` of them, by row id.
    ///
    /// - Complexity: O(*n*) for *n* punches returned, all of them in memory.
    package func punches(after id: Int64, limit: Int) throws -> [StoredPunch] {
        try connection.read {
            var reader = PunchReader(connection: connection)
            var found: [StoredPunch] = []
            try reader.read(after: id, limit: limit) { found.append($0) }
            return found
        }
    }

    // MARK: - Judged dates

    /// The digests of inputs and the contents of all judged dates.
    package func judgedInputs() throws -> [LocalDate: (
        inputs: String, content: JudgedDate.Content
    )] {
        let rows = try connection.statement("SELECT date, inputs, content FROM judged_date")
        defer { rows.reset() }
        var found: [LocalDate: (inputs: String, content: JudgedDate.Content)] = [:]
        while try rows.step() { found[rows.date(0)] = (rows.text(1), try content(rows, 2)) }
        return found
    }

    /// The rows of judged dates, oldest date first.
    package func judgedDates(_ dates: ClosedRange<LocalDate>) throws -> [JudgedDate] {
        let rows = try connection.statement(
            """
            SELECT date, inputs, content, rows FROM judged_date WHERE date BETWEEN ? AND ?
            ORDER BY date
            """)
        defer { rows.reset() }
        try rows.bind(dates.lowerBound.daysSinceEpoch, at: 1)
        try rows.bind(dates.upperBound.daysSinceEpoch, at: 2)
        var found: [JudgedDate] = []
        while try rows.step() {
            found.append(
                JudgedDate(
                    date: rows.date(0), inputs: rows.text(1), content: try content(rows, 2),
                    rows: rows.text(3)))
        }
        return found
    }

    private func content(_ row: Statement, _ column: Int32) throws -> JudgedDate.Content {
        guard let content = JudgedDate.Content(rawValue: row.int(column)) else {
            throw row.damaged("a judged date has an unknown content")
        }
        return content
    }

    /// Keeps judged dates in the place of older ones, and what changed, in one transaction.
    package func keep(
        _ judged: [JudgedDate], changes: [DayChange], foundAt: LocalDateTime
    ) throws {
        try connection.write {
            let keep = try connection.statement(
                """
                INSERT INTO judged_date (date, inputs, content, rows) VALUES (?, ?, ?, ?)
                ON CONFLICT (date) DO UPDATE
                SET inputs = excluded.inputs, content = excluded.content, rows = excluded.rows
                """)
            for date in judged {
                try keep.bind(date.date.daysSinceEpoch, at: 1)
                try keep.bind(date.inputs, at: 2)
                try keep.bind(date.content.rawValue, at: 3)
                try keep.bind(date.rows, at: 4)
                try keep.run()
            }
            try insert(changes, foundAt: foundAt)
        }
    }

    private func insert(_ changes: [DayChange], foundAt: LocalDateTime) throws {
        let insert = try connection.statement(
            """
            INSERT INTO day_change (found_at, date, member_id, shift, before, after)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        for change in changes {
            try insert.bind(foundAt.secondsSinceEpoch, at: 1)
            try insert.bind(change.date.daysSinceEpoch, at: 2)
            try insert.bind(change.memberID.rawValue, at: 3)
            try insert.bind(change.shift, at: 4)
            try insert.bind(change.before, at: 5)
            try insert.bind(change.after, at: 6)
            try insert.run()
        }
    }

    /// The changes found since a wall time of the site, in the order in which they were found.
    package func changes(
        since time: LocalDateTime? = nil
    ) throws -> [(foundAt: LocalDateTime, change: DayChange)] {
        let rows = try connection.statement(
            """
            SELECT found_at, date, member_id, shift, before, after FROM day_change
            WHERE ?1 IS NULL OR found_at >= ?1 ORDER BY id
            """)
        defer { rows.reset() }
        try rows.bind(time?.secondsSinceEpoch, at: 1)
        var found: [(foundAt: LocalDateTime, change: DayChange)] = []
        while try rows.step() {
            let change = DayChange(
                date: rows.date(1), memberID: MemberID(rows.text(2)), shift: rows.text(3),
                before: rows.optionalText(4), after: rows.optionalText(5))
            found.append((rows.time(0), change))
        }
        return found
    }

    // MARK: - Progress of judging

    /// What was kept under `name` between runs; `nil` when there is nothing.
    package func derived(_ name: String) throws -> String? {
        let row = try connection.statement("SELECT value FROM derived WHERE name = ?")
        defer { row.reset() }
        try row.bind(name, at: 1)
        return try row.step() ? row.text(0) : nil
    }

    /// Everything kept under names that start with `prefix`, a text without `*`, `?` and `[`.
    package func derivedValues(prefix: String) throws -> [String: String] {
        let rows = try connection.statement("SELECT name, value FROM derived WHERE name GLOB ?")
        defer { rows.reset() }
        try rows.bind(prefix + "*", at: 1)
        var found: [String: String] = [:]
        while try rows.step() { found[rows.text(0)] = rows.text(1) }
        return found
    }

    /// Keeps values under their names, and marks judged dates as to be judged again, in one
    /// transaction.
    package func keepDerived(
        _ values: [String: String], outdating dates: Set<LocalDate> = []
    ) throws {
        try connection.write {
            let keep = try connection.statement(
                """
                INSERT INTO derived (name, value) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """)
            for (name, value) in values {
                try keep.bind(name, at: 1)
                try keep.bind(value, at: 2)
                try keep.run()
            }
            let outdate = try connection.statement(
                "UPDATE judged_date SET inputs = '' WHERE date = ?")
            for date in dates {
                try outdate.bind(date.daysSinceEpoch, at: 1)
                try outdate.run()
            }
        }
    }

    // MARK: - Issued months

    /// Adds the next revision of a month; it is on the disk when this returns.
    package func issue(_ month: IssuedMonth) throws {
        try connection.write(.full) {
            let insert = try connection.statement(
                """
                INSERT INTO issued_month (month, revision, issued_at, digest, rows)
                VALUES (?, ?, ?, ?, ?)
                """)
            try insert.bind(month.month, at: 1)
            try insert.bind(month.revision, at: 2)
            try insert.bind(month.issuedAt.secondsSinceEpoch, at: 3)
            try insert.bind(month.digest, at: 4)
            try insert.bind(month.rows, at: 5)
            try insert.run()
        }
    }

    /// The revisions of a month, or of all months, by month and revision.
    package func issuedMonths(_ month: String? = nil) throws -> [IssuedMonth] {
        let rows = try connection.statement(
            """
            SELECT month, revision, issued_at, digest, rows FROM issued_month
            WHERE ?1 IS NULL OR month = ?1 ORDER BY month, revision
            """)
        defer { rows.reset() }
        try rows.bind(month, at: 1)
        var found: [IssuedMonth] = []
        while try rows.step() {
            found.append(
                IssuedMonth(
                    month: rows.text(0), revision: rows.int(1), issuedAt: rows.time(2),
                    digest: rows.text(3), rows: rows.text(4)))
        }
        return found
    }
}
