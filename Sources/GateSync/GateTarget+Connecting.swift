import GateModel
import ZKClient

extension GateTarget {
    /// Where the gate is found.
    var gateAddress: GateAddress { GateAddress(host: gate.host, port: gate.port) }

    /// How the gate is talked to, with a deadline for each answer.
    func clientOptions(timeout: Duration) -> ClientOptions {
        let carrier: Carrier =
            switch gate.transport {
            case .tcp: .tcp
            case .udp: .udp
            case .auto: .auto
            }
        return ClientOptions(carrier: carrier, commKey: commKey, timeout: timeout)
    }
}
