import Attendance
import GateModel
import Testing

@testable import Reports

/// Months, access and enrollment from invented days.
@Suite struct `Months and access` {
    private let date = LocalDate(daysSinceEpoch: 20_411)

    private func day(_ id: String, _ date: LocalDate, _ status: DayStatus, late: Int? = nil)
        -> PersonDay
    {
        let member = Member(memberID: MemberID(id), name: "Person \(id)", branch: "DHK")
        var day = PersonDay(
            member: member, branch: "DHK", date: date, shift: "D", status: status, why: "Because.")
        day.lateMinutes = late
        return day
    }

    private func book(_ days: [PersonDay]) -> ReportBook {
        var period = JudgedPeriod()
        period.days = days
        let rules = AttendanceRules(
            gates: ["A1": Gate(serial: "A1", branch: "DHK", name: "Front", host: "127.0.0.1")],
            branches: [:], shifts: ShiftBook([]), policy: AttendancePolicy())
        return ReportBook(
            rules: rules, period: period, coverage: Coverage([]), gates: [],
            asOf: LocalDateTime(date.adding(days: 1)))
    }

    @Test func `a person with two shifts a day has one row and both codes`() throws {
        let book = book([
            day("M1", date, .absent), day("M1", date, .present, late: 7), day("M2", date, .unknown),
        ])
        var builder = MusterBuilder(month: date)
        builder.add(DayReport.build(date, from: book))
        let muster = builder.report()
        #expect(muster.people.map(\.memberID) == ["M1", "M2"])
        let cell = try #require(muster.people[0].cells[date.day - 1])
        #expect(cell.code == "P/A")
        #expect(cell.isLate)
        #expect(muster.people[1].cells[date.day - 1]?.code == "?")
        #expect(muster.people[0].cells[0] == nil)
        #expect(
            muster.people[0].totals.prefix(5) == [
                .count(1), .count(1), .count(0), .count(1), .count(0),
            ])
        #expect(
            muster.days.rows[date.day - 1].prefix(5) == [
                .date(date), .count(1), .count(1), .count(1), .count(1),
            ])
        #expect(muster.days.rows[0].dropFirst().allSatisfy { $0 == .missing })
        #expect(builder.report(branch: "CTG").people.isEmpty)
    }

    @Test func `entering is judged by the date of the punch, not by today`() throws {
        var member = Member(memberID: "M1", name: "Amina", branch: "DHK")
        member.accessUntil = date.adding(days: -3)
        var days: [PersonDay] = []
        for offset in [-5, -1] {
            let at = LocalDateTime(date.adding(days: offset), secondOfDay: 9 * 3600)
            var day = PersonDay(
                member: member, branch: "DHK", date: at.date, shift: nil, status: .visit, why: "")
            let punch = Punch(deviceUserID: "1", at: at, state: 0, verify: 1, position: 1)
            day.punches = [
                JudgedPunch(
                    StoredPunch(
                        id: Int64(10 + offset), serial: "A1", punch: punch, source: .pull,
                        readAt: LocalDateTime(date), clockOffsetSeconds: 0), use: .in)
            ]
            days.append(day)
        }
        let book = book(days)
        var builder = DeniedBuilder(
            rules: book.rules, members: [member], holdings: GateHoldings(), asOf: book.asOf)
        for day in days { builder.add(DayReport.build(day.date, from: book), from: book) }
        let report = builder.report()
        let entered = try #require(report.table(.enteredWhileNotEntitled))
        #expect(entered.rows.count == 1)
        #expect(entered.rows[0][6] == .text("expired"))
        #expect(entered.rows[0][9] == .count(2))
        #expect(report.lists.map { $0.table == nil } == [false, true, true, true, true, false])
        #expect(report.lists[1].cannotKnow == .neverReadBack)
    }

    @Test func `who is blocked is told by read-back, never by silence`() throws {
        let member = Member(memberID: "M1", name: "Amina", branch: "DHK")
        var holdings = GateHoldings()
        holdings.accesses[.init("M1", "A1")] = .init(
            isWanted: false, reason: "access ended", seen: .absent,
            seenAt: LocalDateTime(date), since: LocalDateTime(date), failure: nil)
        let book = book([day("M1", date, .absent)])
        var builder = DeniedBuilder(
            rules: book.rules, members: [member], holdings: holdings, asOf: book.asOf)
        builder.add(DayReport.build(date, from: book), from: book)
        #expect(builder.report().table(.blockedNow)?.rows.count == 1)
        #expect(builder.report().table(.shouldBeBlocked)?.rows.isEmpty == true)
        #expect(builder.report().table(.failedVerifications) == nil)
        holdings.failedAttempts = [9, 9, 14].map {
            .init(serial: "A1", at: LocalDateTime(date, secondOfDay: $0 * 3600 + 7))
        }
        var hearing = DeniedBuilder(
            rules: book.rules, members: [member], holdings: holdings, asOf: book.asOf)
        hearing.add(DayReport.build(date, from: book), from: book)
        let failed = hearing.report(on: date, isLatest: true).table(.failedVerifications)
        #expect(failed?.rows.map(\.last) == [.count(2), .count(1)])
        let past = builder.report(on: date, isLatest: false)
        #expect(past.lists[2].cannotKnow == .pastState)
        let enrollment = EnrollmentReport.build(
            members: [member], rules: book.rules, holdings: holdings, asOf: book.asOf)
        #expect(enrollment.people[0].cells == [.absent])
        #expect(enrollment.nowhere.rows.count == 1)
        let nothing = EnrollmentReport.build(
            members: [member], rules: book.rules, holdings: GateHoldings(), asOf: book.asOf)
        #expect(nothing.people[0].cells == [.unknown])
        #expect(nothing.nowhere.rows.isEmpty)
        #expect(nothing.people[0].cells[0].fingers == nil)
        #expect(nothing.people[0].cells[0].ways == .init())
    }

    @Test func `nobody is called blocked while a card, password or face is left`() throws {
        let member = Member(memberID: "M1", name: "Amina", branch: "DHK")
        func lists(
            _ seen: GateHoldings.Seen?, _ ways: GateHoldings.Ways, fingers: [Int] = []
        ) -> (blocked: [String], open: [[String]]) {
            var holdings = GateHoldings(fingers: [.init("M1", "A1"): fingers])
            holdings.accesses[.init("M1", "A1")] = .init(
                isWanted: false, reason: "access ended", seen: seen, ways: ways,
                seenAt: LocalDateTime(date), since: nil, failure: nil)
            holdings.users = [.init("M2", "A1")]
            let book = book([day("M1", date, .absent)])
            var builder = DeniedBuilder(
                rules: book.rules, members: [member], holdings: holdings, asOf: book.asOf)
            builder.add(DayReport.build(date, from: book), from: book)
            let report = builder.report()
            return (
                report.table(.blockedNow)?.rows.map(\.[0].plainText) ?? [],
                report.table(.shouldBeBlocked)?.rows.map { $0[7...10].map(\.plainText) } ?? []
            )
        }
        #expect(lists(.absent, .init()).blocked == ["M1"])
        #expect(lists(.absent, .init(card: true)).blocked == [])
        #expect(lists(.absent, .init(card: true)).open == [["", "true", "false", "false"]])
        #expect(
            lists(.present, .init(card: true, password: false), fingers: [1, 6]).open
                == [["1;6", "true", "false", ""]])
        #expect(
            lists(.partly, .init(card: false, password: false)).open == [
                ["", "false", "false", ""]
            ])
        // A run that died while it removed somebody proves nothing.
        #expect(lists(.partly, .init(), fingers: [1]).open == [["", "", "", ""]])
        #expect(lists(nil, .init(), fingers: [1]).open == [["1", "", "", ""]])
    }

    @Test
    func `who must not pass a gate that was never read back is listed, with that as the cause`()
        throws
    {
        var member = Member(memberID: "M1", name: "Amina", branch: "DHK")
        member.accessUntil = date.adding(days: -3)
        let others = [
            Member(memberID: "M2", name: "Rafiq", branch: "DHK"),
            Member(memberID: "M3", name: "Sadia", branch: "CTG", status: .suspended),
        ]
        var book = book([day("M1", date, .absent)])
        book = ReportBook(
            rules: AttendanceRules(
                gates: [
                    "A1": Gate(serial: "A1", branch: "DHK", name: "Front", host: "127.0.0.1"),
                    "A2": Gate(serial: "A2", branch: "DHK", name: "Back", host: "127.0.0.1"),
                ], branches: [:], shifts: ShiftBook([]), policy: AttendancePolicy()),
            period: book.period, coverage: Coverage([]), gates: [], asOf: book.asOf)
        func open(_ holdings: GateHoldings) -> [[String]]? {
            var builder = DeniedBuilder(
                rules: book.rules, members: [member] + others, holdings: holdings, asOf: book.asOf)
            builder.add(DayReport.build(date, from: book), from: book)
            return builder.report().table(.shouldBeBlocked)?.rows.map { row in
                [row[0], row[3], row[6], row.last ?? .missing].map(\.plainText)
            }
        }
        // As long as no gate was read back, nothing is known of anybody.
        #expect(open(GateHoldings()) == nil)
        var holdings = GateHoldings(users: [.init("M2", "A1")])
        #expect(open(holdings) == [["M1", "A2", "", DeniedReport.neverReadBack]])
        holdings.users.insert(.init("M2", "A2"))
        #expect(open(holdings) == [])
    }

    @Test func `other ways to pass are those of the read-back, and unknown without one`() {
        let members = ["M1", "M2"].map { Member(memberID: $0, name: "Amina", branch: "DHK") }
        let ways = GateHoldings.Ways(card: true, password: false)
        var holdings = GateHoldings(
            fingers: [.init("M1", "A1"): [6], .init("M2", "A1"): [1, 2]])
        holdings.users = [.init("M1", "A1"), .init("M2", "A1")]
        holdings.accesses[.init("M1", "A1")] = .init(
            isWanted: true, reason: "", seen: .present, ways: ways, seenAt: LocalDateTime(date),
            since: nil, failure: nil)
        let book = book([day("M1", date, .absent)])
        var report = EnrollmentReport.build(
            members: members, rules: book.rules, holdings: holdings, asOf: book.asOf)
        #expect(
            report.people.map(\.cells) == [
                [.enrolled(fingers: [6], ways: ways)], [.enrolled(fingers: [1, 2], ways: .init())],
            ])
        var facts = GateFacts()
        facts.userCount = 7
        facts.userCapacity = 10
        report.addCapacity(of: [
            GateRecord(serial: "A1", gate: nil, facts: facts, now: book.asOf),
            GateRecord(serial: "elsewhere", gate: nil, facts: facts, now: book.asOf),
        ])
        #expect(
            report.capacity.rows.map { $0.suffix(4) } == [
                [.count(7), .count(10), .missing, .missing]
            ])
    }
}
