package import GateModel
import Store
import ZKProtocol

/// Enrolls a finger of a person of the roster at a gate: makes the person known to it, starts the
/// finger screen, reads back, and saves.
///
/// Run again after any failure: it goes on from what the gate and the vault hold.
package struct FingerEnrollment: Sendable {
    /// How it ended.
    package struct Outcome: Hashable, Sendable {
        /// The person.
        package var memberID: MemberID
        /// The gate.
        package var serial: GateSerial
        /// The user slot.
        package var slot: UInt16
        /// The finger, 0 to 9.
        package var finger: UInt8
        /// What the gate told.
        package var result: EnrollEnding
        /// Whether the new template was read back and is in the vault.
        package var isSaved: Bool
    }

    private let vault: Vault
    private let connector: any GateConnecting
    private let atMoment: @Sendable (SyncMoment) async -> Void
    /// Fingers in the order in which they are offered: index fingers, then the others.
    private static let order: [UInt8] = [6, 3, 7, 2, 5, 4, 8, 1, 9, 0]

    /// Makes an enrollment.
    package init(vault: Vault, connector: any GateConnecting) {
        self.vault = vault
        self.connector = connector
        atMoment = { _ in }
    }

    /// Enrolls `finger`, or the first that is free, of a person at the gate of `target`.
    ///
    /// A finger that is there already is saved and proven before it is taken away, and comes back if
    /// the new one does not.
    ///
    /// - Throws: ``EnrollmentError`` when it is not to be done; ``GateError``, ``StepRefused``, errors of
    ///   the connection, `StoreError`, ``VaultError``.
    package func run(
        _ memberID: MemberID, finger: UInt8?, at target: GateTarget, policy: AccessPolicy,
        onProgress: @escaping @Sendable (EnrollProgress) -> Void
    ) async throws -> Outcome {
        let rows = try await vault.store.accessRows()
        let prior = Dictionary(grouping: rows, by: \.serial).mapValues { rows in
            Dictionary(rows.map { ($0.memberID, $0) }, uniquingKeysWith: { $1 })
        }
        let worker = GateWorker(
            target: target, policy: policy, vault: vault, connector: connector,
            options: SyncOptions(), prior: prior, atMoment: atMoment)
        return try await worker.enroll(
            memberID, finger: finger, fingerOrder: Self.order, onProgress: onProgress)
    }
}

/// Why nobody is enrolled, as a sentence.
package struct EnrollmentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why, and what to do.
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}

extension GateWorker {
    /// The steps of an enrollment.
    fileprivate func enroll(
        _ memberID: MemberID, finger: UInt8?, fingerOrder: [UInt8],
        onProgress: @escaping @Sendable (EnrollProgress) -> Void
    ) async throws -> FingerEnrollment.Outcome {
        try await connector.withGate(target) { connection in
            let gate = try await identified(connection)
            try await gate.recover()
            let (reading, match) = try await known(memberID, gate)
            let taken = Set(match.fingers.map(\.finger))
            guard let finger = finger ?? fingerOrder.first(where: { !taken.contains($0) }) else {
                throw EnrollmentError(
                    "all ten fingers of \(memberID) are enrolled; name the one to replace with "
                        + "--finger")
            }
            let subject = JournaledGate.Subject(
                memberID: memberID, deviceUserID: match.person.deviceUserID, slot: match.user.slot,
                reason: "enrollment of finger \(finger)")
            let old = reading.contents.templates.first {
                $0.slot == match.user.slot && $0.finger == finger
            }
            if old != nil { try await takeAway(finger, subject, reading, gate) }
            let result: EnrollEnding
            do {
                result = try await gate.enroll(subject, finger: finger, onProgress: onProgress)
            } catch let error as StepRefused {
                if let old { try await putBack(old, subject, gate) }
                throw error
            }
            let index = try await vault.index()
            let after = try await read(gate, index: index)
            let isThere = after.contents.templates.contains {
                $0.slot == match.user.slot && $0.finger == finger
            }
            if !isThere, let old { try await putBack(old, subject, gate) }
            _ = try await save(after, index: index)
            return FingerEnrollment.Outcome(
                memberID: memberID, serial: gate.serial, slot: match.user.slot, finger: finger,
                result: isThere ? .stored : result == .stored ? .failed : result,
                isSaved: isThere)
        }
    }

