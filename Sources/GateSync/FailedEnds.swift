import GateModel
import Synchronization

/// The gates whose connection was lost while the end of their log was read: the next attempt of the
/// run reads everything.
final class FailedEnds: Sendable {
    private let serials = Mutex<Set<GateSerial>>([])

    /// Whether it happened to `serial`.
    func contains(_ serial: GateSerial) -> Bool { serials.withLock { $0.contains(serial) } }

    /// Notes that it happened to `serial`.
    func insert(_ serial: GateSerial) { serials.withLock { _ = $0.insert(serial) } }
}
