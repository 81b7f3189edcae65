import GateModel
import Reports
import Sealing
import Store
import ZKProtocol

/// What was done for people and what of theirs is saved, from the journal and the list of the vault.
enum Histories {
    /// Steps of a run that are further apart, in seconds, belong to another run.
    private static let longestPause = 3600

    /// The newest acts for a person, and how many are not among them.
    private struct Person: Sendable {
        var steps = StepActs(longestPause: longestPause)
        var forgotten = 0

        mutating func add(_ step: GateStep) {
            steps.add(step)
            if steps.acts.count > 2 * PersonReport.mostEvents {
                forgotten += steps.forget(allBut: PersonReport.mostEvents)
            }
        }
    }

    /// Loads what is known of the people with a page: the journal and the vault are read once.
    static func load(from store: GateStore, of members: Set<MemberID>) async throws -> PersonHistory
    {
        let found = try await store.foldSteps(into: [MemberID: Person]()) { people, step in
            guard let memberID = step.memberID, members.contains(memberID) else { return }
            people[memberID, default: Person()].add(step)
        }
        var history = PersonHistory(acts: found.mapValues(\.steps.acts))
        history.forgottenActs = found.mapValues(\.forgotten).filter { $0.value > 0 }
        let saves = try await store.vaultSaves()
        for save in saves where members.contains(save.memberID) {
            history.saves[save.memberID, default: []].append(PersonHistory.Save(save))
        }
        // Operation 6: a finger was enrolled.
        let lines = try await store.operations(numbered: 6)
        history.enrollments = enrollments(lines, saves: saves, acts: history.acts)
            .filter { members.contains($0.key) }
        return history
    }

    /// Whose fingers were enrolled at the menus of gates.
    ///
    /// A line of a gate's log names a slot, which other people may have had: it is told only of somebody
    /// whose record was read from that slot before, and of whom a finger was read from the gate after.
    /// What was enrolled from the desk is in the journal.
    static func enrollments(
        _ lines: [GateStore.StoredOperation], saves: [VaultSave],
        acts: [MemberID: [ChangesBuilder.Act]]
    ) -> [MemberID: [PersonHistory.Enrollment]] {
        var owners: [Slot: [VaultSave]] = [:]
        var fingers: [Place: LocalDateTime] = [:]
        for save in saves {
            if let slot = save.userSlot {
                owners[Slot(serial: save.serial, number: slot), default: []].append(save)
            } else {
                let place = Place(serial: save.serial, memberID: save.memberID)
                fingers[place] = max(fingers[place] ?? save.savedAt, save.savedAt)
            }
        }
        var found: [MemberID: [PersonHistory.Enrollment]] = [:]
        for line in lines {
            // A line of another length names nobody.
            guard let at = line.at, let record = try? OperationRecord(decoding: line.bytes[...]),
                let number = record.parameters.first, number > 0,
                let owner = owners[Slot(serial: line.serial, number: Int(number))]?
                    .last(where: { $0.savedAt <= at })?.memberID,
                let read = fingers[Place(serial: line.serial, memberID: owner)], read >= at
            else { continue }
            let isFromDesk = (acts[owner] ?? []).contains { act in
                act.change == GateStepKind.enroll.rawValue && act.serial == line.serial
                    && abs(act.at.seconds(since: at)) <= longestPause
            }
            if !isFromDesk {
                found[owner, default: []].append(.init(serial: line.serial, at: at))
            }
        }
        return found
    }

    private struct Slot: Hashable {
        var serial: GateSerial
        var number: Int
    }

    private struct Place: Hashable {
        var serial: GateSerial
        var memberID: MemberID
    }
}

extension PersonHistory.Save {
    fileprivate init(_ save: VaultSave) {
        let finger: Int? = if case .finger(let number) = save.part { Int(number) } else { nil }
        // A template is saved with a byte that says whether it is valid.
        let size = save.sealedCount - SealingKey.overhead - 1
        self.init(
            serial: save.serial, finger: finger, algorithm: finger == nil ? "" : save.form,
            at: save.savedAt, mark: save.mark, size: finger != nil && size > 0 ? size : nil)
    }
}
