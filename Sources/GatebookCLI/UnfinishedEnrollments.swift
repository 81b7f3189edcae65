import Configuration
import GateModel
import GateSync
import OrderedJSON
import Store

/// The list of people who were begun to be enrolled and have no finger yet.
struct UnfinishedEnrollments {
    /// The gate; all when it is empty.
    let serial: String

    /// Prints the list, of those whom the roster lets pass the gate today; nothing is asked of a gate.
    ///
    /// - Returns: That somebody should look when there is anybody on it.
    func list(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let store = try workspace.openStore()
        let fleet = workspace.fleet(knowing: try await store.gateStates())
        if !serial.isEmpty { _ = try workspace.gate(serial, in: fleet) }
        let policy = AccessPolicy(
            members: workspace.roster.members, identities: workspace.roster.identities)
        let steps = try await store.unfinishedEnrollments().filter { step in
            guard serial.isEmpty || step.serial.rawValue == serial,
                let gate = fleet.first(where: { $0.serial == step.serial }),
                let member = step.memberID.flatMap(policy.member)
            else { return false }
            return policy.reason(for: member, at: gate, on: workspace.asOf(at: gate).date).isAllowed
        }
        for step in steps { session.console.result(Self.line(step)) }
        session.console.summary(
            steps.isEmpty ? "Nobody waits for an enrollment." : "\(steps.count) unfinished.")
        let exit: ExitCode = steps.isEmpty ? .done : .attention
        session.console.result(json: [
            "command": "enroll", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "unfinished": .array(steps.map(Self.json)),
        ])
        return exit
    }

    private static func line(_ step: GateStep) -> String {
        let finger = step.finger.map(String.init) ?? "?"
        return "gate \(step.serial): \(step.memberID?.rawValue ?? ""): finger \(finger), "
            + "\(step.intendedAt): \(ending(step)); `gatebook enroll "
            + "\(step.memberID?.rawValue ?? "") --device \(step.serial)` goes on from there"
    }

    private static func ending(_ step: GateStep) -> String {
        switch step.outcome {
        case .done: "no finger came of it"
        case .failed: "the gate did not start it"
        case .unknown, nil: "it broke off"
        }
    }

    private static func json(_ step: GateStep) -> JSONValue {
        [
            "serial": .string(step.serial.rawValue),
            "member_id": .optional(step.memberID?.rawValue),
            "device_user_id": .optional(step.deviceUserID?.rawValue),
            "finger": .optional(step.finger), "begun_at": .string(step.intendedAt.description),
            "ending": .string(ending(step)),
        ]
    }
}
