/// An error that can tell whether another attempt may go better.
public protocol RetryableError: Error {
    /// Whether the same call may succeed later without anybody doing anything.
    var isRetryable: Bool { get }
}

extension Error {
    /// Whether another attempt may go better; errors that do not tell are final.
    var isWorthRetrying: Bool { (self as? any RetryableError)?.isRetryable ?? false }
}
