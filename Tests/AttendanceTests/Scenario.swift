import Attendance
import Foundation
import GateModel
import Testing

/// The base setup of the scenarios: branch DHK, gates A and B, shifts D, N and E, everything read.
struct Scenario {
    var members: [Member] = [Member(memberID: "M1", name: "Rahim", branch: "DHK", shift: "D")]
    var gates: [Gate] = [
        Gate(serial: "A", branch: "DHK", name: "A", host: "a"),
        Gate(serial: "B", branch: "DHK", name: "B", host: "b"),
    ]
    var shifts: [Shift]
    var branches: [Branch] = [
        Branch(id: "DHK", name: "Dhaka", timeZone: "Asia/Dhaka", weeklyOff: [.friday])
    ]
    var policy = AttendancePolicy()
    var assignments: [ShiftAssignment] = []
    var identities: [Identity] = []
    var punches: [StoredPunch] = []
    var readings: [Reading] = []
    var zone: TimeZone?

    init() throws {
        var night = Shift(id: "N", start: try time("22:00"), end: try time("06:00"))
        night.windowBeforeMinutes = 120
        night.windowAfterMinutes = 240
        var evening = Shift(id: "E", start: try time("14:00"), end: try time("22:00"))
        evening.windowAfterMinutes = 240
        shifts = [
            Shift(id: "D", start: try time("09:00"), end: try time("18:00")), night, evening,
        ]
    }

    /// Adds punches of one id at one gate, all read on 2026-10-12 at 02:00 unless `readAt` says so.
    mutating func punch(
        _ times: String..., id: DeviceUserID = "M1", gate: GateSerial = "A", state: UInt8 = 255,
        readAt: String = "2026-12-12T02:00:00"
    ) throws {
        for text in times {
            let punch = Punch(
                deviceUserID: id, at: try #require(LocalDateTime(text)), state: state, verify: 1,
                position: punches.count)
            punches.append(
                StoredPunch(
                    id: Int64(punches.count + 1), serial: gate, punch: punch, source: .pull,
                    readAt: try #require(LocalDateTime(readAt)), clockOffsetSeconds: 0))
        }
    }

    /// Adds a successful reading of a gate.
    mutating func read(_ gate: GateSerial, at text: String, offset: Int = 0) throws {
        readings.append(
            Reading(
                serial: gate, source: .pull, origin: gate.rawValue,
                readAt: try #require(LocalDateTime(text)), clockOffsetSeconds: offset))
    }

    /// Judges the dates; without readings of its own every gate was read long after.
    func judge(_ first: String, _ last: String? = nil) throws -> JudgedPeriod {
        var all = readings
        if all.isEmpty {
            let later = try #require(LocalDateTime("2026-12-12T02:00:00"))
            all = gates.compactMap { gate in
                gate.serial.map {
                    Reading(serial: $0, source: .pull, origin: "", readAt: later)
                }
            }
        }
        let zone = zone
        let rules = AttendanceRules(
            gates: Dictionary(
                uniqueKeysWithValues: gates.compactMap { gate in gate.serial.map { ($0, gate) } }),
            branches: Dictionary(uniqueKeysWithValues: branches.map { ($0.id, $0) }),
            shifts: ShiftBook(shifts), policy: policy, assignments: assignments,
            identities: identities,
            elapsedSeconds: { _, from, to in
                guard let zone else { return to.seconds(since: from) }
                return instant(of: to, in: zone) - instant(of: from, in: zone)
            })
        let from = try #require(LocalDate(first))
        let to = try #require(LocalDate(last ?? first))
        return DayBuilder(members: members, rules: rules, readings: all)
            .build(dates: from...to, punches: punches)
    }

    /// Judges one date of the only person.
    func day(_ date: String) throws -> PersonDay {
        try #require(try judge(date).days.first)
    }
}

/// The seconds since 1970 in UTC at which `wall` is shown in `zone`; the first of two when doubtful.
func instant(of wall: LocalDateTime, in zone: TimeZone) -> Int {
    let guess = Date(timeIntervalSince1970: Double(wall.secondsSinceEpoch - zone.secondsFromGMT()))
    let offset = zone.secondsFromGMT(for: guess)
    let better = Date(timeIntervalSince1970: Double(wall.secondsSinceEpoch - offset))
    return wall.secondsSinceEpoch - zone.secondsFromGMT(for: better)
}

/// A time of day from text.
func time(_ text: String) throws -> LocalTime { try #require(LocalTime(text)) }

/// Hours, minutes and seconds in seconds.
func span(_ hours: Int, _ minutes: Int = 0, _ seconds: Int = 0) -> Int {
    hours * 3600 + minutes * 60 + seconds
}
