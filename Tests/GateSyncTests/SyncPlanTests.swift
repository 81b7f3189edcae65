import GateModel
import GateSync
import Testing
import ZKProtocol

@Suite struct `Planning gates` {
    private static let date = SyncFixture.date
    private static let yesterday = date.adding(days: -1)

    private static func view(
        _ users: [UserRecord], serial: GateSerial = "A", branch: BranchID = "GYM",
        change: (inout GateView) -> Void = { _ in }
    ) -> GateView {
        var view = GateView(
            gate: SyncFixture.target(serial, branch: branch).gate, serial: serial, date: date)
        view.algorithm = "10"
        view.users = users.map { user in
            GateUser(user, mark: ContentMark([UInt8(truncatingIfNeeded: user.slot), 1]))
        }
        change(&view)
        return view
    }

    private static func plan(
        _ view: GateView, _ members: [Member], identities: [Identity] = [],
        known: [MemberID: DeviceUserID] = [:]
    ) -> GatePlan {
        let policy = AccessPolicy(members: members, identities: identities)
        let people = policy.people(at: view.gate, on: view.date, known: known)
        var index = VaultIndex()
        index.observe(view, people: people, policy: policy)
        return GatePlan(view, people: people, policy: policy, vault: index)
    }

    struct ReasonCase: Sendable, CustomTestStringConvertible {
        var member: Member
        var reason: AccessReason
        var testDescription: String { "\(reason)" }
    }

    static let reasons: [ReasonCase] = {
        var left = SyncFixture.member("1")
        left.left = yesterday
        var joins = SyncFixture.member("1")
        joins.joined = date.adding(days: 1)
        var starts = SyncFixture.member("1")
        starts.accessFrom = date.adding(days: 1)
        var lastDay = SyncFixture.member("1", until: date)
        lastDay.left = date
        lastDay.joined = date
        lastDay.accessFrom = date
        return [
            ReasonCase(member: lastDay, reason: .entitled),
            ReasonCase(
                member: SyncFixture.member("1", until: yesterday), reason: .expired(yesterday)),
            ReasonCase(member: SyncFixture.member("1", status: .suspended), reason: .suspended),
            ReasonCase(member: left, reason: .left(yesterday)),
            ReasonCase(member: joins, reason: .notJoined(date.adding(days: 1))),
            ReasonCase(member: starts, reason: .notStarted(date.adding(days: 1))),
            ReasonCase(
                member: SyncFixture.member("1", gates: ["B", "CTG"]),
                reason: .otherGates(["B", "CTG"])),
        ]
    }()

