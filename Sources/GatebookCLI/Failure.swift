import Configuration
import Export
import Ingest
import Site
import Store
import ZKEmulator

/// Why a command could not do what it was asked for: a sentence for people and an exit code.
package struct Failure: Error, Hashable, CustomStringConvertible {
    /// What could not be done, to what, what was found and what to do next.
    package var sentence: String
    /// The exit code that goes with it.
    package var exit: ExitCode

    /// Makes a failure.
    package init(_ sentence: String, exit: ExitCode = .failed) {
        self.sentence = sentence
        self.exit = exit
    }

    /// The sentence.
    package var description: String { sentence }
}
