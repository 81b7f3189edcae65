import GateModel
import GateSync
import TestKit
import ZKProtocol

/// A gate in memory that keeps what it holds and a journal of every command it executed.
///
/// Faults go by the number of the command, counted over the life of the gate.
final class MemoryGate: Sendable {
    /// What the gate does with one command.
    enum Fault: Sendable, CaseIterable {
        /// Answers "done" and does nothing.
        case acknowledgedNotApplied
        /// Does it and loses the connection before the answer.
        case appliedNotAcknowledged
        /// Loses the connection before it does it.
        case lost
        /// Answers "no".
        case refused
    }

    /// Everything that survives a restart.
    struct State: Sendable, Equatable {
        var users: [UserRecord] = []
        var templates: [TemplateRecord] = []
        var isEnabled = true
        var journal: [String] = []
        var commandCount = 0
    }

    let serial: GateSerial
    let layout: UserLayout
    let algorithm: String
    let holdsFaces: Bool
    private let stored: Locked<State>
    private let faults: Locked<[Int: Fault]>
    private let isOffline = Locked(false)
    /// How enrollments at this gate end.
    let enrollResult = Locked(EnrollEnding.stored)

    init(
        _ serial: GateSerial, layout: UserLayout = .bytes72, algorithm: String = "10",
        holdsFaces: Bool = false, state: State = State(), faults: [Int: Fault] = [:]
    ) {
        self.serial = serial
        self.layout = layout
        self.algorithm = algorithm
        self.holdsFaces = holdsFaces
        stored = Locked(state)
        self.faults = Locked(faults)
    }

    var state: State { stored.withLock { $0 } }

    func update(_ change: (inout State) -> Void) { stored.withLock { change(&$0) } }

    func setFaults(_ faults: [Int: Fault]) { self.faults.withLock { $0 = faults } }

    func setOffline(_ value: Bool) { isOffline.withLock { $0 = value } }

    /// A copy of the gate as it is now, without faults.
    func copy() -> MemoryGate {
        MemoryGate(
            serial, layout: layout, algorithm: algorithm, holdsFaces: holdsFaces, state: state)
    }

    struct LostConnection: RetryableError {
        var isRetryable: Bool { true }
    }

    fileprivate func ask<Result>(_ body: (State) -> Result) throws -> Result {
        if isOffline.withLock({ $0 }) { throw LostConnection() }
        return stored.withLock { body($0) }
    }

    func execute(
        _ line: String, _ apply: (inout State) -> Bool
    ) throws {
        if isOffline.withLock({ $0 }) { throw LostConnection() }
        let number = stored.withLock { state in
            state.commandCount += 1
            return state.commandCount
        }
        let fault = faults.withLock { $0[number] }
        if fault == .lost { throw LostConnection() }
        if fault == .refused { throw StepRefused("\(line): the gate says no") }
        if fault == .acknowledgedNotApplied { return }
        let isApplied = stored.withLock { state in
            guard apply(&state) else { return false }
            state.journal.append(line)
            return true
        }
        if fault == .appliedNotAcknowledged { throw LostConnection() }
        guard isApplied else { throw StepRefused("\(line): not possible") }
    }
}

/// A connection to a gate in memory.
struct MemoryConnection: GateConnection {
    let gate: MemoryGate

    func serial() async throws -> GateSerial { try gate.ask { _ in gate.serial } }

    func contents() async throws -> GateContents {
        try gate.ask { state in
            GateContents(
                users: state.users, templates: state.templates, layout: gate.layout,
                algorithm: gate.algorithm, userCapacity: 3000, templateCapacity: 3000,
                templateCount: state.templates.count, holdsFaces: gate.holdsFaces)
        }
    }

    func users() async throws -> [UserRecord] { try gate.ask { $0.users } }

    func templateCount() async throws -> Int? { try gate.ask { $0.templates.count } }

    func disable() async throws {
        try gate.execute("disable") { state in
            state.isEnabled = false
            return true
        }
    }

    func enable() async throws {
        try gate.execute("enable") { state in
            state.isEnabled = true
            return true
        }
    }

    func write(_ user: UserRecord, layout: UserLayout) async throws {
        let record = try UserRecord(decoding: try user.encoded(as: layout)[...], as: gate.layout)
        try gate.execute("write_user \(user.slot) \(user.userID ?? "")") { state in
            guard
                !state.users.contains(where: {
                    $0.slot != record.slot && $0.userID == record.userID
                })
            else { return false }
            if let index = state.users.firstIndex(where: { $0.slot == record.slot }) {
                state.users[index] = record
            } else {
                state.users.append(record)
            }
            return true
        }
    }

    func write(_ template: TemplateRecord) async throws {
        try gate.execute("write_template \(template.slot) \(template.finger)") { state in
            guard state.users.contains(where: { $0.slot == template.slot }) else { return false }
            state.templates.removeAll {
                $0.slot == template.slot && $0.finger == template.finger
            }
            state.templates.append(template)
            return true
        }
    }

    func deleteUser(slot: UInt16) async throws {
        try gate.execute("delete_user \(slot)") { state in
            guard let index = state.users.firstIndex(where: { $0.slot == slot }) else {
                return false
            }
            state.users.remove(at: index)
            state.templates.removeAll { $0.slot == slot }
            return true
        }
    }

    func deleteTemplate(slot: UInt16, userID: String, finger: UInt8) async throws {
        try gate.execute("delete_template \(slot) \(finger)") { state in
            guard
                let index = state.templates.firstIndex(where: {
                    $0.slot == slot && $0.finger == finger
                })
            else { return false }
            state.templates.remove(at: index)
            return true
        }
    }

    func enroll(
        _ userID: String, slot: UInt16, finger: UInt8,
        onProgress: @Sendable (EnrollProgress) -> Void
    ) async throws -> EnrollEnding {
        let result = gate.enrollResult.withLock { $0 }
        try gate.execute("enroll \(slot) \(finger)") { state in
            guard state.users.contains(where: { $0.slot == slot && $0.userID == userID }),
                !state.templates.contains(where: { $0.slot == slot && $0.finger == finger })
            else { return false }
            if result == .stored {
                state.templates.append(SyncFixture.finger(slot, finger, seed: 4711))
            }
            return true
        }
        onProgress(.started)
        for sample in 1...3 { onProgress(.goodSample(sample)) }
        return result
    }

    func refresh() async throws { try gate.execute("refresh") { _ in true } }
}

/// Connects to gates in memory, by host name.
struct MemoryNetwork: GateConnecting {
    let gates: [MemoryGate]

    struct NoRoute: RetryableError {
        var isRetryable: Bool { true }
    }

    func withGate<Result: Sendable>(
        _ target: GateTarget,
        _ body: @Sendable (any GateConnection) async throws -> Result
    ) async throws -> Result {
        guard let gate = gates.first(where: { "gate-\($0.serial)" == target.gate.host }) else {
            throw NoRoute()
        }
        return try await body(MemoryConnection(gate: gate))
    }

    /// Copies of all gates.
    func copy() -> MemoryNetwork { MemoryNetwork(gates: gates.map { $0.copy() }) }
}
