import GateModel
import Reports
import Sealing
import Store

/// What was done for people and what of theirs is saved, from the journal and the list of the vault.
enum Histories {
    /// Steps of a run that are further apart, in seconds, belong to another run.
    private static let longestPause = 3600

    /// Loads what is known of everybody: the journal and the vault are read once.
    static func load(from store: GateStore) async throws -> PersonHistory {
        let found = try await store.foldSteps(into: StepActs(longestPause: longestPause)) {
            $0.add($1)
        }
        var history = PersonHistory(acts: Dictionary(grouping: found.acts, by: \.memberID))
        for save in try await store.vaultSaves() {
            let finger: Int? =
                if case .finger(let number) = save.part { Int(number) } else { nil }
            // A template is saved with a byte that says whether it is valid.
            let size = save.sealedCount - SealingKey.overhead - 1
            history.saves[save.memberID, default: []].append(
                PersonHistory.Save(
                    serial: save.serial, finger: finger,
                    algorithm: finger == nil ? "" : save.form, at: save.savedAt, mark: save.mark,
                    size: finger != nil && size > 0 ? size : nil))
        }
        return history
    }
}
