import GateModel
import Testing

struct GateFactChangeTests {
    private func reading(
        _ serial: GateSerial, _ seconds: Int, at origin: String = "192.0.2.1:4370",
        source: PunchSource = .pull, failure: String? = nil
    ) -> Reading {
        Reading(
            serial: serial, source: source, origin: origin,
            readAt: LocalDateTime(secondsSinceEpoch: seconds), failure: failure)
    }

    @Test func `another gate at an address is a change of the one that came`() {
        let readings = [
            reading("B", 30), reading("A", 10), reading("A", 20), reading("B", 40),
            reading("C", 25, at: "192.0.2.2:4370"), reading("D", 26, source: .file),
            reading("E", 27, failure: "Nobody answered."),
        ]
        #expect(
            readings.swaps == [
                "B": [
                    GateFactChange(
                        fact: .serial, before: "A",
                        seenBefore: LocalDateTime(secondsSinceEpoch: 20), after: "B",
                        seenAfter: LocalDateTime(secondsSinceEpoch: 30))
                ]
            ])
    }

    @Test func `the next run is expected after as long as the last one`() {
        let day = 86_400
        #expect([reading("A", day)].nextRun == nil)
        let nights = [
            reading("A", day), reading("A", day + 300), reading("B", 2 * day + 130),
            reading("A", 2 * day + 125), reading("A", 2 * day + 90_000, failure: "Off."),
        ]
        #expect(
            [reading("A", day), reading("A", 2 * day + 125)].nextRun?.secondsSinceEpoch == 3 * day)
        #expect(nights.nextRun == nil)
        #expect(
            (nights + [reading("B", day)]).nextRun == LocalDateTime(secondsSinceEpoch: 3 * day))
        #expect([reading("A", day), reading("A", 10 * day)].nextRun == nil)
    }

    @Test func `a fact that was not told is not there`() {
        var facts = GateFacts()
        #expect(facts.told == [:])
        facts.mac = "00:00:5e:00:53:07"
        facts.fingerAlgorithm = "10"
        #expect(facts.told == [.mac: "00:00:5e:00:53:07", .fingerAlgorithm: "10"])
    }
}
