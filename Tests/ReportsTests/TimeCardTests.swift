import Attendance
import GateModel
import Testing

@testable import Reports

/// Time cards from invented days.
@Suite struct `Time cards` {
    private let date = LocalDate(daysSinceEpoch: 20_411)

    private func day(_ offset: Int, _ status: DayStatus = .present) -> PersonDay {
        PersonDay(
            member: Member(memberID: "M1", name: "Amina"), branch: "DHK",
            date: date.adding(days: offset), shift: "D", status: status, why: "")
    }

    private func side(_ hour: Int) -> DayPairs.Side {
        DayPairs.Side(at: LocalDateTime(date, secondOfDay: hour * 3600), source: .order)
    }

    private func worked(_ offset: Int, _ pairs: [(Int?, Int?)]) -> PersonDay {
        var day = day(offset)
        var before: Int?
        day.pairs = DayPairs(
            basis: .pairs,
            pairs: pairs.map { entry, exit in
                var pair = DayPairs.Pair(entry: entry.map(side), exit: exit.map(side))
                if let entry, let exit {
                    pair.seconds = 3600 * (exit - entry)
                    pair.breakSeconds = before.map { 3600 * (entry - $0) }
                }
                before = entry == nil ? nil : exit
                return pair
            }, unpaired: 0)
        day.lateMinutes = 5
        return day
    }

    private func sum(_ card: TimeCard, _ key: String) throws -> ReportCell {
        card.sums[try #require(card.days.index(of: key)) - TimeCard.figures.lowerBound]
    }

    @Test func `a card a month, newest month first, oldest day first`() throws {
        let cards = TimeCard.cards(of: [day(0), day(-1), day(-18), day(-19), day(-20)])
        #expect(cards.map(\.month) == [date.firstOfMonth, date.adding(days: -19).firstOfMonth])
        #expect(cards.map { $0.days.rows.count } == [3, 2])
        #expect(cards[0].days.rows.map { $0[0] }.last == .date(date))
        #expect(cards[1].days.rows.map { $0[0] }.first == .date(date.adding(days: -20)))
    }

    @Test func `sums hold what is known, and days with something open are counted`() throws {
        var running = worked(-1, [(9, 12)])
        running.isRunning = true
        let card = try #require(
            TimeCard.cards(of: [
                worked(0, [(9, 13), (14, 18)]), running, worked(-2, [(9, nil), (14, 18)]),
                day(-3, .absent), day(-4, .off),
            ]).first)
        #expect(try sum(card, "inside_seconds") == .duration(seconds: 12 * 3600))
        #expect(try sum(card, "break_seconds") == .duration(seconds: 3600))
        #expect(try sum(card, "late_minutes") == .count(15))
        #expect(try sum(card, "counted_seconds") == .missing)
        #expect(card.openDays == 2)
        let place = try #require(card.days.index(of: "inside_seconds"))
        #expect(
            card.days.rows.map { $0[place] } == [
                .missing, .missing, .duration(seconds: 4 * 3600), .missing,
                .duration(seconds: 8 * 3600),
            ])
        #expect(card.pairs.map { $0?.pairs.count } == [nil, nil, 2, 1, 2])
    }

    @Test func `who only pays visits has no card`() {
        #expect(TimeCard.cards(of: [day(0, .visit), day(-3, .visit)]).isEmpty)
        #expect(TimeCard.cards(of: []).isEmpty)
        #expect(TimeCard.cards(of: [day(0, .visit), day(-3, .absent)]).count == 1)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 14, 15, 16, 25, 200, 255])
    func `only codes that mean the same on every firmware have a name`(code: Int) {
        let known: [Int: VerifyMode] = [1: .finger, 15: .face, 25: .palm]
        #expect(VerifyMode(code: UInt8(code)) == known[code])
    }
}
