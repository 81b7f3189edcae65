import Attendance
package import GateModel

/// What is known of one gate: its row in the fleet, what it tells of itself, how reading it went.
package struct GateRecord: Hashable, Sendable {
    /// The serial number; `nil` for a gate that was never reached and whose file row has none.
    package var serial: GateSerial?
    /// The row in the fleet; `nil` when the gate is only known from files.
    package var gate: Gate?
    /// What the gate told of itself.
    package var facts: GateFacts
    /// Punches of this gate in the store.
    package var punchCount: Int
    /// The last successful reading.
    package var lastSuccess: Reading?
    /// The last reading, successful or not.
    package var lastAttempt: Reading?
    /// What it told otherwise than before, newest first.
    package var factChanges: [GateFactChange] = []
    /// The run's moment in the gate's own zone, to tell how old its readings are.
    package var now: LocalDateTime

    /// Makes a record.
    package init(
        serial: GateSerial?, gate: Gate?, facts: GateFacts = GateFacts(), punchCount: Int = 0,
        lastSuccess: Reading? = nil, lastAttempt: Reading? = nil, now: LocalDateTime
    ) {
        self.serial = serial
        self.gate = gate
        self.facts = facts
        self.punchCount = punchCount
        self.lastSuccess = lastSuccess
        self.lastAttempt = lastAttempt
        self.now = now
    }

    /// Readings older than this are stale: a nightly run must have been missed.
    package static let staleAfterSeconds = 36 * 3600

    /// How the gate is doing.
    package var status: GateStatus {
        guard let gate, gate.isEnabled else { return .off }
        guard let lastSuccess else { return lastAttempt == nil ? .never : .failed }
        if let lastAttempt, !lastAttempt.isComplete, lastAttempt.readAt >= lastSuccess.readAt {
            return .failed
        }
        if now.seconds(since: lastSuccess.readAt) > Self.staleAfterSeconds { return .stale }
        return abs(lastSuccess.clockOffsetSeconds ?? 0) > Coverage.saneOffsetSeconds
            ? .clock : .ok
    }
}

/// How a gate is doing, worst first.
package enum GateStatus: String, Sendable, CaseIterable {
    /// The last attempt to read it failed.
    case failed
    /// It was never read.
    case never
    /// Its last reading is older than a day and a half.
    case stale
    /// Its clock is wrong by more than ten minutes.
    case clock
    case ok
    /// It is not in service.
    case off
}

extension GateRecord {
    /// The name people know the gate by.
    package var displayName: String {
        gate.map { $0.name.isEmpty ? $0.host : $0.name } ?? serial?.rawValue ?? "–"
    }

    /// What is wrong with the gate, as a sentence; `nil` when nothing is.
    package var problem: String? {
        switch status {
        case .ok, .off: return nil
        case .failed: return lastAttempt?.failure ?? "The last attempt failed."
        case .never: return "Never read."
        case .stale: return "Not read for more than a day and a half."
        case .clock:
            let offset = lastSuccess?.clockOffsetSeconds ?? 0
            return "Its clock is \(abs(offset)) s \(offset > 0 ? "ahead" : "behind")."
        }
    }
}

extension [GateRecord] {
    /// The gates, those that need attention most first; equals by branch, name and serial number.
    package var worstFirst: [GateRecord] {
        sorted { left, right in
            let ranks = [left, right].map { record in
                GateStatus.allCases.firstIndex(of: record.status) ?? 0
            }
            if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
            return left.sortKey.lexicographicallyPrecedes(right.sortKey)
        }
    }
}

extension GateRecord {
    fileprivate var sortKey: [String] {
        [gate?.branch.rawValue ?? "", displayName, serial?.rawValue ?? ""]
    }
}
