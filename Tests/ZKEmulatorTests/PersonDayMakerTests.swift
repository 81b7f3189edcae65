import GateModel
import Testing

@testable import ZKEmulator

struct PersonDayMakerTests {
    private func maker(_ change: (inout PunchPlan) -> Void = { _ in }) -> PersonDayMaker {
        var plan = PunchPlan()
        plan.seed = 7
        change(&plan)
        return PersonDayMaker(plan: plan)
    }

    private func days(_ count: Int) -> [LocalDate] {
        (0..<count).map { date("2026-01-05").adding(days: $0) }
    }

    @Test func `the first passages of a seed are these on every machine`() {
        let person = PlannedPerson(userID: "101", pattern: .office)
        let passages = days(3).flatMap { maker().passages(of: person, on: $0) }
        #expect(
            passages.prefix(5).map { "\($0.at) \($0.isEntry ? "in" : "out")" } == [
                "2026-01-05T08:49:52 in", "2026-01-05T18:19:24 out", "2026-01-06T08:44:58 in",
                "2026-01-06T18:27:03 out", "2026-01-07T08:46:43 in",
            ])
    }

    @Test func `a day does not depend on other days, people or gates`() {
        let person = PlannedPerson(userID: "101", pattern: .office)
        let alone = maker().passages(of: person, on: date("2026-02-11"))
        for day in days(60) { _ = maker().passages(of: person, on: day) }
        #expect(maker().passages(of: person, on: date("2026-02-11")) == alone)
        #expect(maker { $0.seed = 8 }.passages(of: person, on: date("2026-02-11")) != alone)
    }

    @Test func `a night guard comes in the evening and leaves the next morning`() {
        var guardian = PlannedPerson(userID: "9", pattern: .night)
        guardian.absent = 0
        guardian.forgets = 0
        guardian.doubleTaps = 0
        for day in days(200) {
            let passages = maker().passages(of: guardian, on: day)
            #expect(passages.map(\.isEntry) == [true, false])
            #expect(passages.first?.at.date == day)
            #expect(passages.last?.at.date == day.adding(days: 1))
        }
    }

    @Test func `lateness of an office stays near its share`() {
        let people = (1...60).map { PlannedPerson(userID: "\($0)", pattern: .office) }
        var shifts = 0
        var late = 0
        for person in people {
            for day in days(100) {
                guard let first = maker().passages(of: person, on: day).first, first.isEntry
                else { continue }
                shifts += 1
                if first.at > LocalDateTime(day, secondOfDay: 9 * 3600 + 600) { late += 1 }
            }
        }
        // 12 % by default, spread over latecomers (three times as often) and the others.
        #expect((80...160).contains(late * 1000 / shifts))
        #expect(shifts > 5600)
    }

    @Test func `habits that are certain always show`() {
        var person = PlannedPerson(userID: "5", pattern: .office)
        person.absent = 0
        person.forgets = 0
        person.lunch = 1000
        person.doubleTaps = 1000
        for day in days(50) {
            let passages = maker().passages(of: person, on: day)
            #expect(passages.map(\.isEntry) == [true, true, false, true, false])
            let gap = passages[1].at.seconds(since: passages[0].at)
            #expect((2...9).contains(gap))
            #expect(passages.map(\.at) == passages.map(\.at).sorted())
        }
        person.absent = 1000
        #expect(days(50).allSatisfy { maker().passages(of: person, on: $0).isEmpty })
    }

    @Test func `a forgotten punch leaves one side of the day`() {
        var person = PlannedPerson(userID: "5", pattern: .office)
        person.absent = 0
        person.forgets = 1000
        person.lunch = 0
        person.doubleTaps = 0
        let sides = days(200).map { maker().passages(of: person, on: $0).map(\.isEntry) }
        #expect(sides.allSatisfy { $0.count == 1 })
        let entries = sides.count { $0 == [true] }
        #expect((110...170).contains(entries))
    }

    @Test func `nobody comes on days off, on leave, before joining or after leaving`() {
        var person = PlannedPerson(userID: "5", pattern: .office)
        person.absent = 0
        person.from = date("2026-01-07")
        person.to = date("2026-02-01")
        person.away = [.init(from: date("2026-01-20"), to: date("2026-01-22"))]
        let maker = maker {
            $0.weeklyOff = [.friday, .saturday]
            $0.holidays = [date("2026-01-14")]
        }
        let came = days(60).filter { !maker.passages(of: person, on: $0).isEmpty }
        let expected = days(60).filter { day in
            day >= date("2026-01-07") && day <= date("2026-02-01")
                && day.weekday != .friday && day.weekday != .saturday
                && ![20, 21, 22, 14].contains(day.day)
        }
        #expect(came == expected)
        #expect(came.count == 14)
    }

    @Test func `a visitor comes about as often as the share says, in the hours of the pattern`() {
        var member = PlannedPerson(userID: "31", pattern: .gymMorning)
        member.comes = 800
        member.doubleTaps = 0
        let visits = days(300).compactMap { maker().passages(of: member, on: $0).first?.at }
        #expect((210...270).contains(visits.count))
        #expect(visits.allSatisfy { (5 * 3600...10 * 3600).contains($0.secondOfDay) })
    }

    @Test func `who never comes never comes`() {
        let member = PlannedPerson(userID: "31", pattern: .never)
        #expect(days(300).allSatisfy { maker().passages(of: member, on: $0).isEmpty })
    }
}
