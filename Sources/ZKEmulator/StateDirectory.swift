import Foundation
import GateModel
import OrderedJSON
import Synchronization
import ZKProtocol

/// The folder in which emulated gates keep what they hold between two runs.
///
/// `SERIAL.json` holds people, fingers, options and clock of a gate, `SERIAL.punches` its punches,
/// `journal.jsonl` a line for every command that any gate has executed. Files are replaced whole:
/// whoever reads one sees the old or the new one.
package final class StateDirectory: Sendable {
    private let folder: URL
    /// Guards the end of the journal, to which all gates append.
    private let journal: Mutex<FileHandle>

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
            journal = Mutex(handle)
        } catch {
            throw EmulatorError(
                "the state directory \(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Replaces `state` by what the gate `serial` held at the end of the last run, if there was one.
    ///
    /// - Throws: ``EmulatorError`` when a file is there and cannot be understood.
    func restore(_ state: inout GateState, serial: String) throws {
        if let data = FileManager.default.contents(atPath: url(serial, "json").path) {
            do {
                try JSONDecoder().decode(GateStateFile.self, from: data).restore(&state)
            } catch {
                throw EmulatorError(
                    "the state file \(url(serial, "json").path) is damaged (\(error)); "
                        + "remove it to start this gate from the fleet file")
            }
        }
        guard let data = FileManager.default.contents(atPath: url(serial, "punches").path) else {
            return
        }
        guard PunchFile.restore(&state, from: String(decoding: data, as: UTF8.self)) else {
            throw EmulatorError(
                "the state file \(url(serial, "punches").path) is damaged; "
                    + "remove it to start this gate from the fleet file")
        }
    }

    /// Writes people, fingers, options and clock of the gate `serial`; the punches, too, when asked.
    ///
    /// - Throws: ``EmulatorError``.
    func save(_ state: GateState, serial: String, includingPunches: Bool) throws {
        do {
            if includingPunches {
                try Data(PunchFile.text(of: state).utf8)
                    .write(to: url(serial, "punches"), options: .atomic)
            }
            try Data(state.jsonText(serial: serial).utf8)
                .write(to: url(serial, "json"), options: .atomic)
        } catch {
            throw EmulatorError(
                "the state of gate \(serial) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Appends a line to the journal.
    ///
    /// - Throws: ``EmulatorError``.
    func append(_ line: JSONValue) throws {
        do {
            try journal.withLock { try $0.write(contentsOf: Data((line.text + "\n").utf8)) }
        } catch {
            throw EmulatorError(
                "the journal cannot be written: \(error.localizedDescription)")
        }
    }

    private func url(_ serial: String, _ kind: String) -> URL {
        folder.appendingPathComponent("\(serial).\(kind)")
    }
}
