import GateModel
import Store
import ZKProtocol

/// Works on one gate: reads it, saves what is new, and carries a plan out until the read-back shows
/// that it holds.
struct GateWorker: Sendable {
    let target: GateTarget
    let policy: AccessPolicy
    let vault: Vault
    let connector: any GateConnecting
    let options: SyncOptions
    let prior: [GateSerial: [MemberID: AccessRow]]
    let atMoment: @Sendable (SyncMoment) async -> Void

    /// What a gate held at one moment.
    struct Reading: Sendable {
        var view: GateView
        var people: [AccessPolicy.PersonAtGate]
        var contents: GateContents
    }

    /// Which actions a run may carry out.
    struct Approved: Sendable {
        private var keys: Set<Key> = []

        private struct Key: Hashable, Sendable {
            var memberID: MemberID
            var kind: SyncAction.Kind
        }

        init(_ actions: [SyncAction]) {
            keys = Set(actions.map { Key(memberID: $0.memberID, kind: $0.kind) })
        }

        func contains(_ action: SyncAction) -> Bool {
            // Whoever may be made known to a gate may also get fingers, name and card there.
            let kinds: [SyncAction.Kind] =
                switch action.kind {
                case .block, .restore, .create: [action.kind]
                case .update, .distribute: [action.kind, .create, .restore]
                }
            return kinds.contains { keys.contains(Key(memberID: action.memberID, kind: $0)) }
        }
    }

    /// How far a gate came.
    struct Convergence: Sendable {
        /// What the gate holds at the end.
        var view: GateView
        /// What is left to do; nothing when the gate agrees.
        var plan: GatePlan
        /// What was approved and is not there yet.
        var leftovers: [SyncAction]
        /// Why the gate refused steps, by person.
        var refusals: [MemberID: String]
    }

    // MARK: - Reading

    /// Reads the gate; a gate that an earlier run left disabled is enabled, except in a dry run.
    ///
    /// - Throws: ``GateError``, errors of the connection, `StoreError`.
    func survey(index: VaultIndex) async throws -> Reading {
        try await connector.withGate(target) { connection in
            let gate = try await identified(connection)
            if !options.isDryRun { try await gate.recover() }
            return try await read(gate, index: index)
        }
    }

    func identified(_ connection: any GateConnection) async throws -> JournaledGate {
        let serial = try await connection.serial()
        if let expected = target.gate.serial, expected != serial {
            throw GateError(
                .otherGate(expected: expected, found: serial), address: target.address)
        }
        return JournaledGate(
            connection: connection, serial: serial, store: vault.store, now: target.now,
            atMoment: atMoment)
    }

    /// Reads the gate; `index` tells whose its records were when they were saved.
    func read(_ gate: JournaledGate, index: VaultIndex) async throws -> Reading {
        let contents = try await gate.connection.contents()
        await atMoment(.read)
        let view = vault.view(
            of: contents, gate: target.gate, serial: gate.serial, date: target.now().date)
        return Reading(view: view, people: people(at: view, index), contents: contents)
    }

    private func people(at view: GateView, _ index: VaultIndex) -> [AccessPolicy.PersonAtGate] {
        let rows = prior[view.serial] ?? [:]
        let known = rows.compactMapValues { row in
            row.seen == .present || row.seen == .partly ? row.deviceUserID : nil
        }
        return policy.people(
            policy.people(at: view.gate, on: view.date, known: known), holding: view, vault: index,
            stripped: rows.compactMapValues { $0.seen == .partly ? $0.deviceUserID : nil })
    }

    /// Saves what the gate holds of people of the roster and the vault does not have yet.
    ///
    /// - Returns: `index` with what was saved.
    func save(_ reading: Reading, index: VaultIndex) async throws -> VaultIndex {
        let items = vault.items(reading, policy: policy, index: index)
        try await vault.save(items, at: target.now())
        await atMoment(.saved)
        var index = index
        index.observe(reading.view, people: reading.people, policy: policy)
        return index
    }

    func isStripped(_ memberID: MemberID, at serial: GateSerial) -> Bool {
        prior[serial]?[memberID]?.seen == .partly
    }

