import Foundation
package import GateModel
import NameCoding
package import ZKProtocol

/// One gate of a fleet file.
package struct FleetDevice: Sendable {
    /// The serial number, 1 to 32 visible ASCII characters.
    package var serial: String
    /// The address to listen on; `nil` means 127.0.0.1.
    package var host: String?
    /// The port to listen on; 0 takes a free one.
    package var port = 0
    /// The comm key, 0 to 999999; 0 means none.
    package var commKey: UInt32 = 0
    /// The model name that the gate tells.
    package var name = "F18"
    /// The firmware version that the gate tells.
    package var firmware = "Ver 6.60 Apr 20 2021"
    /// The MAC address that the gate tells; empty when it does not know the option.
    package var mac: String
    /// The version of the fingerprint algorithm that the gate tells; empty when it does not know the
    /// option.
    package var fingerprintVersion = "10"
    /// Bytes of a user record: 28 or 72.
    package var userFormat = 72
    /// Bytes of an attendance record: 8, 16, 40 or 49.
    package var attendanceFormat = 40
    /// How far the clock of the gate is ahead of the true time.
    package var clockOffsetSeconds = 0
    /// IANA name of the zone whose wall time the gate shows; `nil` means that of the fleet.
    package var timeZone: String?
    /// How the gate writes the names of people.
    package var nameEncoding = NameEncoding.utf8
    /// Whether the gate also answers on UDP.
    package var isOnUDP = false
    /// The people that the gate knows, in the order of the file.
    package var users: [FleetUser] = []
    /// The punches that the gate starts with, in the order of the file.
    package var attendance: [FleetPunch] = []
    /// How further punches are made; `nil` makes none.
    package var plan: PunchPlan?
    /// The operation log that the gate starts with, oldest first.
    package var operations: [OperationRecord] = []
    /// Bytes of the event of a punch: 10, 12, 14, 32, 36, 37 or 52.
    package var eventFormat = 32
    /// How enrolments go, in this order; the last one counts for all that follow.
    package var enrollScripts: [EnrollScript] = []
    /// What happens to a second client; `nil` serves any number.
    package var secondClient: SecondClient?
    /// How far away the gate is.
    package var link = LinkSpeed()
    /// How long the gate takes no connections after it has started again.
    package var restartSeconds = 0
    /// How the gate misbehaves.
    package var faults: [FleetFault] = []

    /// What a gate that serves one client at a time does with a second one.
    package enum SecondClient: String, CaseIterable, Sendable {
        /// Its connection is closed.
        case refuse
        /// It waits until the first has gone.
        case wait
        /// It drives the first away.
        case replace
    }

    /// Makes a gate that knows nobody.
    package init(serial: String) {
        self.serial = serial
        mac = Self.mac(of: serial)
    }

    /// An address out of the range for documentation, told by the serial number.
    private static func mac(of serial: String) -> String {
        let sum = serial.utf8.reduce(UInt8(1)) { $0 &* 31 &+ $1 }
        let digits = String(sum, radix: 16)
        return "00:00:5e:00:53:" + (sum < 16 ? "0" : "") + digits
    }
}

extension FleetDevice: Decodable {
    private static let keys = [
        "serial", "host", "port", "comm_key", "name", "firmware", "user_format",
        "attendance_format", "clock_offset_seconds", "time_zone", "udp", "users", "attendance",
        "generate", "faults", "operations", "event_format", "enroll", "one_client",
        "round_trip_ms", "bytes_per_second", "restart_seconds", "name_encoding", "mac",
        "fingerprint_version",
    ]

