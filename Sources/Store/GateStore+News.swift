package import GateModel

extension GateStore {
    /// The row of the last step in the journal of gates; 0 when there is none.
    package func lastStepRow() throws -> Int64 {
        Int64(try connection.number("SELECT ifnull(max(id), 0) FROM gate_step") ?? 0)
    }

    /// The row of the last line of the gates' own logs; 0 when there is none.
    package func lastOperationRow() throws -> Int64 {
        Int64(try connection.number("SELECT ifnull(max(id), 0) FROM oplog") ?? 0)
    }

    /// The steps for people after row `id`, oldest first.
    package func steps(afterRow id: Int64) throws -> [GateStep] {
        try steps(where: "s.id > ? AND s.member_id IS NOT NULL") { try $0.bind(id, at: 1) }
    }

    /// Lines of gates' own logs after row `id`, those of one gate and operation together, by gate and
    /// operation: how many there are and the wall times of the gate in the earliest and the latest.
    package func operationCounts(afterRow id: Int64) throws -> [OperationCount] {
        let rows = try connection.statement(
            """
            SELECT g.serial, o.operation, min(o.at), max(o.at), count(*)
            FROM oplog o JOIN gate g ON g.id = o.gate_id
            WHERE o.id > ? GROUP BY g.serial, o.operation ORDER BY g.serial, o.operation
            """)
        defer { rows.reset() }
        try rows.bind(id, at: 1)
        var found: [OperationCount] = []
        while try rows.step() {
            found.append(
                OperationCount(
                    serial: GateSerial(rows.text(0)), operation: rows.int(1),
                    first: rows.optionalTime(2), last: rows.optionalTime(3), lines: rows.int(4)))
        }
        return found
    }
}

/// How often a gate wrote an operation into its own log.
package struct OperationCount: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// The number of the operation.
    package var operation: Int
    /// Wall time of the gate in the earliest line; `nil` when none is a time.
    package var first: LocalDateTime?
    /// Wall time of the gate in the latest line.
    package var last: LocalDateTime?
    /// How many lines.
    package var lines: Int
}
