import GateModel
import GateSync
import Testing
import ZKEmulator

/// Whole gates read through the client, from the emulator.
@Suite(.timeLimit(.minutes(1)))
struct GateReaderTests {
    private static let json = """
        {"devices":[{"serial":"TEST0001","udp":true,"attendance_format":8,"user_format":28,
        "users":[{"uid":3,"user_id":"503","name":"N"}],
        "attendance":[{"uid":3,"user_id":"503","state":1,"verify":1,"at":"2026-10-05T08:00:00"}]}]}
        """

    @Test(arguments: GateTransport.allCases)
    func `a gate is read over the carrier of its row`(_ transport: GateTransport) async throws {
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(Self.json.utf8)))
        let found = try #require(fleet.gates.first)
        let gate = Gate(
            serial: "TEST0001", branch: "DHK", name: "Front", host: found.host, port: found.port,
            transport: transport)
        let snapshot = try await GateReader(timeout: .seconds(20)).read(
            GateTarget(gate: gate, commKey: 0, wallClock: { .seconds(1_791_200_000) }))
        await fleet.stop()
        #expect(snapshot.serial == "TEST0001")
        #expect(snapshot.mode == .full)
        #expect(snapshot.punches.map(\.deviceUserID) == ["503"])
        #expect(snapshot.punches.map(\.at.description) == ["2026-10-05T08:00:00"])
    }

    private func facts(_ more: String) async throws -> GateFacts {
        let json = #"{"devices":[{"serial":"TEST0001","# + more + #""users":[]}]}"#
        let fleet = try await EmulatedFleet.start(fleet: Fleet(json: Array(json.utf8)))
        let found = try #require(fleet.gates.first)
        let gate = Gate(branch: "DHK", name: "Front", host: found.host, port: found.port)
        let snapshot = try await GateReader(timeout: .seconds(20)).read(
            GateTarget(gate: gate, commKey: 0, wallClock: { .seconds(1_791_200_000) }))
        await fleet.stop()
        return snapshot.facts
    }

    @Test func `a gate tells its address and its finger algorithm`() async throws {
        let facts = try await facts(#""mac":"00:00:5e:00:53:aa","fingerprint_version":"9","#)
        #expect(facts.mac == "00:00:5e:00:53:aa")
        #expect(facts.fingerAlgorithm == "9")
    }

    @Test func `a gate that does not know them is read all the same`() async throws {
        let facts = try await facts(#""mac":"","fingerprint_version":"","#)
        #expect(facts.mac == "")
        #expect(facts.fingerAlgorithm == "")
        #expect(facts.model == "F18")
    }
}
