package import Store

/// A moment of a run at which a test can look at, or freeze, everything there is.
package enum SyncMoment: Hashable, Sendable {
    /// A gate was read.
    case read
    /// What was read is in the vault, proven.
    case saved
    /// The intention of a step is on the disk, nothing was sent yet.
    case intended(GateStepKind)
    /// The step was acknowledged, the outcome is not on the disk yet.
    case acted(GateStepKind)
    /// The outcome of a step is on the disk.
    case ended(GateStepKind)
    /// The verification table has what the read-back showed.
    case verified
}
