import Dispatch
import Foundation

/// Waits for the signals that ask a process to end.
enum Signals {
    /// Returns when SIGINT or SIGTERM arrives.
    static func untilAsked() async {
        let queue = DispatchQueue(label: "gatebook.signals")
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        let arrivals = AsyncStream<Void> { continuation in
            for source in sources {
                source.setEventHandler { continuation.yield() }
                source.resume()
            }
        }
        for await _ in arrivals { break }
        for source in sources { source.cancel() }
    }
}
