import GateModel
import Store

/// Makes gates agree with the roster: reads, plans, carries out, proves.
///
/// Whoever runs it holds the lock of the store. Run again after any failure or death: it goes on from
/// what the gates and the store hold.
package struct SyncEngine: Sendable {
    private let vault: Vault
    private let connector: any GateConnecting
    private let options: SyncOptions
    private let sleep: @Sendable (Duration) async throws -> Void
    private let atMoment: @Sendable (SyncMoment) async -> Void

    /// Makes an engine.
    ///
    /// `sleep` waits between attempts and is replaced in tests; `atMoment` is called at every moment of
    /// a run, for tests.
    package init(
        vault: Vault, connector: any GateConnecting, options: SyncOptions,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        },
        atMoment: @escaping @Sendable (SyncMoment) async -> Void = { _ in }
    ) {
        self.vault = vault
        self.connector = connector
        self.options = options
        self.sleep = sleep
        self.atMoment = atMoment
    }

    /// What a run works with.
    private struct Run: Sendable {
        var policy: AccessPolicy
        var targets: [GateTarget]
        var prior: [GateSerial: [MemberID: AccessRow]]
    }

    /// Whether a gate could be worked on.
    private enum Attempt<Value: Sendable>: Sendable {
        case success(Value)
        case failure(String)
        case notDue
    }

    /// Makes `targets` agree with the roster.
    ///
    /// - Returns: What was planned, done and left; a gate that fails is a part of it and harms no other.
    /// - Throws: `StoreError`, ``VaultError``, `SealingError`: then nothing more is done to any gate;
    ///   `CancellationError`.
    package func run(
        _ targets: [GateTarget], policy: AccessPolicy, roster: RosterFacts
    ) async throws -> SyncReport {
        let run = Run(
            policy: policy, targets: targets,
            prior: Dictionary(grouping: try await vault.store.accessRows(), by: \.serial)
                .mapValues { rows in
                    Dictionary(rows.map { ($0.memberID, $0) }, uniquingKeysWith: { $1 })
                })
        var survey = try await survey(run)
        let plan = SyncPlan(
            gates: survey.plans.compactMap(\.self), roster: roster, bounds: options.bounds,
            isForced: options.isForced)
        var report = SyncReport(
            plan: plan, gates: survey.outcomes, drift: survey.drift, isDryRun: options.isDryRun)
        guard !options.isDryRun else { return report }
        // What was saved meanwhile has its row in the vault now.
        survey.index = try await vault.index()
        try await carryOut(survey, plan, run, &report)
        if plan.stop == nil, let now = targets.first?.now() {
            try await vault.store.recordRoster(
                source: roster.source, members: roster.memberCount, at: now)
        }
        return report
    }

    /// Compares gates, vault, verification table and roster; changes nothing anywhere.
    ///
    /// - Throws: `StoreError`, ``VaultError``; `CancellationError`.
    package func reconcile(
        _ targets: [GateTarget], policy: AccessPolicy
    ) async throws -> [Drift] {
        var options = options
        options.isDryRun = true
        let engine = SyncEngine(
            vault: vault, connector: connector, options: options, sleep: sleep)
        return try await engine.run(
            targets, policy: policy,
            roster: RosterFacts(
                source: "", ageHours: nil, memberCount: policy.members.count, acceptedCount: nil)
        ).drift
    }

    // MARK: - Reading the fleet

    private struct Survey: Sendable {
        var index: VaultIndex
        var outcomes: [SyncReport.GateOutcome] = []
        var plans: [GatePlan?] = []
        var drift: [Drift] = []
        /// Which gates were tried in vain, or not at all because their next attempt is not due.
        var failures: [Int: String] = [:]
    }

    /// Reads all gates, saves what is new, and plans each, in the order of the fleet.
    private func survey(_ run: Run) async throws -> Survey {
        let before = try await vault.index()
        var survey = Survey(index: before)
        var kept: [(GateView, [AccessPolicy.PersonAtGate])?] = []
        try await forEachGate(
            run.targets,
            { try await tryGate($0, run) { try await $0.survey(index: before) } }
        ) {
            index, attempt in
            let target = run.targets[index]
            survey.outcomes.append(SyncReport.GateOutcome(gate: target.gate))
            switch attempt {
            case .success(let reading):
                survey.outcomes[index].gate.serial = reading.view.serial
                survey.drift += Drift.find(
                    reading.view, people: reading.people, policy: run.policy, vault: before,
                    prior: run.prior[reading.view.serial] ?? [:])
                if options.isDryRun {
                    survey.index.observe(reading.view, people: reading.people, policy: run.policy)
                } else {
                    survey.index = try await worker(target, run).save(reading, index: survey.index)
                }
                kept.append((reading.view, reading.people))
            case .failure(let sentence):
                survey.outcomes[index].failure = sentence
                survey.failures[index] = sentence
                survey.drift.append(
                    Drift(
                        serial: target.gate.serial ?? "",
                        kind: sentence.contains("is another one") ? .otherSerial : .unreachable,
                        text: sentence))
                kept.append(nil)
            case .notDue:
                let waiting = target.gate.serial.flatMap { run.prior[$0] } ?? [:]
                survey.outcomes[index].pendingCount = waiting.values.count {
                    $0.nextAttempt != nil
                }
                kept.append(nil)
            }
        }
        let index = survey.index
        survey.plans = kept.map { gate in
            gate.map { view, people in
                GatePlan(
                    view, people: people, policy: run.policy, vault: index,
                    isStripped: { run.prior[view.serial]?[$0]?.seen == .partly })
            }
        }
        return survey
    }

    // MARK: - Carrying out

    private func carryOut(
        _ survey: Survey, _ plan: SyncPlan, _ run: Run, _ report: inout SyncReport
    ) async throws {
        let approved = Dictionary(grouping: plan.actions, by: \.serial)
        let index = survey.index
        var busy: [GateTarget] = []
        var places: [Int] = []
        for (place, target) in run.targets.enumerated() {
            if let failure = survey.failures[place] {
                report.gates[place].pendingCount = try await recordFailure(
                    failure, of: target, run)
            } else if let gatePlan = survey.plans[place] {
                if approved[gatePlan.serial] == nil {
                    try await record(gatePlan, at: target, run, plan, [], [:], &report.gates[place])
                } else {
                    var target = target
                    target.gate.serial = gatePlan.serial
                    busy.append(target)
                    places.append(place)
                }
            }
        }
        try await forEachGate(
            busy,
            { target in
                let actions = target.gate.serial.flatMap { approved[$0] } ?? []
                return try await tryGate(target, run) {
                    try await $0.converge(GateWorker.Approved(actions), index: index)
                }
            }
        ) { index, attempt in
            let place = places[index]
            let actions = busy[index].gate.serial.flatMap { approved[$0] } ?? []
            switch attempt {
            case .success(let end):
                let open = Set(end.leftovers.map(\.memberID))
                report.gates[place].done = actions.filter { !open.contains($0.memberID) }
                try await record(
                    end.plan, at: busy[index], run, plan, end.leftovers, end.refusals,
                    &report.gates[place])
            case .failure(let sentence):
                report.gates[place].failure = sentence
                report.gates[place].pending = actions
                report.gates[place].pendingCount = try await recordFailure(
                    sentence, of: busy[index], run)
            case .notDue: break
            }
        }
    }

    /// Writes what a read-back showed into the verification table.
    private func record(
        _ gatePlan: GatePlan, at target: GateTarget, _ run: Run, _ plan: SyncPlan,
        _ leftovers: [SyncAction], _ refusals: [MemberID: String],
        _ outcome: inout SyncReport.GateOutcome
    ) async throws {
        let writer = AccessWriter(
            serial: gatePlan.serial, now: target.now(), policy: run.policy,
            prior: run.prior[gatePlan.serial] ?? [:], backoff: options.laterBackoff)
        let heldBack = plan.stop.map { stop in
            (stop, plan.heldBack.filter { $0.serial == gatePlan.serial })
        }
        let rows = writer.rows(
            gatePlan, leftovers: leftovers, refusals: refusals, heldBack: heldBack)
        try await vault.store.recordAccess(rows, at: target.now())
        outcome.pending = leftovers
        outcome.verifiedCount = rows.count { $0.isAsWanted }
        outcome.pendingCount = rows.count { $0.nextAttempt != nil }
        await atMoment(.verified)
    }

    /// Notes that a gate could not be worked on; returns how many people wait for it.
    private func recordFailure(
        _ failure: String, of target: GateTarget, _ run: Run
    ) async throws -> Int {
        guard let serial = target.gate.serial else { return 0 }
        let writer = AccessWriter(
            serial: serial, now: target.now(), policy: run.policy, prior: run.prior[serial] ?? [:],
            backoff: options.laterBackoff)
        let rows = writer.rows(unreachable: target.gate, failure: failure)
        try await vault.store.recordAccess(rows, at: target.now())
        return rows.count
    }

    // MARK: - Gates

    private func worker(_ target: GateTarget, _ run: Run) -> GateWorker {
        GateWorker(
            target: target, policy: run.policy, vault: vault, connector: connector,
            options: options, prior: run.prior, atMoment: atMoment)
    }

    /// Works on one gate, again after failures that may pass.
    private func tryGate<Value: Sendable>(
        _ target: GateTarget, _ run: Run, _ work: (GateWorker) async throws -> Value
    ) async throws -> Attempt<Value> {
        if options.honoursQueue, let serial = target.gate.serial,
            let due = run.prior[serial]?.values.compactMap(\.nextAttempt).min(),
            target.now() < due
        {
            return .notDue
        }
        var generator = SystemRandomNumberGenerator()
        var attempt = 1
        while true {
            do {
                return .success(try await work(worker(target, run)))
            } catch let error where error.isAboutThisMachine {
                throw error
            } catch {
                guard error.isWorthRetrying, attempt <= options.retries else {
                    return .failure(String(describing: error))
                }
                try await sleep(options.backoff.delay(afterAttempt: attempt, using: &generator))
                attempt += 1
            }
        }
    }

    /// Works on gates, a bounded number at a time, and hands over the results in their order.
    private func forEachGate<Value: Sendable>(
        _ targets: [GateTarget], _ work: @escaping @Sendable (GateTarget) async throws -> Value,
        _ take: (Int, Value) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var next = 0
            var taken = 0
            var waiting: [Int: Value] = [:]
            func fill() {
                // Results that wait for a slow gate before them stay in memory, so they count, too.
                while next < targets.count, next - taken < 2 * options.width,
                    next - taken - waiting.count < options.width
                {
                    let index = next
                    next += 1
                    group.addTask { (index, try await work(targets[index])) }
                }
            }
            fill()
            while let (index, value) = try await group.next() {
                waiting[index] = value
                while let value = waiting.removeValue(forKey: taken) {
                    try await take(taken, value)
                    taken += 1
                }
                fill()
            }
        }
    }
}
