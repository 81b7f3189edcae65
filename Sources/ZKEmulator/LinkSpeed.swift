/// How far away and how thick the line to an emulated gate is.
package struct LinkSpeed: Hashable, Sendable {
    /// Time that every answer takes beside its bytes.
    package var roundTripMilliseconds = 0
    /// Bytes that the gate can send in a second; `nil` means as many as the machine can.
    package var bytesPerSecond: Int?

    /// Makes the line within one machine.
    package init() {}

    /// How long `count` bytes are under way beside the round trip.
    func duration(of count: Int) -> Duration? {
        bytesPerSecond.map { .nanoseconds(count * 1_000_000_000 / $0) }
    }
}
