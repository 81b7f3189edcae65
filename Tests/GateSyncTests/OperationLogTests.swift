import GateModel
import GateSync
import Store
import TestKit
import Testing
import ZKEmulator
import ZKProtocol

/// What was done at gates themselves, from emulated gates into a store.
@Suite(.timeLimit(.minutes(1)))
struct OperationLogTests {
    private static let json = """
        {"devices":[{"serial":"TEST0001","users":[{"uid":1,"user_id":"501","name":"N"}]}]}
        """

    private func pull(_ fleet: EmulatedFleet, into store: GateStore) async throws -> GateResult {
        let found = try #require(fleet.gates.first)
        let gate = Gate(
            serial: "TEST0001", branch: "DHK", name: "Front", host: found.host, port: found.port)
        let reader = GateReader(timeout: .seconds(30), wholeEveryDays: 7) {
            try await store.knownLog(of: $0)
        }
        let pull = FleetPull(
            width: 1, retries: 0, read: { try await reader.read($0) }, sleep: { _ in })
        let target = GateTarget(
            gate: gate, commKey: 0, wallClock: { .seconds(1_791_288_000) })
        return try #require(try await pull.run([target], into: store).first)
    }

    @Test func `what was done at a gate is kept once`() async throws {
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(Self.json.utf8)))
        let folder = try TemporaryFolder()
        let store = try GateStore(path: folder.path("store.sqlite"), access: .create)
        // Two equal lines in one second are two lines.
        let time = try #require(DeviceTime(wallSeconds: 1_791_280_000))
        let line = OperationRecord(
            administratorSlot: 7, operation: 9, time: time, parameters: [3, 0, 0, 0])
        try await fleet.update("TEST0001") { $0.operations = [line, line] }
        for _ in 0..<2 {
            let result = try await pull(fleet, into: store)
            #expect(result.failure == nil)
        }
        let kept = try await store.operations(of: "TEST0001")
        #expect(kept.map(\.operation) == [9, 9])
        #expect(kept.map(\.bytes) == [line.encoded, line.encoded])
        #expect(kept.first?.at == LocalDateTime(secondsSinceEpoch: 1_791_280_000))

        try await fleet.perform(.deleteUser(userID: "501"), at: "TEST0001")
        _ = try await pull(fleet, into: store)
        #expect(try await store.operations().map(\.operation) == [9, 9, 9])
        await fleet.stop()
    }

    @Test func `only the new lines of a long log are transferred`() async throws {
        let fleet = try await EmulatedFleet.start(
            fleet: Fleet(json: Array(Self.json.utf8)),
            asOf: LocalDateTime(secondsSinceEpoch: 1_791_287_000))
        let folder = try TemporaryFolder()
        let store = try GateStore(path: folder.path("store.sqlite"), access: .create)
        func line(_ number: Int) throws -> OperationRecord {
            let time = try #require(DeviceTime(wallSeconds: 1_791_000_000 + number / 2 * 60))
            return OperationRecord(
                administratorSlot: 7, operation: 4, time: time, parameters: [0, 0, 0, 0])
        }
        func add(_ numbers: Range<Int>) async throws {
            let lines = try numbers.map(line)
            try await fleet.update("TEST0001") { $0.operations += lines }
        }
        // Enough punches for the gate to show that the end of a log can be read.
        try await fleet.perform(
            .punch(userID: "501", state: 0, verify: 1, count: 500), at: "TEST0001")
        try await add(0..<4001)
        let first = try await pull(fleet, into: store)
        #expect(first.failure == nil)
        let before = try await store.operations(of: "TEST0001").count
        #expect(first.mode == .full && before >= 4001)
        // Every line is there twice, the second of the last pair only now.
        try await add(4001..<4011)
        let second = try await pull(fleet, into: store)
        #expect(second.mode == .unchanged && second.bytesReceived < 4_000)
        #expect(try await store.operations(of: "TEST0001").count == before + 10)

        // Cleared and longer than before: not the log that was read.
        try await fleet.update("TEST0001") { $0.operations = [] }
        try await add(9000..<14_000)
        let third = try await pull(fleet, into: store)
        #expect(third.mode == .unchanged && third.bytesReceived > 80_000)
        #expect(try await store.operations(of: "TEST0001").count == before + 10 + 5000)
        let lines = try await store.operations(of: "TEST0001").map(\.bytes)
        _ = try await pull(fleet, into: store)
        #expect(try await store.operations(of: "TEST0001").map(\.bytes) == lines)
        await fleet.stop()
    }

    @Test(arguments: [FaultEffect.answer(.ackError), .drop])
    func `a gate without an operation log is read all the same`(_ effect: FaultEffect) async throws
    {
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(Self.json.utf8)))
        let folder = try TemporaryFolder()
        let store = try GateStore(path: folder.path("store.sqlite"), access: .create)
        try await fleet.perform(
            .punch(userID: "501", state: 0, verify: 1, count: 3), at: "TEST0001")
        // Staging is asked for the punches first, then for the operations; old firmware directly.
        try await fleet.setFaults(
            [
                FleetFault(effect, on: .prepareBuffer, from: 2),
                FleetFault(effect, on: .readOperations),
            ], at: "TEST0001")
        let result = try await pull(fleet, into: store)
        #expect(result.failure == nil)
        #expect(result.new == 3)
        #expect(try await store.operations() == [])
        await fleet.stop()
    }
}
