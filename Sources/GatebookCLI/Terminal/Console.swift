import Foundation
package import OrderedJSON
import Synchronization

/// Where a run speaks: results on standard output, everything else on standard error.
///
/// Safe to use from several tasks at once; a message is never torn by another one or by the
/// progress bar.
package final class Console: Sendable {
    /// How much is said.
    package enum Verbosity: Int, Sendable {
        case quiet
        case normal
        case verbose
    }

    /// The kind of a message; decides its mark and colour.
    package enum Kind: String, Sendable {
        case detail
        case info
        case success
        case warning
        case error
    }

    private struct State {
        var hasBar = false
        var lastPlainTenth = -1
    }

    /// Whether results are one JSON document.
    package let isJSON: Bool
    private let verbosity: Verbosity
    private let logsJSON: Bool
    private let hasColor: Bool
    private let isTerminal: Bool
    private let state = Mutex(State())

    /// Makes a console.
    package init(
        isJSON: Bool = false, verbosity: Verbosity = .normal, logsJSON: Bool = false,
        hasColor: Bool = false, isTerminal: Bool = false
    ) {
        self.isJSON = isJSON
        self.verbosity = verbosity
        self.logsJSON = logsJSON
        self.hasColor = hasColor
        self.isTerminal = isTerminal
    }

    // MARK: - Results

    /// Prints a result for people; nothing when results are JSON.
    package func result(_ text: String) {
        guard !isJSON else { return }
        state.withLock { state in
            clearBar(&state)
            Self.write(text + "\n", to: 1)
        }
    }

    /// Prints what a run has come to, for people; nothing when that is unwanted.
    package func summary(_ text: String) {
        if verbosity != .quiet { result(text) }
    }

    /// Prints the one JSON document of the run; nothing when results are for people.
    package func result(json: JSONValue) {
        guard isJSON else { return }
        state.withLock { state in
            clearBar(&state)
            Self.write(json.indentedText, to: 1)
        }
    }

    // MARK: - Messages

    /// Says something on standard error.
    package func say(_ kind: Kind, _ text: String) {
        switch kind {
        case .detail: guard verbosity == .verbose else { return }
        case .info, .success: guard verbosity != .quiet else { return }
        case .warning, .error: break
        }
        let line = logsJSON ? jsonLine(kind, text) : textLine(kind, text)
        state.withLock { state in
            clearBar(&state)
            Self.write(line + "\n", to: 2)
        }
    }

    private func jsonLine(_ kind: Kind, _ text: String) -> String {
        (["level": .string(kind.rawValue), "message": .string(text)] as JSONValue).text
    }

    private func textLine(_ kind: Kind, _ text: String) -> String {
        let (mark, code): (String, String) =
            switch kind {
            case .detail: ("·", "2")
            case .info: ("•", "36")
            case .success: ("✓", "32")
            case .warning: ("!", "33")
            case .error: ("✗", "31")
            }
        return paint(mark, code) + " " + text
    }

    /// Paints text with an ANSI colour where colour is wanted.
    package func paint(_ text: String, _ code: String) -> String {
        hasColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    // MARK: - Progress

    /// Shows how far a long work is: a bar on a terminal, a line at every tenth elsewhere.
    package func progress(_ label: String, done: Int, of total: Int, note: String = "") {
        guard verbosity != .quiet, !logsJSON, total > 0 else { return }
        let share = Double(done) / Double(total)
        state.withLock { state in
            if isTerminal {
                let width = 28
                let filled = min(width, Int(share * Double(width)))
                let bar =
                    String(repeating: "█", count: filled)
                    + String(repeating: "░", count: width - filled)
                let line = "\(label) \(paint(bar, "36")) \(done)/\(total) \(note)"
                Self.write("\r\u{1B}[2K" + line, to: 2)
                state.hasBar = true
                if done == total { clearBar(&state) }
            } else {
                let tenth = Int(share * 10)
                if tenth < state.lastPlainTenth { state.lastPlainTenth = -1 }
                guard tenth > state.lastPlainTenth, total > 20 || done == total else { return }
                state.lastPlainTenth = done == total ? -1 : tenth
                Self.write("\(label) \(done)/\(total) \(note)\n", to: 2)
            }
        }
    }

    private func clearBar(_ state: inout State) {
        guard state.hasBar else { return }
        Self.write("\r\u{1B}[2K", to: 2)
        state.hasBar = false
    }

    /// Writes all of `text`; a closed pipe ends the output, not the run.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
