import GateModel
import GateSync
import Store
import ZKProtocol

extension Benchmark {
    /// Planning of a big fleet: everybody at every gate, a tenth of the people to be blocked.
    static let plan = Benchmark(
        name: "plan", summary: "planning 10,000 people at 20 gates (goal: below 1 s)",
        unit: "people at gates",
        run: { _ in
            let policy = AccessPolicy(members: members(10_000))
            let views = (0..<20).map { view($0, people: 10_000) }
            return try await .of {
                var index = VaultIndex()
                let people = views.map { policy.people(at: $0.gate, on: day) }
                for (view, people) in zip(views, people) {
                    index.observe(view, people: people, policy: policy)
                }
                let plans = zip(views, people).map { view, people in
                    GatePlan(view, people: people, policy: policy, vault: index)
                }
                let plan = SyncPlan(
                    gates: plans,
                    roster: RosterFacts(
                        source: "bench", ageHours: 1, memberCount: 10_000, acceptedCount: nil),
                    bounds: SyncGuard(maxBlockCount: 100_000, maxBlockFraction: 1))
                let blocked = plan.actions.count { $0.kind == .block }
                try WrongResult.unless(blocked, is: 20_000, "people to be blocked")
                return 200_000
            }
        })

    /// Answers of `gatebook check`, from indexes.
    static let check = Benchmark(
        name: "check", summary: "checks among 100,000 people at 50 gates (goal: below 1 ms each)",
        unit: "checks",
        run: { folder in
            let people = members(100_000)
            let store = try GateStore(path: folder.path("gatebook.sqlite"), access: .create)
            let gates = (0..<50).map(gate)
            for start in stride(from: 0, to: people.count, by: 4000) {
                let rows = people[start..<start + 4000].flatMap { member in
                    gates.compactMap { gate in
                        gate.serial.map {
                            AccessRow(
                                memberID: member.memberID, serial: $0,
                                deviceUserID: member.deviceUserID, isWanted: true, reason: "")
                        }
                    }
                }
                try await store.recordAccess(rows, at: LocalDateTime(day))
            }
            let check = AccessCheck(policy: AccessPolicy(members: people), store: store)
            return try await .of {
                var allowed = 0
                for number in 0..<20_000 {
                    let member = people[number * 7919 % people.count]
                    let answer = try await check.check(
                        member.memberID, at: gates[number % 50], on: day)
                    guard let answer, answer.row != nil else {
                        throw WrongResult(description: "a check found no row")
                    }
                    allowed += answer.isAllowed ? 1 : 0
                }
                try WrongResult.unless(allowed, is: 18_000, "people who may pass")
                return 20_000
            }
        })

    private static let day = InventedLog.firstDay

    private static func gate(_ number: Int) -> Gate {
        Gate(
            serial: GateSerial("BENCH\(number)"), branch: "B", name: "Gate \(number)",
            host: "gate-\(number)")
    }

    /// People, every tenth of whom may not pass any more.
    private static func members(_ count: Int) -> [Member] {
        (0..<count).map { number in
            Member(
                memberID: MemberID("M\(number)"), name: "Person \(number)", branch: "B",
                accessUntil: number % 10 == 0 ? day.adding(days: -1) : nil,
                deviceUserID: DeviceUserID("\(number + 1)"))
        }
    }

    private static func view(_ number: Int, people: Int) -> GateView {
        var view = GateView(gate: gate(number), serial: GateSerial("BENCH\(number)"), date: day)
        view.algorithm = "10"
        view.users = (0..<people).map { person in
            let record = UserRecord(
                slot: UInt16(person + 1), userID: "\(person + 1)", name: "Person \(person)")
            return GateUser(record, mark: mark(person, 0))
        }
        for person in 0..<people {
            view.fingers[UInt16(person + 1)] = [
                GateFinger(finger: 6, mark: mark(person, 6)),
                GateFinger(finger: 7, mark: mark(person, 7)),
            ]
        }
        return view
    }

    private static func mark(_ person: Int, _ part: UInt8) -> ContentMark {
        ContentMark([
            UInt8(truncatingIfNeeded: person), UInt8(truncatingIfNeeded: person >> 8), part,
        ])
    }
}
