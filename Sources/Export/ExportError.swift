import Foundation

/// A file that could not be written, with the reason.
package struct ExportError: Error, Hashable, CustomStringConvertible {
    /// The path of the file.
    package var path: String
    /// Why, as a sentence without a full stop.
    package var reason: String

    /// Makes an error.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// Makes an error of what the system said.
    init(path: String, errno code: Int32) {
        let isFull = code == ENOSPC || code == EDQUOT
        self.init(path: path, reason: isFull ? Self.noRoom : String(cString: strerror(code)))
    }

    /// What to say when there is no room.
    package static let noRoom =
        "no space left on its disk; files made before are as they were; free some space and run the "
        + "command again"

    /// What could not be done, to what, and why.
    package var description: String { "cannot write \(path): \(reason)" }
}
