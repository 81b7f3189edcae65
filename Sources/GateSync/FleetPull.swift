import Foundation
import GateModel
package import Store

/// Reads many gates into the store, a bounded number at a time.
///
/// A gate that fails is a row of the result and harms no other one; only a store that cannot be
/// written ends the run.
package struct FleetPull: Sendable {
    /// Gates read at the same time, 1 or more.
    package var width: Int
    /// Attempts after the first one.
    package var retries: Int
    /// How long to wait between attempts.
    package var backoff: Backoff
    /// Reads one gate once.
    package var read: @Sendable (GateTarget) async throws -> GateSnapshot
    /// Waits; replaced in tests.
    package var sleep: @Sendable (Duration) async throws -> Void

    /// Makes a pull.
    package init(
        width: Int, retries: Int, backoff: Backoff = Backoff(),
        read: @escaping @Sendable (GateTarget) async throws -> GateSnapshot,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) {
        self.width = max(1, width)
        self.retries = max(0, retries)
        self.backoff = backoff
        self.read = read
        self.sleep = sleep
    }

    /// Reads `targets` into `store`.
    ///
    /// Punches and ledger entry of a gate are written together as soon as the gate was read.
    /// `onResult` is called after each gate, one at a time, in the order in which gates finish.
    ///
    /// - Returns: A result per target, in the order of `targets`.
    /// - Throws: `StoreError`; `CancellationError`.
    package func run(
        _ targets: [GateTarget], into store: GateStore,
        onResult: (GateResult) -> Void = { _ in }
    ) async throws -> [GateResult] {
        var results: [GateResult?] = Array(repeating: nil, count: targets.count)
        try await withThrowingTaskGroup(of: (Int, GateResult).self) { group in
            var next = targets.startIndex
            func addNext() {
                guard next < targets.endIndex else { return }
                let index = next
                next += 1
                group.addTask { (index, try await pull(targets[index], into: store)) }
            }
            for _ in 0..<width { addNext() }
            while let (index, result) = try await group.next() {
                results[index] = result
                onResult(result)
                addNext()
            }
        }
        return results.compactMap(\.self)
    }

    private func pull(_ target: GateTarget, into store: GateStore) async throws -> GateResult {
        let clock = ContinuousClock()
        let start = clock.now
        var generator = SystemRandomNumberGenerator()
        var attempt = 1
        while true {
            do {
                let snapshot = try await read(target)
                let seconds = clock.now.seconds(since: start)
                return try await record(
                    snapshot, of: target, attempts: attempt, seconds: seconds, in: store)
            } catch let error as StoreError {
                throw error
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                guard error.isWorthRetrying, attempt <= retries else {
                    return try await recordFailure(
                        String(describing: error), of: target, attempts: attempt,
                        seconds: clock.now.seconds(since: start), in: store)
                }
                try await sleep(backoff.delay(afterAttempt: attempt, using: &generator))
                attempt += 1
            }
        }
    }

    private func record(
        _ snapshot: GateSnapshot, of target: GateTarget, attempts: Int, seconds: Double,
        in store: GateStore
    ) async throws -> GateResult {
        let reading = Reading(
            serial: snapshot.serial, source: .pull, origin: target.address,
            readAt: snapshot.readAt, mode: snapshot.mode, attempts: attempts,
            clockOffsetSeconds: snapshot.clockOffsetSeconds,
            recordsOnGate: snapshot.facts.recordCount,
            recordsRead: snapshot.punches.count + snapshot.undecodable.count,
            bytesReceived: snapshot.bytesReceived, seconds: seconds)
        let counts = try await store.record(
            reading, punches: snapshot.punches, undecodable: snapshot.undecodable,
            facts: snapshot.facts, digest: nil, log: snapshot.log,
            operations: snapshot.operations, isOperationEnd: snapshot.isOperationEnd)
        var gate = target.gate
        gate.serial = snapshot.serial
        var result = GateResult(gate: gate, attempts: attempts, seconds: seconds)
        result.mode = snapshot.mode
        result.read = counts.read
        result.new = counts.new
        result.duplicate = counts.duplicate
        result.undecodable = snapshot.undecodable.count
        result.clockOffsetSeconds = snapshot.clockOffsetSeconds
        result.bytesReceived = snapshot.bytesReceived
        return result
    }

    /// Remembers a failed attempt; a gate whose serial nobody knows yet has no ledger to go to.
    private func recordFailure(
        _ failure: String, of target: GateTarget, attempts: Int, seconds: Double,
        in store: GateStore
    ) async throws -> GateResult {
        if let serial = target.gate.serial {
            let reading = Reading(
                serial: serial, source: .pull, origin: target.address, readAt: target.now(),
                attempts: attempts, seconds: seconds, failure: failure)
            _ = try await store.record(
                reading, punches: [], undecodable: [], facts: nil, digest: nil)
        }
        return GateResult(
            gate: target.gate, attempts: attempts, seconds: seconds, failure: failure)
    }
}

extension ContinuousClock.Instant {
    /// Seconds from `earlier` to this.
    fileprivate func seconds(since earlier: ContinuousClock.Instant) -> Double {
        earlier.duration(to: self) / .seconds(1)
    }
}
