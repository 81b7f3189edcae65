public import ZKProtocol

/// The clock of a gate, compared with another one.
public struct ClockReading: Hashable, Sendable {
    /// What the gate's clock showed; gates know whole seconds only.
    public let gateTime: DeviceTime
    /// Gate clock minus the other one, in whole seconds: positive when the gate is ahead. `nil` when
    /// the gate's clock shows no valid time.
    public let offsetSeconds: Int?
    /// How long the question and its answer took; the offset may be wrong by half of it.
    public let roundTrip: Duration

    /// Compares `gateTime`, read between two moments of the other clock.
    ///
    /// The gate's time is taken to belong to the middle between them. Since the gate cuts off parts of
    /// a second, half a second is added to it before the difference is rounded.
    ///
    /// - Parameters:
    ///   - gateTime: What the gate answered.
    ///   - before: The other clock when the question was sent: wall time since 1970-01-01 00:00:00.
    ///   - roundTrip: How long the answer took.
    public init(gateTime: DeviceTime, before: Duration, roundTrip: Duration) {
        self.gateTime = gateTime
        self.roundTrip = roundTrip
        offsetSeconds = gateTime.wallSeconds.map { seconds in
            let middle = before + roundTrip / 2
            let difference = Duration.seconds(seconds) + .milliseconds(500) - middle
            let (whole, attoseconds) = difference.components
            let half: Int64 = 500_000_000_000_000_000
            // Ties go down: an exact clock read on the full second is no second ahead.
            if attoseconds > half { return Int(whole) + 1 }
            return Int(attoseconds <= -half ? whole - 1 : whole)
        }
    }
}
