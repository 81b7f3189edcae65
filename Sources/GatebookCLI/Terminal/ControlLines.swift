import Dispatch
import Foundation

/// Lines that another program writes to standard input.
enum ControlLines {
    /// The lines from now on, without their ends; finishes with the input.
    ///
    /// They are read by a thread of their own: nobody waits for somebody who does not type.
    static func ofStandardInput() -> AsyncStream<String> {
        AsyncStream { continuation in
            let thread = Thread {
                while let line = readLine(strippingNewline: true) { continuation.yield(line) }
                continuation.finish()
            }
            thread.start()
        }
    }
}
