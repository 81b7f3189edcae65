import Attendance
import Foundation
import GateModel
import Reports
import TestKit

@testable import Site

/// Invented reports of an invented bank: small ones for snapshots, large ones to look at.
struct InventedReports {
    /// How many people each branch has.
    var peopleInBranch = 3
    /// Ids and names of the branches.
    var branches = [("DHK", "Dhaka"), ("CTG", "Chattogram")]
    /// The day the reports are about.
    var date = LocalDate(daysSinceEpoch: 20_411)
    /// Names of the people, used in turn.
    var names = [
        "Amina Khatun", "Rafiq Islam", "Sadia Noor", "Tanvir Hasan", "Mitu Das", "Jahid Karim",
        "Farhana Begum", "Kamal Uddin", "Nusrat Jahan", "Shafiq Rahman",
    ]

    /// Shipped templates, found from this file.
    static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("templates").path

    /// The frame around the pages.
    func frame(days: Int = 3) -> SiteFrame {
        SiteFrame(
            title: "Meghna Invented Bank", asOf: asOf, lastRead: asOf,
            days: (0..<days).map { date.adding(days: -$0) },
            branches: branches.map { .init(id: BranchID($0.0), name: $0.1) })
    }

    var asOf: LocalDateTime { LocalDateTime(date.adding(days: 1), secondOfDay: 2 * 3600) }

    // MARK: - Day

    func day(branch: String? = nil) -> DayReport {
        var people = Self.table("days", Self.dayColumns)
        var details: [DayReport.Detail] = []
        var counts = DayCounts()
        var places = ReportTable(name: "branches", columns: DayReport.branchColumns)
        for (branchIndex, place) in branches.enumerated() where branch ?? place.0 == place.0 {
            var own = DayCounts()
            for index in 0..<peopleInBranch {
                let day = person(branchIndex, place.0, index)
                own.add(day)
                people.append(row(day))
                details.append(.init(missing: day.missing, notes: day.notes, punches: day.punches))
            }
            counts.add(own)
            if branch == nil { places.append(row(place.0, place.1, own)) }
        }
        return DayReport(
            date: date, branch: branch.map { BranchID($0) }, asOf: asOf, counts: counts,
            coverage: coverage(branch), people: people, details: details,
            punches: Self.table("punches", [("serial", "Serial", .identifier)]),
            exceptions: exceptions, unlisted: unlisted, branches: places)
    }

    private func row(_ branch: String, _ name: String, _ counts: DayCounts) -> [ReportCell] {
        [.identifier(branch), .text(name)]
            + [
                peopleInBranch, counts.present, counts.late, counts.absent, counts.unknown,
                counts.off, counts.holiday, counts.leave, counts.shortStay, counts.visit, 0,
            ].map { .count($0) }
    }

    private func person(_ branchIndex: Int, _ branch: String, _ index: Int) -> PersonDay {
        let number = branchIndex * peopleInBranch + index
        let member = Member(
            memberID: MemberID("M\(1001 + number)"), name: names[number % names.count])
        let kind = (number * 7 + branchIndex) % 10
        var day = PersonDay(
            member: member, branch: BranchID(branch), date: date, shift: "D", status: .present,
            why: "Came at 08:55 and left at 18:03, within the grace of shift D.")
        guard kind != 8 else {
            day.status = .absent
            day.why = "No punch, and every gate of the branch was read after the day closed."
            return day
        }
        guard kind != 9, branch != branches.last?.0 || kind != 5 else {
            day.status = .unknown
            day.why = "No punch so far; the gate Side door was not read after 18:00."
            return day
        }
        let late = kind == 3 ? 14 + number % 30 : 0
        let start = LocalDateTime(date, secondOfDay: 9 * 3600 + late * 60 - 310 + number * 7 % 200)
        let end = LocalDateTime(date, secondOfDay: 18 * 3600 + 220 + number * 13 % 900)
        day.firstIn = start
        day.lateMinutes = late
        let serial = GateSerial("AZX\(branchIndex)01")
        day.punches = [
            punch(start, serial, number, .in),
            punch(start.adding(seconds: 4), serial, number, .duplicate),
        ]
        if late > 0 {
            day.why = "Came at \(start.time), \(late) minutes after the start of shift D at 09:00."
        }
        if kind == 6 {
            day.missing = .out
            day.why = "Came at \(start.time); no exit was read, so the hours are not known."
            day.notes = ["A gate of the branch was read after the day closed."]
            return day
        }
        day.lastOut = end
        day.presenceSeconds = end.seconds(since: start)
        day.countedSeconds = 9 * 3600 - late * 60
        day.earlyMinutes = kind == 7 ? 21 : 0
        day.overtimeMinutes = kind == 2 ? 30 : 0
        day.isCorrected = kind == 1
        day.punches.append(punch(end, serial, number, .out))
        return day
    }

