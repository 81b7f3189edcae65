/// How long to wait before another attempt: exponential, with jitter, bounded.
public struct Backoff: Hashable, Sendable {
    /// The wait before the second attempt, without jitter.
    public var first: Duration
    /// The longest wait.
    public var longest: Duration

    /// Makes a back-off; by default from half a second up to thirty seconds.
    public init(first: Duration = .milliseconds(500), longest: Duration = .seconds(30)) {
        self.first = first
        self.longest = longest
    }

    /// The wait after `attempt` failed attempts (1 or more): doubled each time, at most ``longest``,
    /// and by chance between half of that and all of it, so that gates are not asked in step.
    public func delay(
        afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let doublings = min(max(attempt - 1, 0), 20)
        let full = min(first * (1 << doublings), longest)
        let share = Double.random(in: 0.5...1, using: &generator)
        return full * share
    }
}
