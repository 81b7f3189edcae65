import GateModel
import GateSync
import Store
import TestKit
import Testing
import ZKEmulator
import ZKProtocol

/// Reading only what is new, from emulated gates into a store.
@Suite(.timeLimit(.minutes(2)))
struct TailReadTests {
    /// 2026-10-06 12:00, a day after the first punches.
    private static let noon = 1_791_288_000

    /// A gate, a store, and a clock that days can be added to.
    private struct Bench {
        let fleet: EmulatedFleet
        let store: GateStore
        let folder: TemporaryFolder
        var gate: Gate

        init(punches: Int, attendance: Int = 40, firmware: String = "Ver 6.60") async throws {
            fleet = try await Self.start(attendance: attendance, firmware: firmware)
            folder = try TemporaryFolder()
            store = try GateStore(path: folder.path("store.sqlite"), access: .create)
            let found = try #require(fleet.gates.first)
            gate = Gate(
                serial: "TEST0001", branch: "DHK", name: "Front", host: found.host,
                port: found.port)
            try await add(punches, from: 0)
        }

        static func start(attendance: Int, firmware: String) async throws -> EmulatedFleet {
            let users = (1...20).map { #"{"uid":\#($0),"user_id":"\#(500 + $0)","name":"N"}"# }
            let json = """
                {"devices":[{"serial":"TEST0001","firmware":"\(firmware)",
                "user_format":\(attendance < 40 ? 28 : 72),"attendance_format":\(attendance),
                "users":[\(users.joined(separator: ","))]}]}
                """
            return try await EmulatedFleet.start(fleet: Fleet(json: Array(json.utf8)))
        }

        /// Punches number `first` and following, a minute apart.
        static func punches(_ count: Int, from first: Int) -> [FleetPunch] {
            (first..<first + count).map { index in
                FleetPunch(
                    slot: 1 + index % 20, userID: String(501 + index % 20),
                    at: LocalDateTime(
                        secondsSinceEpoch: TailReadTests.noon - 86_400 * 300 + index * 60),
                    state: UInt8(index % 2), verify: 1)
            }
        }

        func add(_ count: Int, from first: Int) async throws {
            try await fleet.update("TEST0001") {
                $0.attendance += Self.punches(count, from: first)
            }
        }

        func pull(
            afterDays days: Int = 0, wholeEveryDays: Int = 7, retries: Int = 0
        ) async throws -> GateResult {
            let store = store
            let reader = GateReader(timeout: .seconds(30), wholeEveryDays: wholeEveryDays) {
                try await store.knownLog(of: $0)
            }
            let pull = FleetPull(
                width: 1, retries: retries, read: { try await reader.read($0) }, sleep: { _ in })
            let target = GateTarget(
                gate: gate, commKey: 0,
                wallClock: { .seconds(TailReadTests.noon + days * 86_400) })
            return try #require(try await pull.run([target], into: store).first)
        }

        var storedPunchCount: Int {
            get async throws { try #require(try await store.gateStates().first).punchCount }
        }
    }

    @Test(arguments: [8, 16, 40, 49])
    func `only what is new goes over the wire, in the order of the gate`(
        _ attendance: Int
    ) async throws {
        let bench = try await Bench(punches: 3000, attendance: attendance)
        let first = try await bench.pull()
        #expect(first.failure == nil)
        #expect(first.mode == .full)
        #expect(first.new == 3000)
        #expect(first.bytesReceived > 3000 * attendance)
        let known = try #require(try await bench.store.knownLog(of: "TEST0001"))
        #expect(known.isProven)
        #expect(known.recordCount == 3000)

        let second = try await bench.pull()
        #expect(second.mode == .unchanged)
        #expect(second.read == 0)
        #expect(second.bytesReceived < 3000)

        try await bench.add(40, from: 3000)
        let third = try await bench.pull()
        #expect(third.mode == .tail)
        #expect(third.read == 40)
        #expect(third.new == 40)
        #expect(third.bytesReceived < 5000)
        let positions = try await bench.store.positions
        #expect(positions == Array(0..<3040))

        let whole = try await bench.pull(wholeEveryDays: 0)
        #expect(whole.mode == .full)
        #expect(whole.read == 3040)
        #expect(whole.new == 0)
        await bench.fleet.stop()
    }

    @Test func `a gate with 100,000 punches and 40 new ones costs kilobytes`() async throws {
        let bench = try await Bench(punches: 100_000)
        let first = try await bench.pull()
        #expect(first.new == 100_000)
        try await bench.add(40, from: 100_000)
        let second = try await bench.pull()
        #expect(second.mode == .tail)
        #expect(second.new == 40)
        #expect(second.bytesReceived < 4096)
        #expect(first.bytesReceived > 4_000_000)
        await bench.fleet.stop()
    }

    @Test func `after some days everything is read again`() async throws {
        let bench = try await Bench(punches: 200)
        _ = try await bench.pull()
        #expect(try await bench.pull(afterDays: 6).mode == .unchanged)
        #expect(try await bench.pull(afterDays: 7).mode == .full)
        #expect(try await bench.pull(afterDays: 8).mode == .unchanged)
        // A clock of this machine that went back proves nothing about the age of a reading.
        #expect(try await bench.pull(afterDays: 3).mode == .full)
        await bench.fleet.stop()
    }

    @Test(arguments: [100, 200, 300])
    func `a log that was cleared is read whole, however long it is again`(
        _ count: Int
    ) async throws {
        let bench = try await Bench(punches: 200)
        _ = try await bench.pull()
        #expect(try await bench.pull().mode == .unchanged)
        try await bench.fleet.update("TEST0001") {
            $0.attendance = Bench.punches(count, from: 5000)
        }
        let result = try await bench.pull()
        #expect(result.mode == .full)
        #expect(result.new == count)
        #expect(try await bench.storedPunchCount == 200 + count)
        await bench.fleet.stop()
    }

    @Test func `a log that was emptied is read whole and holds nothing`() async throws {
        let bench = try await Bench(punches: 200)
        _ = try await bench.pull()
        try await bench.fleet.update("TEST0001") { $0.attendance = [] }
        for _ in 0..<2 {
            let result = try await bench.pull()
            #expect(result.failure == nil)
            #expect(result.mode == .full)
            #expect(result.read == 0)
        }
        #expect(try await bench.storedPunchCount == 200)
        await bench.fleet.stop()
    }

    @Test func `other firmware has to show anew what it can`() async throws {
        var bench = try await Bench(punches: 200)
        _ = try await bench.pull()
        await bench.fleet.stop()
        let other = try await Bench.start(attendance: 40, firmware: "Ver 8.00")
        try await other.update("TEST0001") { $0.attendance = Bench.punches(210, from: 0) }
        bench.gate.port = try #require(other.gates.first).port
        let result = try await bench.pull()
        #expect(result.mode == .full)
        #expect(result.new == 10)
        #expect(try await bench.pull().mode == .unchanged)
        await other.stop()
    }

    @Test func `a short log that comes at once is always whole`() async throws {
        let bench = try await Bench(punches: 20)
        for _ in 0..<3 {
            let result = try await bench.pull()
            #expect(result.mode == .full)
            #expect(result.read == 20)
        }
        await bench.fleet.stop()
    }

    @Test func `a gate that fails at its end is read whole in the same run`() async throws {
        let bench = try await Bench(punches: 200)
        _ = try await bench.pull()
        try await bench.add(5, from: 200)
        // The first chunk asked for, that of the size, meets a gate that hangs up.
        try await bench.fleet.setFaults(
            [FleetFault(.drop, on: .readBuffer, times: 1)], at: "TEST0001")
        let result = try await bench.pull(retries: 1)
        #expect(result.mode == .full)
        #expect(result.attempts == 2)
        #expect(result.new == 5)
        let known = try #require(try await bench.store.knownLog(of: "TEST0001"))
        #expect(known.strikes == 1)
        #expect(try await bench.pull().mode == .unchanged)
        #expect(try await bench.store.knownLog(of: "TEST0001")?.strikes == 0)
        await bench.fleet.stop()
    }

    @Test func `a gate that cannot show its end is read, and asked no more after three nights`()
        async throws
    {
        let bench = try await Bench(punches: 200)
        // The proof asks for the size, the second chunk of a visit.
        try await bench.fleet.setFaults(
            [FleetFault(.drop, on: .readBuffer, from: 2)], at: "TEST0001")
        var strikes: [Int?] = []
        for _ in 0..<4 {
            let result = try await bench.pull()
            #expect(result.mode == .full)
            #expect(result.read == 200)
            strikes.append(try await bench.store.knownLog(of: "TEST0001")?.strikes)
            try await bench.fleet.setFaults(
                [FleetFault(.drop, on: .readBuffer, from: 2)], at: "TEST0001")
        }
        #expect(strikes == [1, 2, 3, 3])
        await bench.fleet.stop()
    }
}

extension GateStore {
    /// The places of all punches in the logs of their gates, in the order of arrival.
    fileprivate var positions: [Int] {
        get throws {
            try punches(after: 0, limit: 10_000).map(\.punch.position)
        }
    }
}
