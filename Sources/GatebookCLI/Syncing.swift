import Configuration
import Foundation
import GateModel
import GateSync
import OrderedJSON
import Sealing
import Store

/// The step of a night that makes the gates agree with the roster.
struct Syncing: Sendable {
    let workspace: Workspace
    let store: GateStore
    let console: Console
    /// What the URL of the roster has answered; `nil` when the roster is a file.
    var download: RosterDownload?

    /// What came of it.
    struct Outcome: Sendable {
        var report: SyncReport
        var seconds: Double
    }

    // MARK: - Parts

    /// The roster as a policy; a person whose row is cut off is not on it.
    func policy() -> (policy: AccessPolicy, isCutOff: Bool) {
        var members = workspace.roster.members
        let isCutOff = RosterAge.isCutOff(workspace.roster.file)
        if isCutOff, !members.isEmpty { members.removeLast() }
        return (
            AccessPolicy(members: members, identities: workspace.roster.identities), isCutOff
        )
    }

    /// Opens the vault; a directory that never had one gets a key, unless nothing may be changed.
    ///
    /// - Throws: `VaultError` when people are saved under a key that is lost; `SealingError`.
    func openVault(isForPlans: Bool = false) async throws -> Vault {
        let keyFile = workspace.configuration.store.vaultKey
        if !FileManager.default.fileExists(atPath: keyFile), try await store.vaultKeys().isEmpty {
            if isForPlans { return try Vault.forPlans(store) }
            _ = try KeyRing.create(at: keyFile)
            console.say(.info, "made \(keyFile): keep a copy of it, apart from the database")
        }
        return try await Vault.open(store, keyFile: keyFile)
    }

    private func options(isDryRun: Bool, isForced: Bool, honoursQueue: Bool) -> SyncOptions {
        let configuration = workspace.configuration
        return SyncOptions(
            width: configuration.fleet.workers, retries: configuration.fleet.retries,
            honoursQueue: honoursQueue,
            bounds: SyncGuard(
                maxBlockCount: configuration.gate.maxBlockCount,
                maxBlockFraction: configuration.gate.maxBlockFraction,
                maxAgeHours: configuration.roster.maxAgeHours),
            isForced: isForced, isDryRun: isDryRun)
    }

    private func engine(_ vault: Vault, _ options: SyncOptions, failed: [String: String])
        -> SyncEngine
    {
        let timeout = Duration.seconds(workspace.configuration.fleet.timeoutSeconds)
        return SyncEngine(
            vault: vault, connector: DeviceGates(timeout: timeout, failed: failed),
            options: options)
    }

    // MARK: - Running

    /// Makes the gates `serials` agree with the roster; all that are in service when there are none.
    ///
    /// - Parameters:
    ///   - pulled: What this run has just found out about gates; those that failed are not asked again.
    ///   - serials: The gates.
    ///   - isDryRun: Whether only the plan is made.
    ///   - isForced: Whether a person has said that the roster is right.
    ///   - honoursQueue: Whether gates whose next attempt is not due are passed over.
    /// - Returns: What was planned and done.
    /// - Throws: ``Failure``, `StoreError`, `VaultError`, `SealingError`.
    func run(
        pulled: [GateResult] = [], serials: [String] = [], isDryRun: Bool = false,
        isForced: Bool = false, honoursQueue: Bool = false
    ) async throws -> Outcome {
        let start = ContinuousClock.now
        let targets = try workspace.targets(try await store.gateStates(), serials: serials)
        let (policy, isCutOff) = policy()
        var facts = RosterFacts(
            source: workspace.roster.file,
            ageHours: RosterAge.hours(of: workspace.roster.file, at: workspace.moment),
            memberCount: policy.members.count, acceptedCount: try await store.lastRosterCount())
        facts.isCutOff = isCutOff
        let failed = Dictionary(
            pulled.compactMap { result in
                result.failure.map { ("\(result.gate.host):\(result.gate.port)", $0) }
            }, uniquingKeysWith: { first, _ in first })
        let options = options(isDryRun: isDryRun, isForced: isForced, honoursQueue: honoursQueue)
        let vault = try await openVault(isForPlans: isDryRun)
        if !isDryRun, let templates = download?.templates, let gate = targets.first {
            try await vault.importTemplates(templates, policy: policy, via: gate)
        }
        let report = try await engine(vault, options, failed: failed)
            .run(targets, policy: policy, roster: facts)
        if !isDryRun { try await Holdings.keepStrangers(of: report.plan, in: store) }
        say(report)
        return Outcome(report: report, seconds: start.duration(to: .now) / .seconds(1))
    }

    /// The step of a night; nothing happens where `[gate] sync` is off and where there has never been
    /// anybody on the roster.
    func runNightly(pulled: [GateResult]) async throws -> Outcome {
        let isUnused =
            workspace.roster.members.isEmpty ? try await store.lastRosterCount() == nil : false
        guard workspace.configuration.gate.isSynced, !isUnused else {
            return Outcome(report: .ofNothing, seconds: 0)
        }
        return try await run(pulled: pulled)
    }

    /// Compares the gates `serials` with roster, vault and verification table; changes nothing.
    func reconcile(serials: [String]) async throws -> [Drift] {
        let targets = try workspace.targets(try await store.gateStates(), serials: serials)
        let options = options(isDryRun: true, isForced: false, honoursQueue: false)
        return try await engine(try await openVault(isForPlans: true), options, failed: [:])
            .reconcile(targets, policy: policy().policy)
    }

    // MARK: - Saying

    private func say(_ report: SyncReport) {
        for outcome in report.gates {
            let name = "\(outcome.gate.branch) \(outcome.gate.name)"
            if let failure = outcome.failure { console.say(.error, "\(name): \(failure)") }
            for action in outcome.done {
                console.say(.success, "\(name): \(action.memberID): \(action.text)")
            }
            for action in outcome.pending where outcome.failure == nil {
                console.say(
                    .warning, "\(name): \(action.memberID): not there yet: \(action.text)")
            }
        }
        for finding in report.plan.findings {
            let who = finding.memberID?.rawValue ?? finding.deviceUserID.map { "id \($0)" } ?? ""
            console.say(
                finding.isRefusal ? .warning : .detail,
                "gate \(finding.serial): \(who): \(finding.text)")
        }
        if let stop = report.plan.stop { console.say(.error, stop.description) }
        guard !report.isDryRun else { return }
        console.say(
            report.needsAttention ? .warning : .success,
            "gates and roster: \(report.count(.block)) blocked, \(report.count(.restore)) restored, "
                + "\(report.count(.create)) created, \(report.pendingCount) pending, "
                + "\(report.refusedCount) refused")
    }
}