    @Test(arguments: reasons)
    func `the reason is that of the policy`(example: ReasonCase) {
        let policy = AccessPolicy(members: [example.member])
        let gate = SyncFixture.target("A").gate
        #expect(policy.reason(for: example.member, at: gate, on: Self.date) == example.reason)
        #expect(
            example.reason.isAllowed == example.member.isEntitled(on: Self.date)
                && policy.admits(example.member, at: gate) || !example.reason.isAllowed)
    }

    @Test func `the words of a reason`() {
        #expect("\(AccessReason.expired(Self.date))" == "access ended on \(Self.date)")
        #expect("\(AccessReason.otherGates(["B"]))" == "may use B and not this gate")
    }

    @Test func `privileges of any kind are left alone`() {
        for byte in UInt8.min...UInt8.max {
            let privilege = Privilege(rawValue: byte)
            let plan = Self.plan(
                Self.view([SyncFixture.user(1, "1", privilege: privilege)]),
                [SyncFixture.member("1", until: Self.yesterday)])
            let isPlain = byte == 0 || byte == 1
            #expect(plan.actions.map(\.kind) == (isPlain ? [.block] : []), "privilege \(byte)")
            #expect(plan.findings.map(\.name) == (isPlain ? [] : ["administrator"]))
        }
    }

    @Test func `an id that two people have is nobody's`() {
        let members = [
            SyncFixture.member("A1", deviceUserID: "7"),
            SyncFixture.member("A2", status: .suspended, deviceUserID: "7"),
        ]
        let plan = Self.plan(Self.view([SyncFixture.user(1, "7")]), members)
        #expect(plan.actions == [])
        #expect(plan.findings.map(\.name) == ["shared_id", "shared_id"])
    }

    @Test func `an id belongs to the person whose own branch it is`() {
        let members = [
            SyncFixture.member("HOME", until: Self.yesterday, deviceUserID: "7"),
            SyncFixture.member("GUEST", gates: ["GYM", "CTG"], deviceUserID: "7", branch: "CTG"),
        ]
        let plan = Self.plan(Self.view([SyncFixture.user(1, "7")]), members)
        #expect(plan.actions.map(\.memberID) == ["HOME"])
        #expect(plan.findings.map(\.memberID) == ["GUEST"])
    }

    @Test func `seven and double-o-seven are two people`() {
        let members = [
            SyncFixture.member("A", until: Self.yesterday, deviceUserID: "7"),
            SyncFixture.member("B", deviceUserID: "007"),
        ]
        let plan = Self.plan(
            Self.view([SyncFixture.user(1, "7"), SyncFixture.user(2, "007", name: "Person B")]),
            members)
        #expect(plan.actions.map(\.memberID) == ["A"])
        #expect(plan.actions.first?.change == .removeUser(slot: 1))
    }

    @Test func `an identity of the branch replaces the id of the roster`() {
        let identity = Identity(memberID: "1", branch: "GYM", deviceUserID: "801")
        let members = [SyncFixture.member("1", until: Self.yesterday)]
        let view = Self.view([SyncFixture.user(1, "1"), SyncFixture.user(2, "801")])
        let plan = Self.plan(view, members, identities: [identity])
        #expect(plan.actions.map(\.change) == [.removeUser(slot: 2)])
        #expect(plan.findings.map(\.deviceUserID) == ["1"])
    }

    @Test func `whoever moved to another branch is blocked where the id is known to be theirs`() {
        let members = [SyncFixture.member("1", branch: "CTG")]
        let view = Self.view([SyncFixture.user(1, "1")])
        #expect(Self.plan(view, members).findings.map(\.name) == ["unknown_user"])
        let plan = Self.plan(view, members, known: ["1": "1"])
        #expect(plan.actions.map(\.reason) == [.otherGates(["CTG"])])
        // Meanwhile somebody else of this branch has the id: then it is theirs.
        let heir = members + [SyncFixture.member("NEW", deviceUserID: "1")]
        #expect(Self.plan(view, heir, known: ["1": "1"]).actions.map(\.kind) == [.update])
    }

    @Test func `cards and names are written, ids that do not fit are refused`() {
        let members = [
            SyncFixture.member("1", card: "4711"), SyncFixture.member("2", card: "no card"),
            SyncFixture.member("3", card: "99"), SyncFixture.member("ABC"),
            SyncFixture.member("12345"),
        ]
        let users = [
            SyncFixture.user(1, "1", card: 1, name: "Old name"), SyncFixture.user(2, "2"),
            SyncFixture.user(3, "3"), SyncFixture.user(4, "other", card: 99),
        ]
        let view = Self.view(users) {
            $0.layout = .bytes28; $0.userIDWidth = 4
        }
        let plan = Self.plan(view, members)
        #expect(
            plan.actions.map(\.change) == [.rewrite(slot: 1, name: "Person 1", card: 4711)])
        #expect(
            plan.findings.map(\.name) == [
                "bad_card", "shared_card", "unfit_id", "unfit_id", "unknown_user",
            ])
    }

    @Test func `a name in another script only fills an empty field`() {
        var member = SyncFixture.member("1")
        member.name = "অনিক"
        let kept = Self.plan(Self.view([SyncFixture.user(1, "1", name: "Anik")]), [member])
        #expect(kept.actions == [])
        let filled = Self.plan(Self.view([SyncFixture.user(1, "1", name: "")]), [member])
        #expect(filled.actions.map(\.change) == [.rewrite(slot: 1, name: "অনিক", card: nil)])
    }

    @Test func `where the code page is told, names in it are written and compared in it`() {
        var member = SyncFixture.member("1")
        member.name = "王伟"
        func changes(_ present: [UInt8], _ encoding: NameEncoding) -> [SyncAction.Change] {
            var user = SyncFixture.user(1, "1")
            user.nameField = present + [0]
            return Self.plan(
                Self.view([user]) { $0.gate.nameEncoding = encoding }, [member]
            ).actions.map(\.change)
        }
        let written = SyncAction.Change.rewrite(slot: 1, name: "王伟", card: nil)
        #expect(changes([0xCD, 0xF5, 0xCE, 0xB0], .gbk) == [])
        #expect(changes(Array("Wang".utf8), .gbk) == [written])
        #expect(changes([0xFF, 0xFF], .gbk) == [written])
        // The gate cannot hold the name: whatever it has is better.
        #expect(changes(Array("Wang".utf8), .windows1252) == [])
        #expect(changes([], .windows1252) == [])
    }

    @Test func `users whom the roster does not know come with the name the gate has for them`() {
        var user = SyncFixture.user(1, "99")
        user.nameField = [0xCD, 0xF5, 0xFF, 0]
        let plan = Self.plan(Self.view([user]) { $0.gate.nameEncoding = .gbk }, [])
        #expect(plan.findings.map(\.nameOnGate) == ["王\u{FFFD}"])
    }

    @Test func `a full gate is not written to`() {
        let view = Self.view([SyncFixture.user(1, "9")]) { $0.userCapacity = 2 }
        let plan = Self.plan(view, [SyncFixture.member("1"), SyncFixture.member("2")])
        #expect(plan.actions.map(\.memberID) == ["1"])
        #expect(
            plan.actions.first?.change
                == .writeNew(slot: 2, name: "Person 1", card: 0, fingers: [:]))
        #expect(plan.findings.map(\.name) == ["gate_full", "unknown_user"])
    }
}
