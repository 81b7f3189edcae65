import Configuration
import Foundation
import GateModel
import GateSync
import OrderedJSON
import Store

/// The first step of a night: reads the gates into the store.
struct Pulling: Sendable {
    let workspace: Workspace
    let store: GateStore
    let console: Console

    /// What came of it.
    struct Outcome: Sendable {
        var results: [GateResult]
        var seconds: Double

        /// Gates that were read.
        var okCount: Int { results.count { $0.isComplete } }
        /// Gates that were not.
        var failedCount: Int { results.count { !$0.isComplete } }
        /// Whether there were gates and none could be read.
        var isTotalFailure: Bool { !results.isEmpty && okCount == 0 }
        /// Whether somebody should look at it.
        var needsAttention: Bool {
            results.contains { !$0.isComplete || $0.undecodable > 0 }
        }
    }

    /// Reads the gates of `branches` and `serials`; all that are in service when both are empty.
    ///
    /// - Throws: ``Failure`` for names that are not in the fleet; `StoreError`.
    func run(branches: [String] = [], serials: [String] = [], isFull: Bool = false) async throws
        -> Outcome
    {
        let targets = try workspace.targets(
            try await store.gateStates(), branches: branches, serials: serials)
        let start = ContinuousClock.now
        guard !targets.isEmpty else {
            console.say(
                .info, "\(workspace.devices.file) lists no gate in service: nothing to read")
            return Outcome(results: [], seconds: 0)
        }
        let timeout = Duration.seconds(workspace.configuration.fleet.timeoutSeconds)
        let wholeEveryDays = isFull ? 0 : workspace.configuration.fleet.fullReadEveryDays
        let store = store
        let reader = GateReader(timeout: timeout, wholeEveryDays: wholeEveryDays) {
            try await store.knownLog(of: $0)
        }
        let pull = FleetPull(
            width: workspace.configuration.fleet.workers,
            retries: workspace.configuration.fleet.retries,
            read: { try await reader.read($0) })
        var done = 0
        console.progress("reading gates", done: 0, of: targets.count)
        let results = try await pull.run(targets, into: store) { result in
            done += 1
            report(result)
            console.progress("reading gates", done: done, of: targets.count)
        }
        let outcome = Outcome(results: results, seconds: start.duration(to: .now) / .seconds(1))
        let new = results.reduce(0) { $0 + $1.new }
        let read = results.reduce(0) { $0 + $1.read }
        let rate = outcome.seconds > 0 ? Int(Double(read) / outcome.seconds) : 0
        console.say(
            outcome.failedCount == 0 ? .success : .warning,
            "read \(outcome.okCount) of \(results.count) gates in \(text(outcome.seconds)): "
                + "\(read) records, \(new) new, \(rate) records/s")
        return outcome
    }

    private func report(_ result: GateResult) {
        let name = "\(result.gate.branch) \(result.gate.name)"
        guard result.isComplete else {
            console.say(.error, "\(name): \(result.failure ?? "failed")")
            return
        }
        var line = "\(name): \(result.new) new of \(result.read) in \(text(result.seconds))"
        if let offset = result.clockOffsetSeconds, abs(offset) > 60 {
            line += ", clock \(abs(offset)) s \(offset > 0 ? "ahead" : "behind")"
        }
        if result.undecodable > 0 { line += ", \(result.undecodable) records not decodable" }
        console.say(result.undecodable > 0 ? .warning : .success, line)
    }

    private func text(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}

extension Pulling.Outcome {
    /// The part of a run's JSON about gates.
    var devicesJSON: JSONValue {
        [
            "ok": .integer(okCount), "failed": .integer(failedCount),
            "detail": .array(results.map(\.json)),
        ]
    }

    /// The part of a run's JSON about punches.
    var punchesJSON: JSONValue {
        [
            "read": .integer(results.reduce(0) { $0 + $1.read }),
            "new": .integer(results.reduce(0) { $0 + $1.new }),
            "duplicate": .integer(results.reduce(0) { $0 + $1.duplicate }),
            "quarantined": 0,
            "undecodable": .integer(results.reduce(0) { $0 + $1.undecodable }),
        ]
    }
}

extension GateResult {
    fileprivate var json: JSONValue {
        [
            "serial": .optional(gate.serial?.rawValue), "branch": .string(gate.branch.rawValue),
            "ok": .bool(isComplete), "mode": .optional(mode?.rawValue),
            "attempts": .integer(attempts), "new": .integer(new),
            "clock_offset_seconds": .optional(clockOffsetSeconds), "seconds": .decimal(seconds),
            "bytes_received": .integer(bytesReceived), "error": .optional(failure),
        ]
    }
}