    /// Reads one entry of `devices`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(decoder, known: Self.keys)
        serial = try object.required("serial")
        guard (1...32).contains(serial.utf8.count), serial.utf8.allSatisfy(Self.isSerialByte) else {
            throw FleetError(
                at: object.path("serial"),
                "expected 1 to 32 letters, digits, \"-\" or \"_\", found \"\(serial)\"")
        }
        host = try object.optional("host")
        port = try object.number("port", in: 0...65_535) ?? 0
        commKey = UInt32(try object.number("comm_key", in: 0...999_999) ?? 0)
        name = try object.optional("name") ?? name
        firmware = try object.optional("firmware") ?? firmware
        mac = try object.optional("mac") ?? Self.mac(of: serial)
        fingerprintVersion = try object.optional("fingerprint_version") ?? fingerprintVersion
        userFormat = try Self.size("user_format", of: [28, 72], in: object) ?? 72
        attendanceFormat =
            try Self.size("attendance_format", of: [8, 16, 40, 49], in: object) ?? 40
        clockOffsetSeconds =
            try object.number("clock_offset_seconds", in: -31_536_000...31_536_000) ?? 0
        timeZone = try Self.zone(in: object)
        nameEncoding = try object.choice("name_encoding") ?? nameEncoding
        isOnUDP = try object.optional("udp") ?? false
        users = try object.optional("users") ?? []
        attendance = try object.optional("attendance") ?? []
        plan = try object.optional("generate")
        faults = try object.optional("faults") ?? []
        try readBehaviour(object)
        try checkUsers(at: object.path("users"))
        try checkAttendance(at: object.path("attendance"))
    }

    /// Reads how the gate behaves beside what it holds.
    private mutating func readBehaviour(_ object: FleetObject) throws {
        let listed: [FleetOperation]? = try object.optional("operations")
        operations = (listed ?? []).map(\.record)
        let formats = [8: 10, 16: 12, 40: 32, 49: 36]
        eventFormat =
            try Self.size("event_format", of: [10, 12, 14, 32, 36, 37, 52], in: object)
            ?? formats[attendanceFormat] ?? 32
        enrollScripts = try object.optional("enroll") ?? []
        secondClient = try object.choice("one_client")
        link.roundTripMilliseconds = try object.number("round_trip_ms", in: 0...60_000) ?? 0
        link.bytesPerSecond = try object.number("bytes_per_second", in: 1...1_000_000_000)
        restartSeconds = try object.number("restart_seconds", in: 0...3600) ?? 0
    }

    private static func isSerialByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func size(_ key: String, of known: [Int], in object: FleetObject) throws -> Int?
    {
        guard let size = try object.whole(key, as: Int.self) else { return nil }
        guard known.contains(size) else {
            let names = known.map(String.init).joined(separator: ", ")
            throw FleetError(at: object.path(key), "expected one of \(names), found \(size)")
        }
        return size
    }

    /// Reads the key `time_zone`.
    static func zone(in object: FleetObject) throws -> String? {
        try object.parsed("time_zone", "an IANA zone such as Asia/Dhaka") {
            TimeZone(identifier: $0) == nil ? nil : $0
        }
    }

    /// Checks that slots and ids are there once, and that the record layout can hold them.
    private func checkUsers(at path: [any CodingKey]) throws {
        var slots: [Int: Int] = [:]
        var ids: [String: Int] = [:]
        for (index, user) in users.enumerated() {
            let place = path + [FleetIndex(index)]
            if let other = slots.updateValue(index, forKey: user.slot) {
                throw FleetError(
                    at: place + [FleetObject.Key("uid")],
                    "\(user.slot) is already the uid of users[\(other)]")
            }
            if let other = ids.updateValue(index, forKey: user.userID) {
                throw FleetError(
                    at: place + [FleetObject.Key("user_id")],
                    "\"\(user.userID)\" is already the user_id of users[\(other)]")
            }
            if !NameCoder(nameEncoding).bytes(of: user.name, width: 24).isExact {
                throw FleetError(
                    at: place + [FleetObject.Key("name")],
                    "\(nameEncoding.rawValue) has no such characters: \"\(user.name)\"")
            }
            let isNumber = UInt32(user.userID).map { String($0) == user.userID } ?? false
            if userFormat == 28 || attendanceFormat == 16, !isNumber {
                throw FleetError(
                    at: place + [FleetObject.Key("user_id")],
                    "this record layout holds ids as numbers without leading zeros, found \"\(user.userID)\""
                )
            }
            if userFormat == 28, user.password.utf8.count > 5 {
                throw FleetError(
                    at: place + [FleetObject.Key("password")],
                    "the 28-byte layout holds 5 digits")
            }
        }
    }

    /// Checks that the record layout can hold every punch.
    private func checkAttendance(at path: [any CodingKey]) throws {
        for (index, punch) in attendance.enumerated() {
            let place = path + [FleetIndex(index)]
            if attendanceFormat == 8, punch.state > 7 || punch.verify > 3 {
                throw FleetError(
                    at: place,
                    "the 8-byte layout holds states up to 7 and verify codes up to 3, found "
                        + "\(punch.state) and \(punch.verify)")
            }
            if attendanceFormat == 16, UInt32(punch.userID).map(String.init) != punch.userID {
                throw FleetError(
                    at: place + [FleetObject.Key("user_id")],
                    "this record layout holds ids as numbers without leading zeros, found \"\(punch.userID)\""
                )
            }
        }
    }
}
