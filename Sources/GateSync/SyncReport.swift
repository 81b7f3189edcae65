package import GateModel
package import OrderedJSON

/// What a run did, gate by gate, and what is left.
package struct SyncReport: Sendable {
    /// What became of one gate.
    package struct GateOutcome: Hashable, Sendable {
        /// The gate.
        package var gate: Gate
        /// What was done and proven by read-back.
        package var done: [SyncAction] = []
        /// What was to be done and is not there yet.
        package var pending: [SyncAction] = []
        /// People proven to be as wanted.
        package var verifiedCount = 0
        /// People who are not as wanted and will be tried again.
        package var pendingCount = 0
        /// Why the gate could not be read or written, as a sentence; `nil` when all went well.
        package var failure: String?

        /// Makes an outcome of nothing done.
        package init(gate: Gate) {
            self.gate = gate
        }
    }

    /// The plan.
    package var plan: SyncPlan
    /// The gates, in the order of the fleet.
    package var gates: [GateOutcome]
    /// Differences found before anything was done.
    package var drift: [Drift]
    /// Whether only the plan was made.
    package var isDryRun: Bool

    /// The report of a run that had nothing to do with any gate.
    package static var ofNothing: SyncReport {
        let roster = RosterFacts(source: "", ageHours: nil, memberCount: 1, acceptedCount: nil)
        return SyncReport(
            plan: SyncPlan(gates: [], roster: roster, bounds: SyncGuard()), gates: [], drift: [],
            isDryRun: true)
    }

    /// How many actions of a kind were done and proven.
    package func count(_ kind: SyncAction.Kind) -> Int {
        gates.reduce(0) { $0 + $1.done.count { $0.kind == kind } }
    }

    /// Things the roster asks for that are not done without a person looking at them.
    package var refusedCount: Int {
        plan.findings.count { $0.isRefusal } + plan.heldBack.count
    }

    /// People at gates who are not as wanted and will be tried again.
    package var pendingCount: Int { gates.reduce(0) { $0 + $1.pendingCount } }

    /// Whether a person should look at something.
    package var needsAttention: Bool {
        plan.stop != nil || refusedCount > 0 || pendingCount > 0
            || gates.contains { $0.failure != nil }
    }

    /// The `sync` part of the document of a run.
    package var json: JSONValue {
        [
            "blocked": .integer(count(.block)), "restored": .integer(count(.restore)),
            "created": .integer(count(.create)), "updated": .integer(count(.update)),
            "distributed": .integer(count(.distribute)),
            "verified": .integer(gates.reduce(0) { $0 + $1.verifiedCount }),
            "pending": .integer(pendingCount), "refused": .integer(refusedCount),
            "drift": .integer(drift.count), "stop": .optional(plan.stop?.description),
        ]
    }

    /// What became of every gate, for scripts.
    package var gatesJSON: JSONValue {
        .array(
            gates.map { outcome in
                [
                    "serial": .optional(outcome.gate.serial?.rawValue),
                    "branch": .string(outcome.gate.branch.rawValue),
                    "ok": .bool(outcome.failure == nil && outcome.pending.isEmpty),
                    "done": .array(outcome.done.map(\.json)),
                    "pending": .array(outcome.pending.map(\.json)),
                    "verified": .integer(outcome.verifiedCount),
                    "error": .optional(outcome.failure),
                ]
            })
    }
}
