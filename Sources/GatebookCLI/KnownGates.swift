import Configuration
import Foundation
import GateModel
import ZKClient

/// The names of the gates that the directory has already; none where there is no directory.
struct KnownGates: Sendable {
    private var bySerial: [String: String] = [:]
    private var byAddress: [String: String] = [:]
    private var unmet: [String: String] = [:]

    /// Reads the table of the directory. One that is wrong has no names: other commands complain.
    init(_ session: Session) {
        guard FileManager.default.fileExists(atPath: session.configurationPath),
            let configuration = try? Configuration.load(path: session.configurationPath),
            let gates = try? DeviceTable.load(for: configuration).gates
        else { return }
        for gate in gates {
            let address = "\(gate.host):\(gate.port)"
            byAddress[address] = gate.name
            if let serial = gate.serial {
                bySerial[serial.rawValue] = gate.name
            } else {
                unmet[address] = gate.name
            }
        }
    }

    /// The name of the gate with `serial`, or of the row with its address that has no serial yet; of a
    /// gate that does not tell its serial, the name of the row with its address.
    func name(serial: String?, at address: GateAddress) -> String? {
        let address = "\(address.host):\(address.port)"
        guard let serial else { return byAddress[address] }
        return bySerial[serial] ?? unmet[address]
    }
}
