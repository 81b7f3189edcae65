import GateModel
import Testing

@testable import Reports

@Suite struct `When a log will be full` {
    private func readings(_ counts: [(day: Int, records: Int?)]) -> [Reading] {
        counts.map { day, records in
            Reading(
                serial: "A", source: .pull, origin: "192.0.2.1:4370",
                readAt: LocalDateTime(LocalDate(daysSinceEpoch: 20_000 + day)),
                recordsOnGate: records)
        }
    }

    @Test(
        arguments: [
            // A hundred a day.
            ([(0, 1000), (7, 1700), (14, 2400)], 3400, [10, 14]),
            ([(14, 2400), (0, 1000)], 2449, [0, 14]),
            ([(0, 1000), (14, 2400)], 2000, [0, 14]),
            // Thirteen days are too few, and days without a number are none.
            ([(1, 1000), (14, 2300)], 3400, []), ([(0, nil), (14, 2400)], 3400, []),
            // The log does not grow; it was cleared in between; nothing is known of its size.
            ([(0, 1000), (14, 1000)], 3400, []), ([(0, 1000), (5, 10), (14, 900)], 3400, []),
            ([(0, 1000), (14, 2400)], nil, []),
            // What was cleared long enough ago does not matter, nor what lies more than thirty days back.
            ([(0, 5000), (2, 0), (16, 1400)], 2400, [10, 14]),
            ([(0, 0), (10, 1000), (40, 4000)], 5000, [10, 30]),
            ([], 3400, []),
        ] as [([(Int, Int?)], Int?, [Int])])
    func `is told from fourteen days on, by how it grew`(
        counts: [(Int, Int?)], capacity: Int?, expected: [Int]
    ) {
        let forecast = LogForecast(
            readings(counts.map { (day: $0.0, records: $0.1) }), capacity: capacity)
        #expect(forecast.map { [$0.fullInDays, $0.seenDays] } ?? [] == expected)
    }

    @Test func `failed readings and files say nothing`() {
        var found = readings([(0, 1000), (14, 2400)])
        found[0].failure = "Nobody answered."
        #expect(LogForecast(found, capacity: 3400) == nil)
        found = readings([(0, 1000), (14, 2400)])
        found[0].source = .file
        #expect(LogForecast(found, capacity: 3400) == nil)
    }
}
