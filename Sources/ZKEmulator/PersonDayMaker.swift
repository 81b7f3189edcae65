package import GateModel

/// Makes up the day of a person from a seed.
///
/// The day depends on the seed, the person and the date alone, never on the gate or on other days:
/// gates that share people see parts of the same day.
package struct PersonDayMaker: Sendable {
    /// Chooses the sequence.
    package let seed: UInt64
    /// Days of the week on which people stay away.
    package let weeklyOff: Set<Weekday>
    /// Dates on which people stay away.
    package let holidays: Set<LocalDate>

    /// Makes the days that `plan` describes.
    package init(plan: PunchPlan) {
        seed = plan.seed
        weeklyOff = plan.weeklyOff
        holidays = plan.holidays
    }

    /// The passages of the day of `person` that begins on `date`, in order of time.
    package func passages(of person: PlannedPerson, on date: LocalDate) -> [Passage] {
        if let from = person.from, date < from { return [] }
        if let to = person.to, date > to { return [] }
        if person.away.contains(where: { $0.from <= date && date <= $0.to }) { return [] }
        var random = SplitMix64(seed: seed, text: person.userID, number: date.daysSinceEpoch)
        if person.pattern == .never { return [] }
        let off = person.weeklyOff ?? weeklyOff
        if off.contains(date.weekday) || holidays.contains(date) {
            guard random.happens(person.comesOnDaysOff) else { return [] }
        }
        return person.isVisitor
            ? visit(of: person, on: date, &random) : shift(of: person, on: date, &random)
    }

    // MARK: - Shifts

    private func shift(
        of person: PlannedPerson, on date: LocalDate, _ random: inout SplitMix64
    ) -> [Passage] {
        if random.happens(person.absent) { return [] }
        var habit = SplitMix64(seed: seed, text: person.userID, number: -1)
        // Some people are late all the time, the others share what is left of the lateness.
        let isLatecomer = habit.happens(150)
        let usual = habit.number(in: -14 * 60 ... -3 * 60)
        let start = person.start.secondOfDay
        let length = (person.end.secondOfDay - start + 86_399) % 86_400 + 1

        let lateShare = min(900, isLatecomer ? person.late * 3 : person.late * 2 / 3)
        var arrival = start + usual + random.number(in: -240...200)
        if random.happens(lateShare) {
            arrival = start + 11 * 60 + smaller(&random, 0...64 * 60)
        }
        var departure = start + length + smaller(&random, 0...38 * 60)
        if random.happens(60) {
            departure = start + length + random.number(in: 35 * 60...150 * 60)
        } else if random.happens(40) {
            departure = start + length - random.number(in: 15 * 60...90 * 60)
        }
        var times: [(second: Int, isEntry: Bool)] = [(arrival, true)]
        if random.happens(person.lunch) {
            let out = start + length / 2 - 30 * 60 + random.number(in: -20 * 60...25 * 60)
            let back = out + random.number(in: 24 * 60...58 * 60)
            times += [(out, false), (back, true)]
        }
        times.append((departure, false))
        if random.happens(person.forgets) {
            times.remove(at: random.happens(700) ? times.count - 1 : 0)
        }
        return passages(times, of: person, on: date, &random)
    }

    // MARK: - Visits

    private func visit(
        of person: PlannedPerson, on date: LocalDate, _ random: inout SplitMix64
    ) -> [Passage] {
        guard random.happens(person.comes) else { return [] }
        var habit = SplitMix64(seed: seed, text: person.userID, number: -1)
        let start = person.start.secondOfDay
        let width = (person.end.secondOfDay - start + 86_399) % 86_400 + 1
        let arrival: Int
        if person.pattern == .gymIrregular {
            arrival = start + random.number(in: 0...width)
        } else {
            // Regulars keep their hour, give or take a quarter.
            let usual = start + habit.number(in: width / 8...width * 7 / 8)
            arrival = usual + random.number(in: -15 * 60...15 * 60)
        }
        var times = [(second: arrival, isEntry: true)]
        if random.happens(person.tapsOut) {
            times.append((arrival + random.number(in: 48 * 60...105 * 60), false))
        }
        if random.happens(30), arrival < 14 * 3600 {
            times.append((arrival + random.number(in: 7 * 3600...10 * 3600), true))
        }
        return passages(times, of: person, on: date, &random)
    }

    // MARK: - Touches

    private func passages(
        _ times: [(second: Int, isEntry: Bool)], of person: PlannedPerson, on date: LocalDate,
        _ random: inout SplitMix64
    ) -> [Passage] {
        var passages = times.map { time in
            Passage(
                at: LocalDateTime(date, secondOfDay: time.second), isEntry: time.isEntry,
                draw: random.next())
        }
        if let first = passages.first, random.happens(person.doubleTaps) {
            // The second touch is at the same reader.
            var again = first
            again.at = first.at.adding(seconds: random.number(in: 2...9))
            passages.insert(again, at: 1)
        }
        return passages
    }

    /// A number of `range` that is more often small than large.
    private func smaller(_ random: inout SplitMix64, _ range: ClosedRange<Int>) -> Int {
        min(random.number(in: range), random.number(in: range))
    }
}
