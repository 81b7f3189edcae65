import Dispatch
import Foundation

/// Catches the signals that ask a process to end, from its making on; they stay caught.
struct Signals {
    private let sources: [any DispatchSourceSignal]
    private let arrivals: AsyncStream<Void>

    /// Starts to catch SIGINT and SIGTERM; one that arrives before anybody waits is not lost.
    init() {
        let queue = DispatchQueue(label: "gatebook.signals")
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        arrivals = stream
        sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { continuation.yield() }
            source.resume()
            // Only now: what the kernel ignores before the source listens would be lost.
            signal(number, SIG_IGN)
            return source
        }
    }

    /// Returns when one of the signals has arrived.
    func wait() async {
        for await _ in arrivals { break }
        for source in sources { source.cancel() }
    }
}
