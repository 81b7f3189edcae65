import GateModel
import Reports
import Testing
import ZKProtocol

@testable import GatebookCLI
@testable import Store

@Suite struct `What a person's history is made of` {
    private let start = LocalDateTime(secondsSinceEpoch: 1_760_000_000)

    private func at(_ hours: Int) -> LocalDateTime { start.adding(seconds: hours * 3600) }

    private func save(_ member: MemberID, slot: Int? = nil, _ hours: Int) -> VaultSave {
        VaultSave(
            serial: "A", memberID: member, part: slot == nil ? .finger(4) : .user, form: "10",
            userSlot: slot, savedAt: at(hours), mark: "00c0ffee", sealedCount: 641)
    }

    private func line(slot: UInt16, _ hours: Int) -> GateStore.StoredOperation {
        let record = OperationRecord(
            administratorSlot: 0, operation: 6, time: DeviceTime(rawValue: 0), parameters: [slot])
        return .init(serial: "A", bytes: record.encoded, operation: 6, at: at(hours))
    }

    @Test func `a line about a slot is told of whoever is known to have had it then`() {
        let saves = [
            save("M1", slot: 7, 0), save("M2", slot: 7, 20), save("M1", 30), save("M2", 31),
            save("M3", slot: 8, 0),
        ]
        let lines = [
            // Before anybody's record was read, for each of two owners, after the last finger was read,
            // and for somebody of whom no finger came.
            line(slot: 7, -5), line(slot: 7, 10), line(slot: 7, 25), line(slot: 7, 40),
            line(slot: 8, 10), line(slot: 9, 10), line(slot: 0, 10),
        ]
        let found = Histories.enrollments(lines, saves: saves, acts: [:])
        #expect(
            found == [
                "M1": [.init(serial: "A", at: at(10))], "M2": [.init(serial: "A", at: at(25))],
            ])
        let desk = ChangesBuilder.Act(
            at: at(10), change: "enroll", outcome: "done", memberID: "M1", serial: "A", reason: "")
        #expect(
            Histories.enrollments(lines, saves: saves, acts: ["M1": [desk]]).keys.sorted() == ["M2"]
        )
    }

    @Test func `steps of one run are one act, those of the next night another`() {
        var acts = StepActs(longestPause: 3600)
        func add(
            _ kind: GateStepKind, _ hours: Int, finger: Int? = nil, _ outcome: GateStepOutcome?
        ) {
            acts.add(
                GateStep(
                    serial: "A", kind: kind, memberID: "M1", finger: finger,
                    reason: "write back user record and fingers 1, 6; active and entitled",
                    intendedAt: at(hours), outcome: outcome))
        }
        add(.writeUser, 0, .done)
        add(.writeTemplate, 0, finger: 6, .failed)
        add(.writeTemplate, 1, finger: 1, .done)
        add(.writeUser, 24, nil)
        #expect(acts.acts.map(\.outcome) == ["failed", "unknown"])
        #expect(acts.acts.map(\.fingers) == [[1, 6], []])
        #expect(acts.acts.map(\.change) == ["restore", "restore"])
        #expect(acts.acts.map(\.reason) == ["active and entitled", "active and entitled"])
        #expect(acts.forget(allBut: 1) == 1)
        add(.writeTemplate, 24, finger: 2, .done)
        #expect(acts.acts.map(\.fingers) == [[2]])
    }
}
