import Attendance
import GateModel
import Testing

@testable import Reports

/// What happened to one person's access, and what of theirs is saved.
@Suite struct `The timeline of a person` {
    private let date = LocalDate(daysSinceEpoch: 20_411)

    private func at(_ day: Int, _ hour: Int = 2) -> LocalDateTime {
        LocalDateTime(date.adding(days: day), secondOfDay: hour * 3600)
    }

    private func act(
        _ change: String, _ time: LocalDateTime, outcome: String = "done", fingers: [Int] = []
    ) -> ChangesBuilder.Act {
        var act = ChangesBuilder.Act(
            at: time, change: change, outcome: outcome, memberID: "M1", serial: "A1",
            reason: "access ended")
        act.fingers = fingers
        return act
    }

    private func save(
        _ finger: Int?, _ time: LocalDateTime, mark: String = "00c0ffee", of form: String = "10"
    )
        -> PersonHistory.Save
    {
        .init(serial: "A1", finger: finger, algorithm: form, at: time, mark: mark, size: 600)
    }

    private func report(
        _ history: PersonHistory, access: GateHoldings.Access? = nil, gates: [GateRecord] = []
    ) -> PersonReport {
        var member = Member(memberID: "M1", name: "Amina", branch: "DHK")
        member.accessFrom = date.adding(days: -30)
        member.accessUntil = date.adding(days: -3)
        var holdings = GateHoldings()
        holdings.accesses[.init("M1", "A1")] = access
        let rules = AttendanceRules(
            gates: ["A1": Gate(serial: "A1", branch: "DHK", name: "Front", host: "127.0.0.1")],
            branches: [:], shifts: ShiftBook([]), policy: AttendancePolicy())
        return PersonReportBuilder(
            rules: rules, corrections: [], holdings: holdings, history: history, gates: gates,
            asOf: at(1)
        ).report(member, days: [])
    }

    private func events(_ report: PersonReport) -> [String] {
        report.timeline.rows.map { row in
            [0, 1, 2, 5, 7, 9].map { row[$0].plainText }.joined(separator: " ")
        }
    }

    @Test func `dates of the roster, acts and saves are told newest first`() {
        let history = PersonHistory(
            acts: ["M1": [act("block", at(-2)), act("restore", at(0, 3), fingers: [1, 6])]],
            saves: ["M1": [save(nil, at(-2)), save(6, at(-2)), save(1, at(-2))]])
        let access = GateHoldings.Access(
            isWanted: true, reason: "", seen: .present, seenAt: at(0, 4), since: at(0, 3),
            failure: nil)
        #expect(
            events(report(history, access: access)) == [
                "2025-11-19 03:00:00 restore 1;6 done 2025-11-19T03:00:00",
                "2025-11-17 02:00:00 block  done ",
                "2025-11-17 02:00:00 saved 1;6  ",
                "2025-11-17  ended   ",
                "2025-10-20  entitled   ",
            ])
    }

    @Test(arguments: [
        (GateHoldings.Seen.absent, 0, true), (.absent, -3, false), (.present, 0, false),
        (.partly, 0, false),
    ])
    func `a removal is proven by a read-back after it that shows nothing left`(
        seen: GateHoldings.Seen, since: Int, isProven: Bool
    ) {
        let history = PersonHistory(acts: ["M1": [act("block", at(-2))]])
        let access = GateHoldings.Access(
            isWanted: false, reason: "", seen: seen, seenAt: at(0), since: at(since), failure: nil)
        let row = report(history, access: access).timeline.rows[0]
        #expect(row[9] == (isProven ? .dateTime(at(since)) : .missing))
    }

    @Test func `what is not as wanted is told with the reason, as of the read-back`() {
        let access = GateHoldings.Access(
            isWanted: false, reason: "access ended", seen: .present, seenAt: at(0), since: at(-9),
            failure: "left alone: administrator")
        let history = PersonHistory(acts: ["M1": [act("block", at(-1), outcome: "failed")]])
        let rows = report(history, access: access).timeline.rows
        #expect(rows[0][2] == .text("not_blocked"))
        #expect(rows[0][8] == .text("left alone: administrator"))
        #expect(rows[1][7] == .text("failed"))
        #expect(rows[1][9] == .missing)
    }

    @Test func `more than forty events end in how many older ones there are`() {
        let acts = (0..<50).map { act("update", at(-100 + $0)) }
        let found = report(PersonHistory(acts: ["M1": acts]))
        #expect(found.timeline.rows.count == PersonReport.mostEvents)
        // Two dates of the roster besides.
        #expect(found.olderEvents == 12)
    }

    @Test func `a saved finger says which gates take it, and what is not known`() {
        let gates = [("A1", "10"), ("A2", "10"), ("A3", "9"), ("A4", "")].map { serial, version in
            var facts = GateFacts()
            facts.fingerAlgorithm = version
            facts.model = serial == "A2" ? "K40" : "F18"
            let gate = Gate(
                serial: GateSerial(serial), branch: "DHK", name: "Front", host: "127.0.0.1")
            return GateRecord(serial: GateSerial(serial), gate: gate, facts: facts, now: at(1))
        }
        let history = PersonHistory(saves: [
            "M1": [
                save(6, at(-9), mark: "0badcafe"), save(6, at(-2)), save(1, at(-2), of: "9"),
                save(2, at(-2), of: ""),
            ]
        ])
        let rows = report(history, gates: gates).backups.rows.map { $0.map(\.plainText) }
        #expect(
            rows == [
                [
                    "1", "2025-11-17T02:00:00", "A1", "Front", "9", "00c0ffee", "600", "1", "1",
                    "2", "1", "F18",
                ],
                [
                    "2", "2025-11-17T02:00:00", "A1", "Front", "", "00c0ffee", "600", "1", "0", "0",
                    "4", "",
                ],
                [
                    "6", "2025-11-17T02:00:00", "A1", "Front", "10", "00c0ffee", "600", "2", "2",
                    "1", "1", "F18;K40",
                ],
            ])
    }
}
