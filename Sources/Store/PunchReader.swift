import GateModel

/// Makes stored punches of rows, remembering the readings and gates they name.
struct PunchReader {
    private let connection: Connection
    private var origins: [Int64: Origin] = [:]
    private var serials: [Int64: GateSerial] = [:]

    /// What a punch has from its reading.
    private struct Origin {
        var source: PunchSource
        var readAt: LocalDateTime
        var clockOffsetSeconds: Int?
    }

    init(connection: Connection) { self.connection = connection }

    /// Hands over the punches of a range of time, ends included, in order; returns their number.
    mutating func read(
        of serial: GateSerial?, from: Int, through: Int, _ body: (StoredPunch) throws -> Void
    ) throws -> Int {
        let rows = try connection.statement(serial == nil ? Self.ofAllGates : Self.ofOneGate)
        defer { rows.reset() }
        try rows.bind(from, at: 1)
        try rows.bind(through, at: 2)
        if let serial { try rows.bind(serial.rawValue, at: 3) }
        var count = 0
        while try rows.step() {
            try body(try storedPunch(rows))
            count += 1
        }
        return count
    }

    /// Hands over the punches that arrived after row `id`, by row id, at most `limit` of them.
    mutating func read(
        after id: Int64, limit: Int, _ body: (StoredPunch) throws -> Void
    ) throws {
        let rows = try connection.statement(Self.byArrival)
        defer { rows.reset() }
        try rows.bind(id, at: 1)
        try rows.bind(limit, at: 2)
        while try rows.step() { try body(try storedPunch(rows)) }
    }

    /// Hands over the punch of the next row; `false` when there is none.
    mutating func next(_ rows: Statement, _ body: (StoredPunch) throws -> Void) throws -> Bool {
        guard try rows.step() else { return false }
        try body(try storedPunch(rows))
        return true
    }

    static let byArrival = """
        SELECT p.id, p.gate_id, p.reading_id, p.at, p.device_user_id, p.state, p.verify,
            p.work_code, p.user_slot, p.is_slot_keyed, p.position
        FROM punch p WHERE p.id > ?1 ORDER BY p.id LIMIT ?2
        """

    // CROSS JOIN keeps the gates outside: one range of the index for each.
    static let ofAllGates = """
        SELECT p.id, p.gate_id, p.reading_id, p.at, p.device_user_id, p.state, p.verify,
            p.work_code, p.user_slot, p.is_slot_keyed, p.position
        FROM gate g CROSS JOIN punch p INDEXED BY punch_by_content ON p.gate_id = g.id
        WHERE p.at BETWEEN ?1 AND ?2 ORDER BY p.at, g.serial, p.position, p.id
        """

    static let ofOneGate = """
        SELECT p.id, p.gate_id, p.reading_id, p.at, p.device_user_id, p.state, p.verify,
            p.work_code, p.user_slot, p.is_slot_keyed, p.position
        FROM punch p INDEXED BY punch_by_content
        WHERE p.gate_id = (SELECT id FROM gate WHERE serial = ?3) AND p.at BETWEEN ?1 AND ?2
        ORDER BY p.at, p.position, p.id
        """

    // CROSS JOIN keeps the spans outside, + the index of the gates out: each span is one range of rows.
    private static let ofSpans = """
        SELECT p.id, p.gate_id, p.reading_id, p.at, p.device_user_id, p.state, p.verify,
            p.work_code, p.user_slot, p.is_slot_keyed, p.position
        FROM json_each(?1) s CROSS JOIN punch p
            ON p.id BETWEEN json_extract(s.value, '$[1]') AND json_extract(s.value, '$[2]')
                AND +p.gate_id = json_extract(s.value, '$[0]')
        CROSS JOIN gate g ON g.id = p.gate_id
        """
    static let ofSpansByPosition = ofSpans + " ORDER BY p.at, g.serial, p.position, p.id"
    static let ofSpansByArrival = ofSpans + " ORDER BY p.at, g.serial, p.id"

    private mutating func storedPunch(_ row: Statement) throws -> StoredPunch {
        let origin = try origin(row.row(2))
        guard let state = UInt8(exactly: row.int(5)), let verify = UInt8(exactly: row.int(6)) else {
            throw row.damaged("a punch has a state or verify code above 255")
        }
        let punch = Punch(
            deviceUserID: row.optionalText(4).map { DeviceUserID($0) },
            userSlot: row.optionalInt(8), isSlotKeyed: row.int(9) != 0,
            at: LocalDateTime(secondsSinceEpoch: row.int(3)), state: state, verify: verify,
            workCode: row.text(7), position: row.int(10))
        return StoredPunch(
            id: row.row(0), serial: try serial(row.row(1)), punch: punch, source: origin.source,
            readAt: origin.readAt, clockOffsetSeconds: origin.clockOffsetSeconds)
    }

    private mutating func origin(_ readingID: Int64) throws -> Origin {
        if let known = origins[readingID] { return known }
        let row = try connection.statement(
            "SELECT source, read_at, clock_offset_seconds FROM reading WHERE id = ?")
        defer { row.reset() }
        try row.bind(readingID, at: 1)
        guard try row.step() else { throw row.damaged("a punch names a reading that is not there") }
        let origin = Origin(
            source: try row.punchSource(0),
            readAt: LocalDateTime(secondsSinceEpoch: row.int(1)),
            clockOffsetSeconds: row.optionalInt(2))
        origins[readingID] = origin
        return origin
    }

    private mutating func serial(_ gateID: Int64) throws -> GateSerial {
        if let known = serials[gateID] { return known }
        let row = try connection.statement("SELECT serial FROM gate WHERE id = ?")
        defer { row.reset() }
        try row.bind(gateID, at: 1)
        guard try row.step() else { throw row.damaged("a punch names a gate that is not there") }
        let serial = GateSerial(row.text(0))
        serials[gateID] = serial
        return serial
    }
}