    /// The person as the gate knows them, made known to it when they are not.
    private func known(
        _ memberID: MemberID, _ gate: JournaledGate
    ) async throws -> (Reading, PeopleOnGate.Match) {
        for _ in 0..<2 {
            let known = try await vault.index()
            let reading = try await read(gate, index: known)
            let index = try await save(reading, index: known)
            let found = PeopleOnGate(reading.view, people: reading.people)
            let isMeant = { (person: AccessPolicy.PersonAtGate) in
                policy.members[person.index].memberID == memberID
            }
            if let match = found.recognised.first(where: { isMeant($0.person) }) {
                guard match.person.reason.isAllowed else {
                    throw EnrollmentError(
                        "\(memberID) may not pass this gate: \(match.person.reason)")
                }
                return (reading, match)
            }
            try refuse(memberID, found, isMeant)
            let actions = plan(reading, index: index).actions.filter {
                $0.memberID == memberID && ($0.kind == .create || $0.kind == .restore)
            }
            guard !actions.isEmpty else {
                throw EnrollmentError("\(memberID) cannot be made known to this gate")
            }
            var balance = LastLook.Balance()
            let refusals = try await carryOut(actions[...], reading, gate, &balance)
            if let refusal = refusals[memberID] { throw StepRefused(refusal) }
        }
        throw EnrollmentError(
            "the gate acknowledged the user record of \(memberID) and does not show it")
    }

    private func refuse(
        _ memberID: MemberID, _ found: PeopleOnGate,
        _ isMeant: (AccessPolicy.PersonAtGate) -> Bool
    ) throws {
        if found.administrators.contains(where: { isMeant($0.person) }) {
            throw EnrollmentError(
                "\(memberID) has administrator rights on this gate and is left alone; enroll the "
                    + "finger in the menu of the gate")
        }
        if found.ambiguous.contains(where: isMeant) {
            throw EnrollmentError(
                "the id of \(memberID) is used twice on this gate or on the roster")
        }
        if let former = found.reused.first(where: isMeant)?.former {
            throw EnrollmentError("\(memberID) is not enrolled: \(former)")
        }
        guard let person = found.missing.first(where: isMeant), person.reason.isAllowed else {
            let reason = found.missing.first(where: isMeant)?.reason
            throw EnrollmentError(
                "\(memberID) may not pass this gate" + (reason.map { ": \($0)" } ?? ""))
        }
    }

    /// Takes a finger away that is to be enrolled anew, after it was saved and proven, if it is still
    /// the same.
    private func takeAway(
        _ finger: UInt8, _ subject: JournaledGate.Subject, _ reading: Reading, _ gate: JournaledGate
    ) async throws {
        try await proveAll(of: subject.memberID, reading)
        try await gate.whileDisabled {
            let now = try await gate.connection.contents().templates
            let old = reading.contents.templates
            let place = { (templates: [TemplateRecord]) in
                templates.first { $0.slot == subject.slot && $0.finger == finger }
            }
            guard place(now) == place(old) else {
                throw EnrollmentError(
                    "finger \(finger) of \(subject.memberID) was changed at the gate meanwhile and "
                        + "was left as it is; try again")
            }
            try await gate.deleteTemplate(subject, finger: finger)
            try await gate.refresh()
        }
    }

    /// Saves everything the gate holds of a person and proves it.
    private func proveAll(of memberID: MemberID, _ reading: Reading) async throws {
        let items = vault.items(reading, policy: policy, index: nil) { $0 == memberID }
        try await vault.save(items, at: target.now())
    }

    private func putBack(
        _ old: TemplateRecord, _ subject: JournaledGate.Subject, _ gate: JournaledGate
    ) async throws {
        try await gate.whileDisabled {
            try await gate.write(old, subject)
            try await gate.refresh()
        }
    }
}
