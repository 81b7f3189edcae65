import GateModel
import Store
import ZKProtocol

/// Why a gate did not do a step although it answered.
package struct StepRefused: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the gate was asked for and how it answered, without personal data.
    package var description: String

    /// Makes the error.
    package init(_ description: String) {
        self.description = description
    }
}

/// A connection whose every change is in the journal: the intention before it, the outcome after it.
struct JournaledGate {
    let connection: any GateConnection
    let serial: GateSerial
    let store: GateStore
    let now: @Sendable () -> LocalDateTime
    let atMoment: @Sendable (SyncMoment) async -> Void

    /// Whom a step is about.
    struct Subject {
        var memberID: MemberID
        var deviceUserID: DeviceUserID
        var slot: UInt16
        var reason: String
    }

    // MARK: - The gate itself

    /// Enables the gate if the journal says that it may have been left disabled; closes what a run
    /// that died left open.
    func recover() async throws {
        let isSuspect = try await store.mayBeDisabled(serial)
        _ = try await store.closeOpenSteps(of: serial, at: now())
        if isSuspect { try await enable("an earlier run may have left the gate disabled") }
    }

    /// Runs `body` with the gate disabled, and enables it again on every way out.
    ///
    /// Some gates cannot be disabled; records are written to them all the same.
    func whileDisabled(_ body: () async throws -> Void) async throws {
        var isDisabled = true
        do {
            do {
                try await step(.disable, reason: "records are written") {
                    try await connection.disable()
                }
            } catch is StepRefused {
                isDisabled = false
            }
            try await body()
        } catch {
            let gate = self
            // A task of its own: the cancellation or failure that led here shall not keep people out.
            await Task { try? await gate.enable("an attempt has failed") }.value
            throw error
        }
        do {
            try await enable("records are written")
        } catch let error as StepRefused {
            guard !isDisabled else { throw error }
        }
    }

    private func enable(_ reason: String) async throws {
        try await step(.enable, reason: reason) { try await connection.enable() }
    }

    /// Tells the gate that people have changed; gates that do not know the request need none.
    func refresh() async throws {
        do {
            try await step(.refresh, reason: "records are written") {
                try await connection.refresh()
            }
        } catch is StepRefused {
            return
        }
    }

    // MARK: - People

    func deleteUser(_ subject: Subject) async throws {
        try await step(.deleteUser, subject, reason: subject.reason) {
            try await connection.deleteUser(slot: subject.slot)
        }
    }

    func deleteTemplate(_ subject: Subject, finger: UInt8) async throws {
        try await step(.deleteTemplate, subject, finger: finger, reason: subject.reason) {
            try await connection.deleteTemplate(
                slot: subject.slot, userID: subject.deviceUserID.rawValue, finger: finger)
        }
    }

    func write(_ user: UserRecord, layout: UserLayout, _ subject: Subject) async throws {
        try await step(.writeUser, subject, reason: subject.reason) {
            try await connection.write(user, layout: layout)
        }
    }

    func write(_ template: TemplateRecord, _ subject: Subject) async throws {
        try await step(.writeTemplate, subject, finger: template.finger, reason: subject.reason) {
            try await connection.write(template)
        }
    }

    func enroll(
        _ subject: Subject, finger: UInt8, onProgress: @Sendable (EnrollProgress) -> Void
    ) async throws -> EnrollEnding {
        var result = EnrollEnding.failed
        try await step(.enroll, subject, finger: finger, reason: subject.reason) {
            result = try await connection.enroll(
                subject.deviceUserID.rawValue, slot: subject.slot, finger: finger,
                onProgress: onProgress)
        }
        return result
    }

    // MARK: - Journal

    private func step(
        _ kind: GateStepKind, _ subject: Subject? = nil, finger: UInt8? = nil, reason: String,
        _ act: () async throws -> Void
    ) async throws {
        let id = try await store.beginStep(
            GateStep(
                serial: serial, kind: kind, memberID: subject?.memberID,
                deviceUserID: subject?.deviceUserID, userSlot: subject.map { Int($0.slot) },
                finger: finger.map(Int.init), reason: reason, intendedAt: now()))
        await atMoment(.intended(kind))
        do {
            try await act()
        } catch let error as StepRefused {
            try await store.endStep(id, .failed, at: now(), failure: error.description)
            throw error
        } catch {
            try await store.endStep(id, .unknown, at: now(), failure: String(describing: error))
            throw error
        }
        await atMoment(.acted(kind))
        try await store.endStep(id, .done, at: now())
        await atMoment(.ended(kind))
    }
}
