import Testing
import ZKClient
import ZKProtocol

struct ClockReadingTests {
    /// The gate shows 12:34:56; the other clock stands `behindMilliseconds` before that when the question is sent.
    @Test(arguments: [
        (0, 0, 0), (500, 0, 1), (-499, 0, 0), (-999, 0, 0), (3000, 0, 3), (-3000, 0, -3),
        (0, 800, 0), (1400, 2000, 1), (1000, 2000, 0), (7_200_000, 40, 7200),
        (-86_400_000, 0, -86_400),
    ])
    func `the offset is taken at the middle of the round trip`(
        behindMilliseconds: Int, roundTripMilliseconds: Int, offset: Int
    ) throws {
        let gateTime = try #require(
            DeviceTime(year: 2024, month: 2, day: 29, hour: 12, minute: 34, second: 56))
        let seconds = try #require(gateTime.wallSeconds)
        let reading = ClockReading(
            gateTime: gateTime, before: .seconds(seconds) - .milliseconds(behindMilliseconds),
            roundTrip: .milliseconds(roundTripMilliseconds))
        #expect(reading.offsetSeconds == offset)
    }

    @Test func `a clock that was never set has no offset`() {
        let reading = ClockReading(
            gateTime: DeviceTime(rawValue: 0), before: .seconds(1_700_000_000), roundTrip: .zero)
        #expect(reading.offsetSeconds == nil)
    }
}
