import Attendance
import GateModel
import OrderedJSON
import Reports
import Testing

@Suite struct `Day reports` {
    /// Two branches, three people, one unknown id, gate B not read after the day.
    private func book() throws -> ReportBook {
        let date = try #require(LocalDate("2026-10-05"))
        let gates = [
            Gate(serial: "A", branch: "DHK", name: "Front", host: "a"),
            Gate(serial: "B", branch: "CTG", name: "Side", host: "b"),
        ]
        let rules = AttendanceRules(
            gates: ["A": gates[0], "B": gates[1]],
            branches: [
                "DHK": Branch(id: "DHK", name: "Dhaka", timeZone: "Asia/Dhaka"),
                "CTG": Branch(id: "CTG", name: "Chattogram", timeZone: "Asia/Dhaka"),
            ],
            shifts: ShiftBook([
                Shift(
                    id: "D", start: try #require(LocalTime("09:00")),
                    end: try #require(LocalTime("18:00")))
            ]), policy: AttendancePolicy())
        let members = [
            Member(memberID: "1", name: "Rahim", branch: "DHK", shift: "D"),
            Member(memberID: "2", name: "Karim", branch: "DHK", shift: "D"),
            Member(memberID: "3", name: "Sumi", branch: "CTG", shift: "D"),
        ]
        let readings = [
            Reading(
                serial: "A", source: .pull, origin: "a",
                readAt: try #require(LocalDateTime("2026-10-06T06:00:00"))),
            Reading(
                serial: "B", source: .pull, origin: "b",
                readAt: try #require(LocalDateTime("2026-10-05T02:00:00"))),
        ]
        let punches = try [
            ("1", "2026-10-05T09:25:00"), ("1", "2026-10-05T18:30:00"),
            ("99", "2026-10-05T12:00:00"),
        ].enumerated().map { index, punch in
            StoredPunch(
                id: Int64(index + 1), serial: "A",
                punch: Punch(
                    deviceUserID: DeviceUserID(punch.0), at: try #require(LocalDateTime(punch.1)),
                    state: 255, verify: 1, position: index),
                source: .pull, readAt: try #require(LocalDateTime("2026-10-06T06:00:00")),
                clockOffsetSeconds: 0)
        }
        let period = DayBuilder(
            members: members, rules: rules, readings: readings,
            quarantine: Quarantine(judging: punches)
        )
        .build(dates: date...date, punches: punches)
        let asOf = try #require(LocalDateTime("2026-10-06T06:00:00"))
        return ReportBook(
            rules: rules, period: period, coverage: Coverage(readings),
            gates: gates.map { gate in
                let reading = readings.first { $0.serial == gate.serial }
                return GateRecord(
                    serial: gate.serial, gate: gate, punchCount: gate.serial == "A" ? 3 : 0,
                    lastSuccess: reading, lastAttempt: reading, now: asOf)
            }, asOf: asOf)
    }

    @Test func `counts, rows and coverage agree`() throws {
        let report = DayReport.build(try #require(LocalDate("2026-10-05")), from: try book())
        #expect(report.counts.present == 1)
        #expect(report.counts.late == 1)
        #expect(report.counts.absent == 1)
        #expect(report.counts.unknown == 1)
        let status = try #require(report.people.index(of: "status"))
        #expect(
            report.people.rows.map { $0[status] } == [
                .text("unknown"), .text("absent"), .text("present"),
            ])
        #expect(report.details.count == 3)
        let ok = try #require(report.coverage.index(of: "ok"))
        #expect(report.coverage.rows.map { $0[ok] } == [.flag(true), .flag(false)])
        #expect(report.asOf == LocalDateTime("2026-10-06T06:00:00"))
    }

    @Test func `a row is the same in CSV text and JSON`() throws {
        let report = DayReport.build(
            try #require(LocalDate("2026-10-05")), branch: "DHK", from: try book())
        #expect(
            report.people.rows.last?.map(\.plainText) == [
                "2026-10-05", "DHK", "1", "Rahim", "", "D", "present", "P", "09:25:00", "18:30:00",
                "32700", "30900", "25", "0", "30", "false", "false",
                "In at 09:25:00, out at 18:30:00, 25 min late; shift D 09:00–18:00.",
            ])
        guard case .array(let rows) = report.people.json else { throw NotAnArray() }
        #expect(rows.last?["late_minutes"] == 25)
        #expect(rows.first?["counted_seconds"] == .null)
    }

    @Test func `every punch is in the punches table`() throws {
        let report = DayReport.build(try #require(LocalDate("2026-10-05")), from: try book())
        let used = try #require(report.punches.index(of: "used_as"))
        #expect(
            report.punches.rows.map { $0[used] } == [.text("in"), .text("extra"), .text("out")])
        #expect(report.unlisted.rows.map { $0[1] } == [.identifier("99")])
    }

    @Test func `the branches of a day add up to its counts`() throws {
        let date = try #require(LocalDate("2026-10-05"))
        let report = DayReport.build(date, from: try book())
        func sum(_ key: String) throws -> Int {
            let column = try #require(report.branches.index(of: key))
            return report.branches.rows.reduce(0) { sum, row in
                if case .count(let number) = row[column] { sum + number } else { sum }
            }
        }
        #expect(try sum("people") == report.people.rows.count)
        #expect(try sum("present") == report.counts.present)
        #expect(try sum("late") == report.counts.late)
        #expect(try sum("unknown") == report.counts.unknown)
        #expect(try sum("unlisted") == report.unlisted.rows.count)
        let branch = DayReport.build(date, branch: BranchID("DHK"), from: try book())
        #expect(branch.branches.rows.isEmpty)
    }

    @Test func `the overview shows branches, lateness and gates that need attention`() throws {
        let report = OverviewReport.build(from: try book())
        #expect(report.latest == LocalDate("2026-10-05"))
        #expect(report.late.rows.map { $0[5] } == [.count(25)])
        #expect(report.unknown.rows.map { $0[1] } == [.text("Sumi")])
        #expect(report.branches.rows.map { $0[0] } == [.identifier("CTG"), .identifier("DHK")])
        #expect(report.arrivals.rows == [[.count(9), .count(1)]])
        #expect(report.month.rows.count == 30)
        #expect(report.attention.rows.isEmpty)
    }

    private struct NotAnArray: Error {}
}
