import GateModel

extension GateStore {
    /// Walks over punches by time, serial, position and row id; see `forEachPunch`.
    ///
    /// The index leads with the gate, which is right for writing. So all gates are read a day at a
    /// time: each gate's part of the day is one range of the index, and only a day is sorted.
    func walkPunches(
        of serial: GateSerial?, from: LocalDateTime?, to: LocalDateTime?,
        _ body: (StoredPunch) throws -> Void
    ) throws {
        try connection.read {
            guard let range = try punchRange(of: serial) else { return }
            var start = range.lowerBound.secondsSinceEpoch
            var last = range.upperBound.secondsSinceEpoch
            if let from { start = max(start, from.secondsSinceEpoch) }
            if let to {
                guard to.secondsSinceEpoch > start else { return }
                last = min(last, to.secondsSinceEpoch - 1)
            }
            var reader = PunchReader(connection: connection)
            while start <= last {
                let (dayEnd, isBeyond) = start.addingReportingOverflow(Self.chunkSeconds - 1)
                let end = isBeyond ? last : min(last, dayEnd)
                let count = try reader.read(of: serial, from: start, through: end, body)
                guard end < last else { return }
                start = end + 1
                // Logs have holes, up to decades where a clock was wrong: step over them.
                if count == 0 { start = try firstTime(of: serial, notBefore: start) ?? last + 1 }
            }
        }
    }

    private static let chunkSeconds = 86_400

    /// Times of the first and last punch of a gate, or of all.
    func punchRange(of serial: GateSerial?) throws -> ClosedRange<LocalDateTime>? {
        let range = try connection.statement(
            """
            SELECT min(first), max(last) FROM (
                SELECT (SELECT min(at) FROM punch WHERE gate_id = g.id) AS first,
                    (SELECT max(at) FROM punch WHERE gate_id = g.id) AS last
                FROM gate g WHERE ?1 IS NULL OR g.serial = ?1)
            """)
        defer { range.reset() }
        try range.bind(serial?.rawValue, at: 1)
        guard try range.step(), let first = range.optionalInt(0), let last = range.optionalInt(1)
        else { return nil }
        return LocalDateTime(secondsSinceEpoch: first)...LocalDateTime(secondsSinceEpoch: last)
    }

    func firstTime(of serial: GateSerial?, notBefore time: Int) throws -> Int? {
        let next = try connection.statement(
            """
            SELECT min(first) FROM (
                SELECT (SELECT min(at) FROM punch WHERE gate_id = g.id AND at >= ?2) AS first
                FROM gate g WHERE ?1 IS NULL OR g.serial = ?1)
            """)
        defer { next.reset() }
        try next.bind(serial?.rawValue, at: 1)
        try next.bind(time, at: 2)
        guard try next.step() else { return nil }
        return next.optionalInt(0)
    }
}
