/// How a command ended, as the shell sees it. The numbers are a promise.
package enum ExitCode: Int32, Sendable {
    /// Everything asked for was done.
    case done = 0
    /// It failed.
    case failed = 1
    /// Done, but some gates or records need attention.
    case attention = 3
    /// The command line was wrong.
    case usage = 64
    /// An input file was wrong.
    case badInput = 65
    /// Another run holds the lock.
    case locked = 75
    /// The configuration was wrong.
    case badConfiguration = 78
}