    func plan(_ reading: Reading, index: VaultIndex) -> GatePlan {
        let serial = reading.view.serial
        return GatePlan(
            reading.view, people: reading.people, policy: policy, vault: index,
            isStripped: { isStripped($0, at: serial) })
    }

    // MARK: - Carrying out

    /// Carries out what is approved, reads back, and tries what does not hold again.
    func converge(_ approved: Approved, index: VaultIndex) async throws -> Convergence {
        try await connector.withGate(target) { connection in
            let gate = try await identified(connection)
            try await gate.recover()
            var index = index
            var refusals: [MemberID: String] = [:]
            var round = 0
            while true {
                let reading = try await read(gate, index: index)
                index = try await save(reading, index: index)
                let plan = plan(reading, index: index)
                let actions = plan.actions.filter(approved.contains)
                guard !actions.isEmpty, round <= options.retries else {
                    return Convergence(
                        view: reading.view, plan: plan, leftovers: actions, refusals: refusals)
                }
                round += 1
                var balance = LastLook.Balance()
                for window in actions.windows(ofLength: options.windowLength) {
                    let refused = try await carryOut(window, reading, gate, &balance)
                    refusals.merge(refused) { _, new in new }
                }
            }
        }
    }

    func carryOut(
        _ actions: ArraySlice<SyncAction>, _ reading: Reading, _ gate: JournaledGate,
        _ balance: inout LastLook.Balance
    ) async throws -> [MemberID: String] {
        var refusals: [MemberID: String] = [:]
        let writer = ActionWriter(gate: gate, vault: vault, reading: reading)
        // Proof before anything is removed, and before the gate is disabled.
        try await prove(actions.filter { $0.kind == .block }, reading)
        let prepared = try await actions.asyncMap { try await writer.prepare($0) }
        try await gate.whileDisabled {
            let look = try await LastLook(gate.connection, for: prepared, after: reading, balance)
            for action in prepared {
                guard look.isUnchanged(for: action) else {
                    refusals[action.action.memberID] =
                        "it was changed at the gate meanwhile, and is put off"
                    continue
                }
                do {
                    try await writer.carryOut(action)
                    balance.templates += action.templateBalance(after: reading)
                } catch let error as StepRefused {
                    refusals[action.action.memberID] = error.description
                }
            }
            try await gate.refresh()
        }
        return refusals
    }

    /// Saves everything the gate holds of the people in `blocks`, and proves it.
    ///
    /// - Throws: ``VaultError`` when the record of one of them is not among what was saved.
    private func prove(_ blocks: [SyncAction], _ reading: Reading) async throws {
        guard !blocks.isEmpty else { return }
        let people = Set(blocks.map(\.memberID))
        let proof = vault.items(reading, policy: policy, index: nil) { people.contains($0) }
        let records = proof.filter { $0.entry.part == .user && !$0.content.isEmpty }
        guard Set(records.map(\.entry.memberID)) == people else { throw VaultError.notProven }
        try await vault.save(proof, at: target.now())
        // What is left of a record must be known to be a rest, should this run die now.
        let rests = blocks.filter { action in
            if case .removeCredentials = action.change { true } else { false }
        }
        try await vault.store.recordAccess(
            rests.map { action in
                var row =
                    prior[action.serial]?[action.memberID]
                    ?? AccessRow(
                        memberID: action.memberID, serial: action.serial,
                        deviceUserID: action.deviceUserID, isWanted: false, reason: "")
                row.isWanted = false
                row.reason = action.reason.description
                row.seen = .partly
                row.otherWays = nil
                return row
            }, at: target.now())
        await atMoment(.saved)
    }
}

extension Collection where Self: RandomAccessCollection {
    /// The elements in runs of at most `length`.
    fileprivate func windows(ofLength length: Int) -> [SubSequence] {
        stride(from: 0, to: count, by: length).map { start in
            let first = index(startIndex, offsetBy: start)
            return self[first..<(index(first, offsetBy: length, limitedBy: endIndex) ?? endIndex)]
        }
    }

    /// The elements, each mapped after the one before.
    fileprivate func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
