package import GateModel

extension GateStore {
    /// What is known of the log that a gate holds; `nil` when it was never read.
    package func knownLog(of serial: GateSerial) throws -> KnownLog? {
        let row = try connection.statement(
            """
            SELECT k.firmware, k.record_size, k.is_verify_first, k.record_count, k.last_records,
                k.is_proven, k.strikes, k.read_whole_at, k.operation_count
            FROM known_log k JOIN gate g ON g.id = k.gate_id WHERE g.serial = ?
            """)
        defer { row.reset() }
        try row.bind(serial.rawValue, at: 1)
        guard try row.step() else { return nil }
        var log = KnownLog(
            firmware: row.text(0), recordSize: row.int(1), isVerifyFirst: row.int(2) != 0,
            recordCount: row.int(3), lastRecords: row.bytes(4), isProven: row.int(5) != 0,
            strikes: row.int(6), readWholeAt: row.time(7))
        log.operationCount = row.optionalInt(8)
        log.lastOperations = try lastOperations(of: serial)
        return log
    }

    private func lastOperations(of serial: GateSerial) throws -> [[UInt8]] {
        let rows = try connection.statement(
            """
            SELECT o.bytes FROM oplog o JOIN gate g ON g.id = o.gate_id WHERE g.serial = ?
            ORDER BY o.id DESC LIMIT ?
            """)
        defer { rows.reset() }
        try rows.bind(serial.rawValue, at: 1)
        try rows.bind(KnownLog.overlapCount, at: 2)
        var lines: [[UInt8]] = []
        while try rows.step() { lines.append(rows.bytes(0)) }
        return lines.reversed()
    }

    /// Keeps what is known of a log from now on, in the transaction of the reading that showed it.
    func keep(_ log: KnownLog, of gateID: Int64) throws {
        let upsert = try connection.statement(
            """
            INSERT OR REPLACE INTO known_log (gate_id, firmware, record_size, is_verify_first,
                record_count, last_records, is_proven, strikes, read_whole_at, operation_count)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        try upsert.bind(gateID, at: 1)
        try upsert.bind(log.firmware, at: 2)
        try upsert.bind(log.recordSize, at: 3)
        try upsert.bind(log.isVerifyFirst ? 1 : 0, at: 4)
        try upsert.bind(log.recordCount, at: 5)
        try upsert.bind(log.lastRecords, at: 6)
        try upsert.bind(log.isProven ? 1 : 0, at: 7)
        try upsert.bind(log.strikes, at: 8)
        try upsert.bind(log.readWholeAt.secondsSinceEpoch, at: 9)
        try upsert.bind(log.operationCount, at: 10)
        try upsert.run()
    }
}
