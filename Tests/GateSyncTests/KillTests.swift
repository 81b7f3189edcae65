import GateModel
import Store
import Testing
import ZKProtocol

@testable import GateSync

@Suite struct `Dying at any step` {
    /// What the gates hold after both rosters, with nothing going wrong.
    private static func undisturbed() async throws -> (
        start: MemoryNetwork, end: MemoryNetwork, fixture: SyncFixture
    ) {
        let fixture = try SyncFixture()
        let network = KillScenario.network()
        _ = try await fixture.syncUntilQuiet(network, KillScenario.before)
        let start = network.copy()
        _ = try await fixture.syncUntilQuiet(network, KillScenario.after)
        return (start, network, fixture)
    }

    @Test func `the scenario needs every kind of action and step`() async throws {
        let (_, end, fixture) = try await Self.undisturbed()
        let steps = try await fixture.store().steps()
        #expect(
            Set(steps.map(\.kind))
                == [
                    .disable, .enable, .deleteUser, .writeUser, .deleteTemplate, .writeTemplate,
                    .refresh,
                ])
        #expect(steps.allSatisfy { $0.outcome == .done })
        #expect(
            end.gates.map { $0.state.users.compactMap(\.userID).sorted() } == [
                ["2", "3", "8", "chief", "stranger"], ["2", "3", "8", "chief", "stranger"],
                ["5", "chief", "stranger"],
            ])
        // The three fingers of "2" and "3" are on both gates now.
        #expect(end.gates.map(\.state.templates.count) == [5, 3, 0])
    }

    @Test(arguments: [false, true])
    func `a kill at every moment loses nothing and the next runs converge`(
        isSecondRoster: Bool
    ) async throws {
        let (middle, end, _) = try await Self.undisturbed()
        let fixture = try SyncFixture()
        let network = KillScenario.network()
        if isSecondRoster { _ = try await fixture.syncUntilQuiet(network, KillScenario.before) }
        let members = isSecondRoster ? KillScenario.after : KillScenario.before
        let original = network.copy()
        let wanted = (isSecondRoster ? end : middle).gates.map(KillScenario.holdings)
        let remains = try await fixture.syncKeepingRemains(network, members)
        #expect(remains.count > (isSecondRoster ? 90 : 30))
        for left in remains {
            let next = SyncFixture(left)
            #expect(try await next.lost(of: original, in: left.network) == [], "\(left.moment)")
            let runs = try await next.syncUntilQuiet(left.network, members)
            #expect(runs <= 2, "\(left.moment)")
            #expect(
                left.network.gates.map(KillScenario.holdings) == wanted, "\(left.moment)")
            #expect(!left.network.gates.map(\.state.isEnabled).contains(false), "\(left.moment)")
        }
    }

    @Test(arguments: MemoryGate.Fault.allCases)
    func `a fault at every command is noticed by read-back and put right`(
        fault: MemoryGate.Fault
    ) async throws {
        let (_, end, _) = try await Self.undisturbed()
        let wanted = end.gates.map(KillScenario.holdings)
        let (start, startNetwork) = (try SyncFixture(), KillScenario.network())
        _ = try await start.syncUntilQuiet(startNetwork, KillScenario.before)
        for gateIndex in 0..<3 {
            var number = 1
            while true {
                let fixture = try start.copy()
                let network = startNetwork.copy()
                let gate = network.gates[gateIndex]
                let first = gate.state.commandCount
                gate.setFaults([first + number: fault])
                let original = network.copy()
                let runs = try await fixture.syncUntilQuiet(network, KillScenario.after)
                if gate.state.commandCount < first + number { break }
                let place: Comment = "\(fault) at command \(number) of gate \(gate.serial)"
                #expect(runs <= 3, place)
                #expect(network.gates.map(KillScenario.holdings) == wanted, place)
                #expect(gate.state.isEnabled || fault == .acknowledgedNotApplied, place)
                #expect(try await fixture.lost(of: original, in: network) == [], place)
                number += 1
            }
            #expect(number > 4)
        }
    }

    @Test
    func `a gate that was left disabled is enabled by the next run, with proof in the journal`()
        async throws
    {
        let fixture = try SyncFixture()
        let network = KillScenario.network()
        let remains = try await fixture.syncKeepingRemains(network, KillScenario.before)
        let left = try #require(remains.first { $0.moment == .acted(.disable) })
        let next = SyncFixture(left)
        let gate = left.network.gates[0]
        #expect(!gate.state.isEnabled)
        #expect(try await next.store().gatesThatMayBeDisabled() == ["A"])
        // Even a roster that stops the run does not keep the gate closed.
        let report = try await next.sync(
            left.network, [], targets: KillScenario.targets(left.network))
        #expect(report.plan.stop != nil)
        #expect(gate.state.isEnabled)
        let steps = try await next.store().steps(of: "A")
        #expect(steps.first?.outcome == .unknown)
        #expect(steps.last?.kind == .enable)
        #expect(steps.last?.outcome == .done)
        #expect(try await next.store().gatesThatMayBeDisabled() == [])
    }

    @Test func `a gate that only says it was enabled`() async throws {
        // Nothing can be read back about this; the readers are asked for once more by the next run
        // only when the acknowledgement was missing.
        let fixture = try SyncFixture()
        let network = KillScenario.network()
        let gate = network.gates[0]
        gate.setFaults([4: .lost])
        _ = try await fixture.syncUntilQuiet(network, KillScenario.before)
        #expect(gate.state.isEnabled)
    }
}
