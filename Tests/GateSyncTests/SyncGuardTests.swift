import GateModel
import GateSync
import Store
import Testing
import ZKProtocol

@Suite struct `Guards against a bad roster` {
    private static let yesterday = SyncFixture.date.adding(days: -1)

    /// The plan of one gate with `count` people, the first `blocked` of whom are to be blocked.
    private static func plan(
        people count: Int, blocked: Int, facts: RosterFacts? = nil, isForced: Bool = false,
        bounds: SyncGuard = SyncGuard()
    ) -> SyncPlan {
        let members = (1...max(1, count)).map { number in
            SyncFixture.member(
                MemberID("\(number)"), until: number <= blocked ? yesterday : nil)
        }
        var view = GateView(
            gate: SyncFixture.target("A").gate, serial: "A", date: SyncFixture.date)
        view.users = (1...max(1, count)).map { number in
            GateUser(
                SyncFixture.user(UInt16(number), "\(number)"),
                mark: ContentMark([UInt8(number % 256)]))
        }
        let policy = AccessPolicy(members: members)
        let gate = GatePlan(
            view, people: policy.people(at: view.gate, on: view.date), policy: policy,
            vault: VaultIndex())
        return SyncPlan(
            gates: [gate],
            roster: facts
                ?? RosterFacts(
                    source: "members.csv", ageHours: 1, memberCount: count, acceptedCount: count),
            bounds: bounds, isForced: isForced)
    }

    @Test func `the limits hold exactly`() {
        let wide = SyncGuard(maxBlockCount: 25, maxBlockFraction: 1)
        #expect(Self.plan(people: 100, blocked: 25, bounds: wide).stop == nil)
        #expect(
            Self.plan(people: 100, blocked: 26, bounds: wide).stop
                == .tooMany(people: 26, limit: 25))
        #expect(Self.plan(people: 100, blocked: 20).stop == nil)
        #expect(
            Self.plan(people: 100, blocked: 21).stop
                == .tooLargeShare(serial: "A", people: 21, of: 100, limit: 0.2))
        #expect(Self.plan(people: 3, blocked: 1).stop == nil)
        #expect(Self.plan(people: 3, blocked: 2).stop != nil)
    }

    @Test func `a stopped run does nothing but restore, and a person may overrule it`() {
        let stopped = Self.plan(people: 100, blocked: 50)
        #expect(stopped.actions == [])
        #expect(stopped.heldBack.count == 50)
        #expect(stopped.text.contains("held back: block 1:"))
        let forced = Self.plan(people: 100, blocked: 50, isForced: true)
        #expect(forced.stop == nil)
        #expect(forced.actions.count == 50)
    }

    struct RosterCase: Sendable, CustomTestStringConvertible {
        var facts: RosterFacts
        var blocked = 1
        var stop: SyncStop?
        var canBeForced = true
        var testDescription: String { stop.map { "\($0)" } ?? "no stop" }
    }

    static let rosters: [RosterCase] = {
        func facts(_ count: Int, age: Double? = 1, accepted: Int? = nil) -> RosterFacts {
            RosterFacts(
                source: "m.csv", ageHours: age, memberCount: count, acceptedCount: accepted)
        }
        var cutOff = facts(100)
        cutOff.isCutOff = true
        return [
            RosterCase(facts: facts(0), stop: .emptyRoster(source: "m.csv"), canBeForced: false),
            RosterCase(
                facts: cutOff, stop: .cutOffRoster(source: "m.csv"), canBeForced: false),
            RosterCase(facts: facts(100, age: 36)),
            RosterCase(facts: facts(100, age: nil)),
            RosterCase(facts: facts(100, age: -3)),
            RosterCase(
                facts: facts(100, age: 36.5),
                stop: .staleRoster(source: "m.csv", ageHours: 36, limit: 36)),
            // Nothing is to be done: then a list may be as old as it likes.
            RosterCase(facts: facts(100, age: 9000), blocked: 0),
            RosterCase(facts: facts(100, accepted: 120)),
            RosterCase(
                facts: facts(100, accepted: 126),
                stop: .shrunkenRoster(source: "m.csv", members: 100, before: 126)),
            RosterCase(
                facts: facts(7, accepted: 10),
                stop: .shrunkenRoster(source: "m.csv", members: 7, before: 10)),
            RosterCase(facts: facts(8, accepted: 10)),
        ]
    }()

    @Test(arguments: rosters)
    func `a roster that cannot be believed blocks nobody`(example: RosterCase) {
        let plan = Self.plan(people: 100, blocked: example.blocked, facts: example.facts)
        #expect(plan.stop == example.stop)
        #expect(plan.actions.isEmpty == (example.stop != nil || example.blocked == 0))
        let forced = Self.plan(
            people: 100, blocked: example.blocked, facts: example.facts, isForced: true)
        #expect((forced.stop == nil) == (example.stop == nil || example.canBeForced))
    }

    @Test func `a stop says what was found and what to do`() {
        #expect(
            "\(SyncStop.tooMany(people: 30, limit: 25))"
                == "nobody was blocked: 30 people would be, more than max_block_count = 25; look at "
                + "`gatebook sync --dry-run`, and use --force if it is right")
    }

    @Test func `restoring is never held back`() async throws {
        let fixture = try SyncFixture()
        var state = MemoryGate.State()
        state.users = (1...10).map { SyncFixture.user(UInt16($0), "\($0)") }
        let gate = MemoryGate("A", state: state)
        let network = MemoryNetwork(gates: [gate])
        let members = { (blocked: Set<Int>) in
            (1...10).map { number in
                SyncFixture.member(
                    MemberID("\(number)"), status: blocked.contains(number) ? .suspended : .active)
            }
        }
        try await fixture.sync(network, members([1, 2]))
        var options = SyncFixture.options
        options.bounds = SyncGuard()
        let stale = RosterFacts(
            source: "members.csv", ageHours: 100, memberCount: 10, acceptedCount: 10)
        let report = try await fixture.sync(
            network, members([3, 4, 5, 6]), options: options, facts: stale)
        #expect(report.count(.restore) == 2)
        #expect(report.count(.block) == 0)
        #expect(report.plan.heldBack.count == 4)
        #expect(gate.state.users.count == 10)
        #expect(try await fixture.store().accessRow(of: "3", at: "A")?.nextAttempt != nil)
    }
}
