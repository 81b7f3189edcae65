import GateModel
package import OrderedJSON

/// What a run is going to do to the whole fleet, in the order of the fleet.
package struct SyncPlan: Hashable, Sendable {
    /// The gates that were read.
    package var gates: [GatePlan]
    /// Why nobody is blocked and nothing but restoring is done; `nil` when nothing holds the run back.
    package var stop: SyncStop?

    /// Puts the plans of gates together and applies the guards to them.
    ///
    /// A run that is stopped still restores people who may pass again. With `isForced` a person has
    /// said that the roster is right.
    package init(
        gates: [GatePlan], roster: RosterFacts, bounds: SyncGuard, isForced: Bool = false
    ) {
        let hasWork = gates.contains { $0.actions.contains { $0.kind != .restore } }
        let stop =
            bounds.stop(for: roster) ?? (hasWork ? bounds.stop(forAgeOf: roster) : nil)
            ?? bounds.stop(for: gates)
        self.stop = stop.flatMap { isForced && $0.canBeForced ? nil : $0 }
        self.gates = gates
    }

    /// What will be done: everything planned, or only the restoring when the run is stopped.
    package var actions: [SyncAction] {
        gates.flatMap(\.actions).filter { stop == nil || $0.kind == .restore }
    }

    /// What is planned and held back.
    package var heldBack: [SyncAction] {
        stop == nil ? [] : gates.flatMap(\.actions).filter { $0.kind != .restore }
    }

    /// What is left alone.
    package var findings: [SyncFinding] { gates.flatMap(\.findings) }

    // MARK: - For people and scripts

    /// The plan for people: a line for each action and finding, with ids and without names.
    package var text: String {
        var lines = actions.map {
            "gate \($0.serial): \($0.kind.rawValue) \($0.memberID): \($0.text)"
        }
        lines += heldBack.map {
            "gate \($0.serial): held back: \($0.kind.rawValue) \($0.memberID): \($0.text)"
        }
        lines += findings.map {
            let who = $0.memberID?.rawValue ?? $0.deviceUserID.map { "id \($0)" } ?? "records"
            return "gate \($0.serial): \(who): \($0.text)"
        }
        if let stop { lines.append("\(stop)") }
        if lines.isEmpty { lines = ["nothing to do"] }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The plan for scripts.
    package var json: JSONValue {
        [
            "stop": .optional(stop?.description),
            "actions": .array(actions.map(\.json)),
            "held_back": .array(heldBack.map(\.json)),
            "findings": .array(findings.map(\.json)),
        ]
    }
}

extension SyncAction {
    /// The action for scripts.
    package var json: JSONValue {
        [
            "serial": .string(serial.rawValue), "member_id": .string(memberID.rawValue),
            "device_user_id": .string(deviceUserID.rawValue), "action": .string(kind.rawValue),
            "reason": .string(reason.description), "text": .string(text),
        ]
    }
}

extension SyncFinding {
    /// The finding for scripts.
    package var json: JSONValue {
        [
            "serial": .string(serial.rawValue), "member_id": .optional(memberID?.rawValue),
            "device_user_id": .optional(deviceUserID?.rawValue), "finding": .string(name),
            "refused": .bool(isRefusal), "text": .string(text),
            "name_on_gate": .optional(nameOnGate),
        ]
    }
}
