/// Something that happens at an emulated gate, not over its network.
package enum GateAct: Hashable, Sendable {
    /// A person passes, `count` times; `userID` `nil` means the first user of the gate.
    case punch(userID: String?, state: UInt8, verify: UInt8, count: Int)
    /// Somebody is not recognised, `count` times; a third failure in a row raises the alarm.
    case failedVerification(count: Int)
    /// The administrator clears the attendance log.
    case clearLog
    /// The administrator deletes a person.
    case deleteUser(userID: String)
    /// The administrator enrolls a finger of a person.
    case enroll(userID: String, finger: Int)
    /// The administrator sets the clock, so that it is so far ahead of the true time.
    case setClock(offsetSeconds: Int)
    /// The clock jumps by so much; nobody has set it.
    case clockJump(seconds: Int)
    /// Another device takes over the address: the gate tells another serial number.
    case swapSerial(String)
    /// The door is forced, the case is opened: an alarm with a reason code.
    case alarm(code: UInt8)
    /// The gate loses power and comes up again; `losing` what was not flushed.
    case powerLoss(losing: Bool)

    /// The kinds as a fleet file names them.
    static let kinds = [
        "punch", "failed_verification", "clear_log", "delete_user", "enroll_at_gate", "set_clock",
        "clock_jump", "swap_serial", "alarm",
    ]

    /// The keys that kinds need beside their name.
    static let keys = ["user_id", "state", "verify", "count", "fid", "seconds", "serial"]

    /// The name of the kind, as in a fleet file.
    package var kind: String {
        switch self {
        case .punch: "punch"
        case .failedVerification: "failed_verification"
        case .clearLog: "clear_log"
        case .deleteUser: "delete_user"
        case .enroll: "enroll_at_gate"
        case .setClock: "set_clock"
        case .clockJump: "clock_jump"
        case .swapSerial: "swap_serial"
        case .alarm: "alarm"
        case .powerLoss: "power_loss"
        }
    }

    /// Reads what `kind` needs from `object`.
    init(kind: String, in object: FleetObject?, at path: [any CodingKey]) throws {
        func need<Value>(_ key: String, _ value: Value?) throws -> Value {
            guard let value else { throw FleetError(at: path, "\(kind) needs the key \"\(key)\"") }
            return value
        }
        func number(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
            try object?.number(key, in: range)
        }
        func text(_ key: String) throws -> String? { try object?.optional(key) }
        switch kind {
        case "punch":
            self = .punch(
                userID: try text("user_id"), state: UInt8(try number("state", 0...255) ?? 0),
                verify: UInt8(try number("verify", 0...255) ?? 1),
                count: try number("count", 1...100_000) ?? 1)
        case "failed_verification":
            self = .failedVerification(count: try number("count", 1...1000) ?? 1)
        case "clear_log": self = .clearLog
        case "delete_user": self = .deleteUser(userID: try need("user_id", text("user_id")))
        case "enroll_at_gate":
            self = .enroll(
                userID: try need("user_id", text("user_id")),
                finger: try number("fid", 0...9) ?? 6)
        case "set_clock":
            self = .setClock(
                offsetSeconds: try need("seconds", number("seconds", -31_536_000...31_536_000)))
        case "clock_jump":
            self = .clockJump(
                seconds: try need("seconds", number("seconds", -31_536_000...31_536_000)))
        case "swap_serial": self = .swapSerial(try need("serial", text("serial")))
        case "alarm": self = .alarm(code: UInt8(try need("state", number("state", 0...255))))
        case "power_loss":
            self = .powerLoss(losing: try object?.optional("losing") ?? false)
        default:
            throw FleetError.unknownKind(kind, of: "act", Self.kinds + ["power_loss"], at: path)
        }
    }
}

extension GateAct: Decodable {
    /// Reads an act: a kind, or an object with `kind` and what the kind needs.
    package init(from decoder: any Decoder) throws {
        let path = decoder.codingPath
        if let kind = try? decoder.singleValueContainer().decode(String.self) {
            try self.init(kind: kind, in: nil, at: path)
            return
        }
        let object = try FleetObject(decoder, known: ["kind", "losing"] + Self.keys)
        try self.init(kind: object.required("kind"), in: object, at: path)
    }
}
