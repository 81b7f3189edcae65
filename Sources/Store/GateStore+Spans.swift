package import GateModel

/// Punches of a gate from one row id to another, both included.
package struct PunchSpan: Hashable, Sendable {
    /// The gate.
    package var serial: GateSerial
    /// The first row id.
    package var first: Int64
    /// The last row id.
    package var last: Int64

    /// Makes a span.
    package init(serial: GateSerial, first: Int64, last: Int64) {
        self.serial = serial
        self.first = first
        self.last = last
    }
}

/// In which order punches of equal time and gate come.
package enum PunchOrder: Sendable {
    /// By position in the log, then row id.
    case position
    /// By row id.
    case arrival
}

/// A walk over punches that goes on as it is asked to.
struct OpenWalk {
    var rows: Statement
    var reader: PunchReader
}

extension GateStore {
    /// The punches of `spans`, which do not overlap, by time, serial, position and row id.
    ///
    /// - Throws: ``StoreError``.
    /// - Complexity: O(*n* log *n*) for *n* punches in the spans, all of them in memory.
    package func punches(in spans: [PunchSpan]) throws -> [StoredPunch] {
        guard !spans.isEmpty else { return [] }
        try openWalk(of: spans, by: .position)
        return try nextPunches(limit: .max)
    }

    /// Begins a walk over the punches of `spans`, by time, serial and `order`; ``nextPunches(limit:)``
    /// goes on with it. There is one walk at a time.
    ///
    /// SQLite sorts them, beside the database when they are many: it keeps as much in memory as it
    /// keeps of the database.
    ///
    /// - Throws: ``StoreError``.
    package func openWalk(of spans: [PunchSpan], by order: PunchOrder) throws {
        // Letters and digits of a serial number may be anything, so they are not for JSON to hold.
        let serials = Array(Set(spans.map(\.serial))).sorted()
        var gates: [GateSerial: Int64] = [:]
        for serial in serials {
            let row = try connection.statement("SELECT id FROM gate WHERE serial = ?")
            defer { row.reset() }
            try row.bind(serial.rawValue, at: 1)
            if try row.step() { gates[serial] = row.row(0) }
        }
        let list = spans.compactMap { span in
            gates[span.serial].map { "[\($0),\(span.first),\(span.last)]" }
        }
        let rows = try connection.statement(
            order == .position ? PunchReader.ofSpansByPosition : PunchReader.ofSpansByArrival)
        try rows.bind("[\(list.joined(separator: ","))]", at: 1)
        walk = OpenWalk(rows: rows, reader: PunchReader(connection: connection))
    }

    /// Loads the next punches of the walk that was begun, at most `limit`; empty at its end.
    ///
    /// - Throws: ``StoreError``.
    package func nextPunches(limit: Int) throws -> [StoredPunch] {
        guard var open = walk else { return [] }
        walk = nil
        var found: [StoredPunch] = []
        while found.count < limit {
            guard try open.reader.next(open.rows, { found.append($0) }) else {
                open.rows.reset()
                return found
            }
        }
        walk = open
        return found
    }
}
