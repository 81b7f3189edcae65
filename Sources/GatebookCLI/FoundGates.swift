import Configuration
import Foundation
import GateModel
import GateSync
import ZKClient

/// The table to which `gatebook scan --write` appends.
struct FoundGates: Sendable {
    private let file: String
    private let branch: String
    private let console: Console

    /// Checks that the table can be appended to, before anything is scanned.
    ///
    /// - Throws: ``Failure`` or `ConfigurationError` when it cannot.
    init(file: String, branch: String?, session: Session) throws {
        self.file = file
        console = session.console
        if file.lowercased().hasSuffix(".xlsx") {
            throw Failure("\(file): rows are appended to CSV only; save it as CSV", exit: .usage)
        }
        self.branch = try Self.branch(branch, session)
        _ = try rows()
    }

    /// The branch to write: that of `--branch`; it may be left out where there is only one.
    private static func branch(_ given: String?, _ session: Session) throws -> String {
        guard FileManager.default.fileExists(atPath: session.configurationPath) else {
            return given ?? ""
        }
        let known = try Configuration.load(path: session.configurationPath).branches
            .map(\.id.rawValue)
        guard let given else {
            guard known.count > 1 else { return "" }
            throw Failure(
                "which branch do the gates belong to? --branch is one of "
                    + known.joined(separator: ", "), exit: .usage)
        }
        guard known.isEmpty || known.contains(given) else {
            throw Failure(
                "there is no branch \"\(given)\"" + NearestName.hint(given, in: known),
                exit: .usage)
        }
        return given
    }

    private func rows() throws -> DeviceRows {
        guard FileManager.default.fileExists(atPath: file) else {
            return try DeviceRows(after: [], file: file)
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure("\(file) cannot be read", exit: .badConfiguration)
        }
        return try DeviceRows(after: Array(data), file: file)
    }

    /// Appends the gates that the table does not have; the number of rows.
    ///
    /// A gate that needs a key becomes a row that is not enabled: somebody has to fill in the key.
    func append(_ found: [FleetScan.Found]) throws -> Int {
        let table = try rows()
        let new = found.compactMap { item -> DeviceRows.Row? in
            guard case .gate(let finding) = item.outcome, !finding.isPushOnly else { return nil }
            return DeviceRows.Row(
                serial: finding.serial ?? "", branch: branch, host: item.address.host,
                port: item.address.port, isOverUDP: finding.isOverUDP,
                isEnabled: !finding.needsKey)
        }.filter { !table.has($0) }
        let bytes = try table.bytes(for: new)
        guard !bytes.isEmpty else { return 0 }
        try append(bytes)
        for row in new where !row.isEnabled {
            console.say(
                .warning,
                "\(row.host):\(row.port) needs a comm key: fill in comm_key in \(file) and clear "
                    + "enabled")
        }
        return new.count
    }

    /// Writes behind what is there, in one piece; the file stays the same file.
    private func append(_ bytes: [UInt8]) throws {
        if !FileManager.default.fileExists(atPath: file) {
            return try Folder.write(bytes, to: file)
        }
        do {
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
        } catch {
            throw Failure("\(file) cannot be written: \(error.localizedDescription)")
        }
    }
}