    private func punch(
        _ at: LocalDateTime, _ serial: GateSerial, _ number: Int, _ use: PunchUse
    ) -> JudgedPunch {
        let punch = Punch(
            deviceUserID: DeviceUserID("\(1001 + number)"), at: at, state: use == .out ? 1 : 0,
            verify: 1, position: number)
        let stored = StoredPunch(
            id: Int64(number), serial: serial, punch: punch, source: .pull, readAt: asOf,
            clockOffsetSeconds: 3)
        return JudgedPunch(
            stored, use: use,
            reason: use == .duplicate ? "4 seconds after the punch before it." : nil)
    }

    private func row(_ day: PersonDay) -> [ReportCell] {
        [
            .date(day.date), .identifier(day.branch.rawValue),
            .identifier(day.member.memberID.rawValue),
            .text(day.member.name), .missing, .known(day.shift?.rawValue, ReportCell.identifier),
            .text(day.status.rawValue), .text(day.status.code),
            .known(day.firstIn?.time, ReportCell.time), .known(day.lastOut?.time, ReportCell.time),
            .known(day.presenceSeconds) { .duration(seconds: $0) },
            .known(day.countedSeconds) { .duration(seconds: $0) },
            .known(day.lateMinutes, ReportCell.count), .known(day.earlyMinutes, ReportCell.count),
            .known(day.overtimeMinutes, ReportCell.count), .flag(day.isHalfDay),
            .flag(day.isCorrected), .text(day.why),
        ]
    }

    private func coverage(_ branch: String?) -> ReportTable {
        var table = Self.table(
            "coverage",
            [
                ("serial", "Serial", .identifier), ("branch", "Branch", .identifier),
                ("name", "Name", .text), ("read_at", "Read at", .dateTime), ("ok", "OK", .flag),
                ("note", "Note", .text),
            ])
        for (index, place) in branches.enumerated() where branch ?? place.0 == place.0 {
            table.append([
                .identifier("AZX\(index)01"), .identifier(place.0), .text("Main door"),
                .dateTime(asOf), .flag(true), .missing,
            ])
        }
        if let last = branches.last, branch ?? last.0 == last.0 {
            table.append([
                .identifier("AZX902"), .identifier(last.0), .text("Side door"),
                .dateTime(asOf.adding(seconds: -30_000)), .flag(false),
                .text("last read before the day closed"),
            ])
        }
        return table
    }

    private var exceptions: ReportTable {
        var table = Self.table(
            "exceptions",
            [
                ("kind", "Kind", .text), ("device", "Gate", .identifier),
                ("device_user_id", "Id", .identifier), ("at", "At", .dateTime),
                ("note", "Note", .text),
            ])
        table.append([
            .text("outside_any_window"), .identifier("AZX001"), .identifier("1003"),
            .dateTime(LocalDateTime(date, secondOfDay: 3 * 3600)),
            .text("3 hours before the window of shift D opens."),
        ])
        return table
    }

    private var unlisted: ReportTable {
        var table = Self.table(
            "unlisted",
            [
                ("branch", "Branch", .identifier), ("device_user_id", "Id", .identifier),
                ("first", "First", .dateTime), ("last", "Last", .dateTime),
                ("punches", "Punches", .count),
            ])
        table.append([
            .identifier(branches[0].0), .identifier("007"),
            .dateTime(LocalDateTime(date, secondOfDay: 31_000)),
            .dateTime(LocalDateTime(date, secondOfDay: 61_000)), .count(2),
        ])
        return table
    }

    private static let dayColumns: [(String, String, ReportColumn.Kind)] = [
        ("date", "Date", .date), ("branch", "Branch", .identifier),
        ("member_id", "Id", .identifier), ("name", "Name", .text),
        ("department", "Department", .text), ("shift", "Shift", .identifier),
        ("status", "Status", .text), ("code", "Code", .text), ("first_in", "First in", .time),
        ("last_out", "Last out", .time), ("presence_seconds", "Presence", .duration),
        ("counted_seconds", "Counted", .duration), ("late_minutes", "Late", .count),
        ("early_minutes", "Early", .count), ("overtime_minutes", "Overtime", .count),
        ("half_day", "Half day", .flag), ("corrected", "Corrected", .flag), ("why", "Why", .text),
    ]

    static func table(
        _ name: String, _ columns: [(String, String, ReportColumn.Kind)]
    ) -> ReportTable {
        ReportTable(name: name, columns: columns.map { ReportColumn($0.0, $0.1, $0.2) })
    }
}
