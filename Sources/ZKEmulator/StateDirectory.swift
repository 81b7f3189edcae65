import Foundation
import GateModel
import OrderedJSON
import ZKProtocol

/// The folder in which emulated gates keep what they hold between two runs.
///
/// `SERIAL.json` holds people, options and clock of a gate, `SERIAL.templates` its fingers,
/// `SERIAL.punches` its punches, `journal.jsonl` a line for every command that any gate has executed.
/// Files are replaced whole: whoever reads one sees the old or the new one.
package final class StateDirectory: Sendable {
    private let folder: URL
    /// Guards the end of the journal, to which all gates append.
    private let journalLock = NSLock()
    private let journal: FileHandle

    /// Opens the folder at `path`, making it when it is not there.
    ///
    /// - Throws: ``EmulatorError`` when the folder or the journal cannot be written.
    package init(path: String) throws {
        folder = URL(fileURLWithPath: path, isDirectory: true)
        let journalPath = folder.appendingPathComponent("journal.jsonl").path
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: journalPath) {
                try Data().write(to: URL(fileURLWithPath: journalPath))
            }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: journalPath))
            try handle.seekToEnd()
            journal = handle
        } catch {
            throw EmulatorError(
                "the state directory \(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Replaces `state` by what the gate `serial` held at the end of the last run, if there was one.
    ///
    /// - Throws: ``EmulatorError`` when a file is there and cannot be understood.
    func restore(_ state: inout GateState, serial: String) throws {
        // Written last: without it, the gate never got as far as to answer.
        guard let data = contents(serial, "json") else { return }
        do {
            try JSONDecoder().decode(GateStateFile.self, from: data).restore(&state)
        } catch {
            throw damaged(serial, "json")
        }
        let templates = String(decoding: contents(serial, "templates") ?? Data(), as: UTF8.self)
        guard TemplateFile.restore(&state, from: templates) else {
            throw damaged(serial, "templates")
        }
        let punches = String(decoding: contents(serial, "punches") ?? Data(), as: UTF8.self)
        guard PunchFile.restore(&state, from: punches) else { throw damaged(serial, "punches") }
    }

    private func contents(_ serial: String, _ kind: String) -> Data? {
        FileManager.default.contents(atPath: url(serial, kind).path)
    }

    private func damaged(_ serial: String, _ kind: String) -> EmulatorError {
        EmulatorError(
            "the state file \(url(serial, kind).path) is damaged; remove \(serial).* beside it to "
                + "start this gate from the fleet file")
    }

    /// What a change has touched beside people, options and clock.
    struct Parts: OptionSet {
        let rawValue: Int
        static let templates = Parts(rawValue: 1)
        static let punches = Parts(rawValue: 2)
    }

    /// Writes people, options and clock of the gate `serial`, and the other parts that are asked for.
    ///
    /// - Throws: ``EmulatorError``.
    func save(_ state: GateState, serial: String, _ parts: Parts) throws {
        do {
            if parts.contains(.punches) {
                try write(PunchFile.text(of: state), serial, "punches")
            }
            if parts.contains(.templates) {
                try write(TemplateFile.text(of: state), serial, "templates")
            }
            try write(state.jsonText(serial: serial), serial, "json")
        } catch {
            throw EmulatorError(
                "the state of gate \(serial) cannot be written: \(error.localizedDescription)")
        }
    }

    private func write(_ text: String, _ serial: String, _ kind: String) throws {
        try Data(text.utf8).write(to: url(serial, kind), options: .atomic)
    }

    /// Appends a line to the journal.
    ///
    /// - Throws: ``EmulatorError``.
    func append(_ line: JSONValue) throws {
        do {
            try journalLock.withLock {
                try journal.write(contentsOf: Data((line.text + "\n").utf8))
            }
        } catch {
            throw EmulatorError(
                "the journal cannot be written: \(error.localizedDescription)")
        }
    }

    private func url(_ serial: String, _ kind: String) -> URL {
        folder.appendingPathComponent("\(serial).\(kind)")
    }
}
