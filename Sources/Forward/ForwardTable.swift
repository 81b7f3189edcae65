import GateModel

/// A table of a database that rows are handed to: each one once, by its key; nothing is changed or
/// deleted.
package struct ForwardTable {
    /// What became of rows.
    package struct Counts: Hashable, Sendable {
        /// Rows inserted, or that would be.
        package var inserted = 0
        /// Rows that were there already.
        package var present = 0

        /// Makes counts of nothing.
        package init() {}
    }

    private let database: Database
    private let insertSQL: String
    private let keySQL: String
    private let keys: [Int]
    private let timeIndex: Int

    /// Makes a table.
    ///
    /// - Parameters:
    ///   - name: The name, also `schema.table`.
    ///   - columns: The names of the columns.
    ///   - keys: The indices of the columns that make a row unique.
    ///   - timeIndex: The index of the column with the time of the punch; it is one of the key.
    ///   - database: The database.
    package init(
        _ name: String, columns: [String], keys: [Int], timeIndex: Int, database: Database
    ) {
        self.database = database
        self.keys = keys
        self.timeIndex = timeIndex
        let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        insertSQL =
            "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
        let keyNames = keys.map { columns[$0] }.joined(separator: ", ")
        let time = columns[timeIndex]
        keySQL = "SELECT \(keyNames) FROM \(name) WHERE \(time) >= ? AND \(time) <= ?"
    }

    /// Inserts the rows that are not there yet, in one transaction.
    ///
    /// - Parameters:
    ///   - rows: The rows, a value a column; their times are near together.
    ///   - isDry: Whether nothing is inserted.
    /// - Returns: How many were inserted and how many were there.
    /// - Throws: ``ForwardError``; then none of the rows was inserted.
    package func insert(_ rows: [[ForwardValue]], isDry: Bool) throws -> Counts {
        for attempt in 1... {
            let known = try presentKeys(rows)
            var seen = known
            var missing: [[ForwardValue]] = []
            for row in rows where seen.insert(key(row)).inserted { missing.append(row) }
            var counts = Counts()
            counts.inserted = missing.count
            counts.present = rows.count - missing.count
            do {
                if !isDry { try database.insert(insertSQL, missing) }
                try database.commit()
                return counts
            } catch let error as ForwardError where error.isDuplicate && attempt < 3 {
                // Somebody else inserted one of them meanwhile: look again.
                database.rollBack()
            } catch {
                database.rollBack()
                throw error
            }
        }
        return Counts()
    }

    private func key(_ row: [ForwardValue]) -> [String] { keys.map { row[$0].keyText } }

    private func presentKeys(_ rows: [[ForwardValue]]) throws -> Set<[String]> {
        guard let first = rows.first else { return [] }
        let times = rows.map { $0[timeIndex] }.sorted { $0.keyText < $1.keyText }
        guard let earliest = times.first, let latest = times.last else { return [] }
        var found: Set<[String]> = []
        try database.query(keySQL, [earliest, latest], like: keys.map { first[$0] }) { values in
            found.insert(values.map(\.keyText))
        }
        return found
    }
}
