import Configuration
import Digests
import Foundation
import GateModel
import Ingest

/// A file of punches, read and understood, with the gate each part of it comes from.
struct LogFile: Sendable {
    /// Path as it was given.
    let path: String
    /// The content.
    let log: ParsedLog
    /// The parts by gate; the first one has the lines that could not be read. None when the file
    /// names people.
    let parts: [Part]
    /// SHA-256 of the file.
    let digest: String
    /// Bytes of the file.
    let size: Int
    /// Whether the gate was named by nobody, so that the file's own name stands for it.
    let isGateUnnamed: Bool
    /// The gate that was named beside the file.
    let device: GateSerial?

    /// The punches of one gate.
    struct Part: Sendable {
        var serial: GateSerial
        var punches: [Punch]
        var undecodable: [UndecodableRecord]
    }

    /// Reads a file.
    ///
    /// - Throws: ``Failure`` with exit code 65 when it cannot be read, is no log, or names another
    ///   gate than `device`.
    init(_ path: String, type: LogType?, device: GateSerial?, workspace: Workspace) throws {
        let bytes = try Folder.read(path)
        do {
            log = try LogParser.parse(bytes, as: type)
        } catch let error as LogError {
            throw Failure("\(error.description(of: path)); nothing was stored", exit: .badInput)
        }
        self.path = path
        size = bytes.count
        digest = SHA256.hex(bytes)
        self.device = device
        var isGateUnnamed = false
        var parts: [Part] = []
        for group in log.groups {
            let named = group.serial ?? log.serial
            try Self.check(named, is: device, path)
            let serial =
                named ?? device ?? Self.gate(in: path, of: workspace)
                ?? Self.onlyGate(of: workspace)
            if serial == nil { isGateUnnamed = true }
            parts.append(
                Part(
                    serial: serial ?? GateSerial(Self.stem(of: path)), punches: group.punches,
                    undecodable: parts.isEmpty ? log.undecodable : []))
        }
        for row in log.people where !row.gate.isEmpty {
            try Self.check(Comparing.gate(row.gate, of: workspace), is: device, path)
        }
        self.parts = parts
        self.isGateUnnamed = isGateUnnamed
    }

    private static func check(_ named: GateSerial?, is device: GateSerial?, _ path: String) throws {
        guard let named, let device, named != device else { return }
        throw Failure(
            "\(path) comes from gate \(named), but --device says \(device); nothing was stored",
            exit: .badInput)
    }

    /// The gate of the fleet that a name such as `SERIAL_attlog.dat` names, as exports do.
    private static func gate(in path: String, of workspace: Workspace) -> GateSerial? {
        let name = stem(of: path)
        return workspace.devices.gates.compactMap(\.serial).first { serial in
            ExportProfile.safeName(serial.rawValue) + "_attlog" == name
        }
    }

    /// The serial of the only gate of the fleet; `nil` when there are none or several.
    private static func onlyGate(of workspace: Workspace) -> GateSerial? {
        let gates = workspace.devices.gates
        return gates.count == 1 ? gates[0].serial : nil
    }

    private static func stem(of path: String) -> String {
        ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    }
}
