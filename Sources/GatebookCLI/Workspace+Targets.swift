import Configuration
import Foundation
import GateModel
import GateSync
import Store

extension Workspace {
    /// The gates to talk to, with their keys and clocks: those of `branches` and `serials`, or all that
    /// are in service when both are empty.
    ///
    /// - Throws: ``Failure`` for names that are not in the fleet; `CommKeyError`.
    func targets(
        _ states: [GateState], branches: [String] = [], serials: [String] = []
    ) throws -> [GateTarget] {
        let fleet = fleet(knowing: states)
        for branch in branches where configuration.branch(BranchID(branch)) == nil {
            let known = configuration.branches.map(\.id.rawValue)
            throw Failure(
                "there is no branch \"\(branch)\"" + NearestName.hint(branch, in: known),
                exit: .usage)
        }
        for serial in serials { _ = try gate(serial, in: fleet) }
        let environment = ProcessInfo.processInfo.environment
        return try fleet.compactMap { gate in
            guard gate.isEnabled else { return nil }
            if !branches.isEmpty, !branches.contains(gate.branch.rawValue) { return nil }
            if !serials.isEmpty, !serials.contains(gate.serial?.rawValue ?? "") { return nil }
            let key = try gate.commKey.resolve(environment: environment) ?? 0
            let zone = zones.zone(of: gate)
            let start = ContinuousClock.now
            let moment = moment
            return GateTarget(gate: gate, commKey: key) {
                let passed = start.duration(to: .now)
                let now = moment.addingTimeInterval(passed / .seconds(1))
                return .seconds(
                    moment.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: now)))
                    + passed
            }
        }
    }

    /// The gate `serial` of a fleet.
    ///
    /// - Throws: ``Failure`` with the nearest serial when there is none.
    func gate(_ serial: String, in fleet: [Gate]) throws -> Gate {
        if let gate = fleet.first(where: { $0.serial?.rawValue == serial }) { return gate }
        let known = fleet.compactMap { $0.serial?.rawValue }
        throw Failure(
            "\(devices.file) has no gate \"\(serial)\"" + NearestName.hint(serial, in: known),
            exit: .usage)
    }
}
