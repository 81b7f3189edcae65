import Dispatch

extension DispatchTime {
    /// The point in time at which `deadline` is reached, seen from now.
    static func at(_ deadline: ContinuousClock.Instant) -> DispatchTime {
        let (seconds, attoseconds) = ContinuousClock.now.duration(to: deadline).components
        let bounded = min(max(seconds, 0), 1_000_000_000)
        let nanoseconds = seconds < 0 ? 0 : max(attoseconds / 1_000_000_000, 0)
        return .now() + .seconds(Int(bounded)) + .nanoseconds(Int(nanoseconds))
    }
}
