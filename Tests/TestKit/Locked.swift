import Foundation

/// A value that several tasks change, one at a time.
///
/// In tests instead of `Synchronization.Mutex`: the thread sanitizer knows this lock, and does not see
/// that one, whose code lies in the runtime.
public final class Locked<Value: Sendable>: @unchecked Sendable {
    // The value is touched under the lock alone.
    private var value: Value
    private let lock = NSLock()

    /// Makes the value.
    public init(_ value: Value) {
        self.value = value
    }

    /// Runs `body` with the value while nobody else has it.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
