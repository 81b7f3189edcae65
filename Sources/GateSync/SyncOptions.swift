/// How far a run goes and how hard it tries.
package struct SyncOptions: Sendable {
    /// Gates talked to at the same time, 1 or more.
    package var width: Int
    /// Attempts after the first one, per gate and run.
    package var retries: Int
    /// The wait between attempts within a run.
    package var backoff: Backoff
    /// The wait until a later run tries again.
    package var laterBackoff: Backoff
    /// Whether gates whose next attempt is not due yet are passed over.
    package var honoursQueue: Bool
    /// The bounds on blocking.
    package var bounds: SyncGuard
    /// Whether a person has said that the roster is right.
    package var isForced: Bool
    /// Whether only the plan is made: nothing is written anywhere.
    package var isDryRun: Bool
    /// People worked on in one window in which a gate is disabled.
    package var windowLength: Int

    /// Makes options.
    package init(
        width: Int = 64, retries: Int = 3, backoff: Backoff = Backoff(),
        laterBackoff: Backoff = Backoff(first: .seconds(300), longest: .seconds(21_600)),
        honoursQueue: Bool = false, bounds: SyncGuard = SyncGuard(), isForced: Bool = false,
        isDryRun: Bool = false, windowLength: Int = 20
    ) {
        self.width = max(1, width)
        self.retries = max(0, retries)
        self.backoff = backoff
        self.laterBackoff = laterBackoff
        self.honoursQueue = honoursQueue
        self.bounds = bounds
        self.isForced = isForced
        self.isDryRun = isDryRun
        self.windowLength = max(1, windowLength)
    }
}
