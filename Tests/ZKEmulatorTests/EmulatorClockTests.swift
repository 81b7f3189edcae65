import GateModel
import Testing

@testable import ZKEmulator

struct EmulatorClockTests {
    @Test(arguments: [
        ("Asia/Dhaka", "2026-11-20T02:00:00"), ("Asia/Dubai", "2026-11-20T00:00:00"),
        ("Asia/Kolkata", "2026-11-20T01:30:00"), ("America/New_York", "2026-11-19T15:00:00"),
    ])
    func `gates show the wall time of their zone`(_ zone: String, _ expected: String) {
        let clock = EmulatorClock(standingAt: wall("2026-11-20T02:00:00"), zone: "Asia/Dhaka")
        #expect(clock.now(in: zone) == wall(expected))
    }

    @Test func `a gate without a zone shows that of the clock`() {
        let clock = EmulatorClock(standingAt: wall("2026-07-01T12:00:00"), zone: "Europe/Paris")
        #expect(clock.now() == wall("2026-07-01T12:00:00"))
        #expect(clock.now(in: "Europe/London") == wall("2026-07-01T11:00:00"))
    }

    @Test func `a started clock does not run backwards`() {
        let clock = EmulatorClock(asOf: wall("2026-07-01T12:00:00"), zone: "UTC")
        let ahead = clock.now().seconds(since: wall("2026-07-01T12:00:00"))
        #expect((0...60).contains(ahead))
    }
}
