import Dispatch
import Foundation
import Synchronization

/// Where the handler reports; -1 until a process catches signals. A handler cannot capture anything.
private let reportDescriptor = Atomic<Int32>(-1)

/// Catches the signals that ask a process to end, from its making on; they stay caught.
///
/// A handler of our own writes to a pipe that is waited for. A dispatch source would need its
/// signal to be ignored, and whether a signal that is ignored reaches it depends on which of the two was
/// set up last.
struct Signals {
    private let source: any DispatchSourceRead
    private let arrivals: AsyncStream<Void>

    /// Starts to catch SIGINT and SIGTERM; one that arrives before anybody waits is not lost.
    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let reading = ends[0]
        let (stream, continuation) = AsyncStream<Void>.makeStream(
            bufferingPolicy: .bufferingNewest(1))
        arrivals = stream
        source = DispatchSource.makeReadSource(
            fileDescriptor: reading, queue: DispatchQueue(label: "gatebook.signals"))
        source.setEventHandler {
            var byte: UInt8 = 0
            if read(reading, &byte, 1) > 0 { continuation.yield() }
        }
        source.activate()
        // The pipe stays open: the handler stays, too.
        reportDescriptor.store(ends[1], ordering: .sequentiallyConsistent)
        for number in [SIGINT, SIGTERM] { signal(number, Self.report) }
    }

    /// Returns when one of the signals has arrived.
    func wait() async {
        for await _ in arrivals { break }
    }

    /// Writes a byte: all that a handler may do.
    private static let report: @convention(c) (Int32) -> Void = { _ in
        let before = errno
        var byte: UInt8 = 1
        _ = write(reportDescriptor.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = before
    }
}
