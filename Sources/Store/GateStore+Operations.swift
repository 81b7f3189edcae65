package import GateModel

extension GateStore {
    /// A line of an operation log in the store.
    package struct StoredOperation: Hashable, Sendable {
        /// The gate.
        package var serial: GateSerial
        /// The line as the gate keeps it.
        package var bytes: [UInt8]
        /// The number of the operation.
        package var operation: Int
        /// Wall time of the gate; `nil` when it is no time.
        package var at: LocalDateTime?
    }

    /// The operation log of one gate, or of all, in the order of arrival; `number` leaves out other
    /// operations.
    ///
    /// - Complexity: O(*n*) for *n* lines in the store.
    package func operations(
        of serial: GateSerial? = nil, numbered number: Int? = nil
    ) throws -> [StoredOperation] {
        let rows = try connection.statement(
            """
            SELECT g.serial, o.bytes, o.operation, o.at FROM oplog o
            JOIN gate g ON g.id = o.gate_id WHERE (?1 IS NULL OR g.serial = ?1)
                AND (?2 IS NULL OR o.operation = ?2) ORDER BY o.id
            """)
        defer { rows.reset() }
        try rows.bind(serial?.rawValue, at: 1)
        try rows.bind(number, at: 2)
        var found: [StoredOperation] = []
        while try rows.step() {
            found.append(
                StoredOperation(
                    serial: GateSerial(rows.text(0)), bytes: rows.bytes(1),
                    operation: rows.int(2), at: rows.optionalTime(3)))
        }
        return found
    }

    /// Inserts the lines that are not there yet.
    ///
    /// `isEnd` says that they are not the whole log, but what follows the lines in the store: then each
    /// of them is new, even one that equals an older one.
    func insert(
        _ operations: [GateOperation], isEnd: Bool, gateID: Int64, readingID: Int64
    ) throws {
        guard !operations.isEmpty else { return }
        let insert = try connection.statement(
            """
            INSERT INTO oplog (gate_id, reading_id, at, operation, bytes, repetition)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        try insert.bind(gateID, at: 1)
        try insert.bind(readingID, at: 2)
        var seen: [[UInt8]: Int] = [:]
        for operation in operations {
            let bytes = operation.bytes
            let earlier = isEnd ? try repetitions(of: bytes, gateID: gateID) : 0
            let repetition = seen[bytes] ?? earlier
            seen[bytes] = repetition + 1
            try insert.bind(operation.at?.secondsSinceEpoch, at: 3)
            try insert.bind(operation.operation, at: 4)
            try insert.bind(bytes, at: 5)
            try insert.bind(repetition, at: 6)
            try insert.run()
        }
    }

    private func repetitions(of bytes: [UInt8], gateID: Int64) throws -> Int {
        let count = try connection.statement(
            "SELECT ifnull(max(repetition) + 1, 0) FROM oplog WHERE gate_id = ? AND bytes = ?")
        defer { count.reset() }
        try count.bind(gateID, at: 1)
        try count.bind(bytes, at: 2)
        return try count.step() ? count.int(0) : 0
    }
}
