import Foundation

/// Why a bundle could not be made or checked, in a sentence for people.
package struct AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Hashable, Sendable {
        /// The file is no bundle.
        case noBundle
        /// A file of the bundle cannot be read.
        case damaged
        /// A file cannot be written.
        case cannotWrite
        /// The key file is not one, or others may read it.
        case badKey
    }

    /// What kind of failure it is.
    package var code: Code
    /// What could not be done, and why.
    package var sentence: String

    /// Makes an error.
    package init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    /// Makes an error of what the system said about a file that cannot be written; `reason` is told
    /// where that was nothing.
    static func unwritable(
        _ path: String, errno code: Int32, otherwise reason: String = "failed"
    ) -> AuditError {
        let why =
            switch code {
            case 0: reason
            case ENOSPC, EDQUOT:
                "no space left on its disk; bundles made before are as they were; free some space and "
                    + "run the command again"
            default: String(cString: strerror(code))
            }
        return AuditError(.cannotWrite, "cannot write \(path): \(why)")
    }

    /// The sentence.
    package var description: String { sentence }
}
