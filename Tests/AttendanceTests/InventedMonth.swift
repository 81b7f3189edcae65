import Attendance
import GateModel
import TestKit
import Testing

/// Punches of several people over some weeks, invented from a seed: shifts of all kinds, gates with
/// roles, trusted states and zones of their own, clocks that were wrong, ids nobody knows.
struct InventedMonth {
    let dates: ClosedRange<LocalDate>
    var scenario: Scenario
    private var numbers: SeededNumbers

    init(seed: UInt64) throws {
        numbers = SeededNumbers(seed: seed)
        let first = try #require(LocalDate("2026-10-12"))
        dates = first...first.adding(days: 24)
        scenario = try Scenario()
        let zones = ["Europe/London", "Asia/Dhaka", "America/New_York"]
        scenario.branches[0].timeZone = zones[Int(seed % 3)]
        scenario.branches[0].weeklyOff = [.friday, OffDay(.saturday, weeks: [2, 4])]
        scenario.branches[0].holidays[first.adding(days: 3)] = "Founders' day"
        scenario.branches[0].leaves = [
            Leave(
                memberID: "M2", from: first.adding(days: 5), to: first.adding(days: 6), kind: "")
        ]
        scenario.branches.append(Branch(id: "CTG", name: "Chattogram", timeZone: "Asia/Dhaka"))
        scenario.gates += [
            Gate(serial: "C", branch: "CTG", name: "C", host: "c"),
            Gate(serial: "D", branch: "DHK", name: "D", host: "d", timeZone: "Etc/GMT"),
        ]
        scenario.gates[0].isStateTrusted = Bool.random(using: &numbers)
        scenario.gates[1].role = [.both, .in, .out].randomElement(using: &numbers) ?? .both
        scenario.policy.mode = Bool.random(using: &numbers) ? .pairs : .firstLast
        scenario.policy.clock = Bool.random(using: &numbers) ? .correct : .annotate
        scenario.members = [
            Member(memberID: "M1", name: "Rahim", branch: "DHK", shift: "D"),
            Member(memberID: "M2", name: "Sumi", branch: "DHK", shift: "N"),
            Member(
                memberID: "M3", name: "Karim", branch: "DHK", shift: "E", gates: ["DHK", "CTG"]),
            Member(memberID: "M4", name: "Visitor", branch: "DHK"),
            Member(
                memberID: "M5", name: "Leaver", branch: "DHK", shift: "D",
                joined: first.adding(days: 4), left: first.adding(days: 15)),
            Member(memberID: "M6", name: "Rota", branch: "DHK"),
        ]
        for days in stride(from: 0, to: 24, by: 3) {
            let date = first.adding(days: days)
            let shift: ShiftID = ["D", "N", "E"].randomElement(using: &numbers) ?? "D"
            scenario.assignments.append(
                ShiftAssignment(
                    memberID: "M6", from: date, to: date.adding(days: 1), shift: shift))
        }
        try addPunches()
    }

    private mutating func addPunches() throws {
        let ids: [DeviceUserID] = ["M1", "M2", "M3", "M4", "M5", "M6", "99"]
        let serials: [GateSerial] = ["A", "B", "C", "D"]
        for days in 1..<24 {
            let day = LocalDateTime(dates.lowerBound.adding(days: days))
            let readAt = day.adding(seconds: 26 * 3600)
            for serial in serials {
                let offset = [0, 0, 90, -3600].randomElement(using: &numbers) ?? 0
                let count = Int.random(in: 0...12, using: &numbers)
                var seconds = (0..<count).map { _ in Int.random(in: 0..<86_400, using: &numbers) }
                if count > 2 { seconds.append(seconds[0] + 40) }
                for second in seconds.sorted() {
                    var at = day.adding(seconds: second)
                    switch Int.random(in: 0..<60, using: &numbers) {
                    case 0: at = LocalDateTime(secondsSinceEpoch: 946_684_800 + second)
                    case 1: at = at.adding(seconds: 40 * 86_400)
                    case 2 where days > 4: at = at.adding(seconds: -3 * 86_400)
                    default: break
                    }
                    add(
                        ids.randomElement(using: &numbers), at: at, gate: serial, readAt: readAt,
                        offset: offset)
                }
            }
        }
        for date in dates {
            for gate in scenario.gates {
                let text = LocalDateTime(date.adding(days: 1), secondOfDay: 7200).description
                if Int.random(in: 0..<4, using: &numbers) > 0 {
                    try scenario.read(try #require(gate.serial), at: text)
                }
            }
        }
    }

    private mutating func add(
        _ id: DeviceUserID?, at: LocalDateTime, gate: GateSerial, readAt: LocalDateTime,
        offset: Int
    ) {
        let number = scenario.punches.count
        let punch = Punch(
            deviceUserID: id, at: at, state: UInt8.random(in: 0...5, using: &numbers), verify: 1,
            position: number)
        scenario.punches.append(
            StoredPunch(
                id: Int64(number + 1), serial: gate, punch: punch, source: .pull, readAt: readAt,
                clockOffsetSeconds: offset))
    }

    /// Judges the whole period.
    func judge() throws -> JudgedPeriod {
        try scenario.judge(dates.lowerBound.description, dates.upperBound.description)
    }
}
