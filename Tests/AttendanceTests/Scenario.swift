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
    var corrections: [Correction] = []

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
        readAt: String = "2026-12-12T02:00:00", offset: Int? = 0, source: PunchSource = .pull
    ) throws {
        for text in times {
            let punch = Punch(
                deviceUserID: id, at: try #require(LocalDateTime(text)), state: state, verify: 1,
                position: punches.count)
            punches.append(
                StoredPunch(
                    id: Int64(punches.count + 1), serial: gate, punch: punch, source: source,
                    readAt: try #require(LocalDateTime(readAt)), clockOffsetSeconds: offset))
        }
    }

    /// Adds a correction of the only person's day.
    mutating func correct(
        _ date: String, _ kind: Correction.Kind, _ time: String, reason: String = "forgot"
    ) throws {
        corrections.append(
            Correction(
                number: corrections.count + 1, memberID: "M1",
                date: try #require(LocalDate(date)), kind: kind,
                at: try #require(LocalDateTime("\(date)T\(time)")), reason: reason, by: "Office",
                recordedAt: try #require(LocalDateTime("2026-10-08T10:00:00"))))
    }

    /// Adds a successful reading of a gate.
    mutating func read(_ gate: GateSerial, at text: String, offset: Int = 0) throws {
        readings.append(
            Reading(
                serial: gate, source: .pull, origin: gate.rawValue,
                readAt: try #require(LocalDateTime(text)), clockOffsetSeconds: offset))
    }

    /// The readings; without any of its own every gate was read long after.
    private func allReadings() throws -> [Reading] {
        guard readings.isEmpty else { return readings }
        let later = try #require(LocalDateTime("2026-12-12T02:00:00"))
        return gates.compactMap { gate in
            gate.serial.map { Reading(serial: $0, source: .pull, origin: "", readAt: later) }
        }
    }

    private func rules() throws -> AttendanceRules {
        let names = Set(branches.map(\.timeZone) + gates.compactMap(\.timeZone))
        return AttendanceRules(
            gates: Dictionary(
                uniqueKeysWithValues: gates.compactMap { gate in gate.serial.map { ($0, gate) } }),
            branches: Dictionary(uniqueKeysWithValues: branches.map { ($0.id, $0) }),
            shifts: ShiftBook(shifts), policy: policy, assignments: assignments,
            identities: identities, corrections: corrections,
            zones: try Dictionary(uniqueKeysWithValues: names.map { ($0, try zone(named: $0)) }))
    }

    /// What judges the days.
    func builder() throws -> DayBuilder {
        DayBuilder(
            members: members, rules: try rules(), readings: try allReadings(),
            quarantine: Quarantine(judging: punches))
    }

    /// The digests of what the days are judged by.
    func inputs() throws -> DayInputs {
        DayInputs(
            members: members, rules: try rules(), readings: try allReadings(),
            quarantine: Quarantine(judging: punches))
    }

    /// Judges the dates.
    func judge(_ first: String, _ last: String? = nil) throws -> JudgedPeriod {
        let from = try #require(LocalDate(first))
        let to = try #require(LocalDate(last ?? first))
        return try builder().build(dates: from...to, punches: punches)
    }

    /// Judges one date of the only person.
    func day(_ date: String) throws -> PersonDay {
        try #require(try judge(date).days.first)
    }
}

/// The offsets of a zone from 2010 to 2030.
func zone(named name: String) throws -> ZoneOffsets {
    let zone = try #require(TimeZone(identifier: name))
    var moment = Date(timeIntervalSince1970: 1_262_304_000)
    let initial = zone.secondsFromGMT(for: moment)
    var changes: [ZoneOffsets.Change] = []
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), changes.count < 40 {
        let instant = Int(next.timeIntervalSince1970)
        changes.append(.init(instant: instant, offset: zone.secondsFromGMT(for: next)))
        moment = next
    }
    return ZoneOffsets(initial: initial, changes: changes)
}

/// A time of day from text.
func time(_ text: String) throws -> LocalTime { try #require(LocalTime(text)) }

/// Hours, minutes and seconds in seconds.
func span(_ hours: Int, _ minutes: Int = 0, _ seconds: Int = 0) -> Int {
    hours * 3600 + minutes * 60 + seconds
}
