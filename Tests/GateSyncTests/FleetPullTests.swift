import Foundation
import GateModel
import GateSync
import Store
import TestKit
import Testing

@Suite struct `Pulling a fleet` {
    private struct Busy: RetryableError {
        let isRetryable: Bool
    }

    private static func target(_ serial: String) -> GateTarget {
        GateTarget(
            gate: Gate(
                serial: GateSerial(serial), branch: "DHK", name: serial, host: "gate-\(serial)"),
            commKey: 0, wallClock: { .seconds(20_000 * 86_400) })
    }

    private static func snapshot(_ target: GateTarget, punches: Int) throws -> GateSnapshot {
        var snapshot = GateSnapshot(
            serial: try #require(target.gate.serial), facts: GateFacts(), readAt: target.now(),
            mode: .full)
        snapshot.punches = (0..<punches).map { index in
            Punch(
                deviceUserID: "7", at: target.now().adding(seconds: -index - 1), state: 0,
                verify: 1, position: index)
        }
        return snapshot
    }

    private func store() throws -> (GateStore, TemporaryFolder) {
        let folder = try TemporaryFolder()
        return (try GateStore(path: folder.path("store.sqlite"), access: .create), folder)
    }

    @Test func `a gate that fails is a row and harms no other`() async throws {
        let (store, folder) = try store()
        defer { withExtendedLifetime(folder) {} }
        let pull = FleetPull(
            width: 2, retries: 2,
            read: { target in
                if target.gate.serial == "B" { throw Busy(isRetryable: false) }
                return try Self.snapshot(target, punches: 3)
            }, sleep: { _ in })
        let results = try await pull.run(["A", "B", "C"].map(Self.target), into: store)
        #expect(results.map(\.gate.serial) == ["A", "B", "C"])
        #expect(results.map(\.isComplete) == [true, false, true])
        #expect(results.map(\.new) == [3, 0, 3])
        #expect(results.map(\.attempts) == [1, 1, 1])
        let states = try await store.gateStates()
        #expect(states.map(\.punchCount) == [3, 0, 3])
        #expect(states[1].lastAttempt?.failure != nil)
        #expect(states[1].lastSuccess == nil)
    }

    @Test func `a second night brings nothing new`() async throws {
        let (store, folder) = try store()
        defer { withExtendedLifetime(folder) {} }
        let pull = FleetPull(
            width: 4, retries: 0, read: { try Self.snapshot($0, punches: 5) }, sleep: { _ in })
        _ = try await pull.run([Self.target("A")], into: store)
        let again = try await pull.run([Self.target("A")], into: store)
        #expect(again.map(\.new) == [0])
        #expect(again.map(\.duplicate) == [5])
    }

    @Test func `attempts end with the first success and waits grow`() async throws {
        let (store, folder) = try store()
        defer { withExtendedLifetime(folder) {} }
        let calls = Locked(0)
        let waits = Locked<[Duration]>([])
        let pull = FleetPull(
            width: 1, retries: 3, backoff: Backoff(first: .seconds(1), longest: .seconds(60)),
            read: { target in
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                if call < 4 { throw Busy(isRetryable: true) }
                return try Self.snapshot(target, punches: 1)
            },
            sleep: { wait in waits.withLock { $0.append(wait) } })
        let results = try await pull.run([Self.target("A")], into: store)
        #expect(results.map(\.attempts) == [4])
        #expect(results.map(\.isComplete) == [true])
        let slept = waits.withLock { $0 }
        #expect(slept.count == 3)
        for (wait, full) in zip(slept, [1.0, 2, 4]) {
            #expect(wait >= .seconds(full / 2))
            #expect(wait <= .seconds(full))
        }
    }

    @Test func `never more gates at once than the width`() async throws {
        let (store, folder) = try store()
        defer { withExtendedLifetime(folder) {} }
        let busy = Locked((now: 0, most: 0))
        let pull = FleetPull(
            width: 3, retries: 0,
            read: { target in
                busy.withLock { busy in
                    busy.now += 1
                    busy.most = max(busy.most, busy.now)
                }
                await Task.yield()
                busy.withLock { $0.now -= 1 }
                return try Self.snapshot(target, punches: 1)
            }, sleep: { _ in })
        let results = try await pull.run((1...20).map { Self.target("G\($0)") }, into: store)
        #expect(results.count == 20)
        #expect(busy.withLock { $0.most } <= 3)
    }
}
