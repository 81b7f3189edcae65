import GateModel
import ZKProtocol

/// What a gate holds right before actions are carried out, while it is disabled.
///
/// Between the reading that was proven in the vault and the writing, somebody may have enrolled a
/// finger or changed a person at the keypad. What is not as it was read is not touched: the next round
/// or run reads it, saves it, and plans again.
struct LastLook {
    private let users: [UInt16: UserRecord]
    private let slots: [String: UInt16]
    /// The templates; `nil` when no action takes anything away.
    private let templates: [UInt16: [TemplateRecord]]?
    private let hasNewTemplates: Bool
    private let reading: GateWorker.Reading

    /// How many templates the steps of a round have added, less those they have taken away, as far as
    /// the gate has acknowledged them.
    struct Balance {
        var templates = 0
    }

    /// Looks at what `actions` are about.
    ///
    /// Where something is taken away everything is read again; else the users, and the number of
    /// templates where fingers are written.
    init(
        _ connection: any GateConnection, for actions: [ActionWriter.Prepared],
        after reading: GateWorker.Reading, _ balance: Balance
    ) async throws {
        self.reading = reading
        let users: [UserRecord]
        if actions.contains(where: \.takesAway) {
            let contents = try await connection.contents()
            users = contents.users
            templates = Dictionary(grouping: contents.templates, by: \.slot)
            hasNewTemplates = false
        } else {
            users = try await connection.users()
            templates = nil
            let isWritten = actions.contains { !$0.templates.isEmpty }
            let count = isWritten ? try await connection.templateCount() : nil
            let expected = reading.contents.templateCount.map { $0 + balance.templates }
            hasNewTemplates = count.flatMap { now in expected.map { now > $0 } } ?? false
        }
        self.users = Dictionary(
            users.map { ($0.slot, $0) }, uniquingKeysWith: { first, _ in first })
        slots = Dictionary(
            users.compactMap { user in user.userID.map { ($0, user.slot) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether what an action is about is still as it was read.
    func isUnchanged(for prepared: ActionWriter.Prepared) -> Bool {
        let id = prepared.action.deviceUserID.rawValue
        switch prepared.action.change {
        case .removeUser(let slot), .removeCredentials(let slot, _):
            return isRecordAsRead(slot) && areTemplatesAsRead(slot)
        case .rewrite(let slot, _, _):
            return isRecordAsRead(slot)
        case .writeSaved(let slot, _, _) where record(slot, in: reading.contents.users) != nil:
            return isRecordAsRead(slot) && !hasNewTemplates
        case .writeSaved(let slot, _, _), .writeNew(let slot, _, _, _):
            return users[slot] == nil && slots[id] == nil
        case .writeFingers(let slot, _):
            guard let user = users[slot], !user.privilege.isMoreThanUser else { return false }
            return user.userID == id && !hasNewTemplates
        }
    }

    private func isRecordAsRead(_ slot: UInt16) -> Bool {
        guard let now = users[slot], let before = record(slot, in: reading.contents.users) else {
            return false
        }
        let layout = reading.view.layout
        return now.savedContent(layout) == before.savedContent(layout)
    }

    private func areTemplatesAsRead(_ slot: UInt16) -> Bool {
        guard let templates else { return false }
        let before = reading.contents.templates.filter { $0.slot == slot }
        return Set(templates[slot] ?? []) == Set(before)
    }

    private func record(_ slot: UInt16, in users: [UserRecord]) -> UserRecord? {
        users.first { $0.slot == slot }
    }
}

extension ActionWriter.Prepared {
    /// Whether it takes anything away from the gate.
    fileprivate var takesAway: Bool {
        removesUser || !removedFingers.isEmpty || action.kind == .block
    }

    /// How it changes the number of templates of a gate that held `reading`.
    func templateBalance(after reading: GateWorker.Reading) -> Int {
        guard removesUser else { return templates.count - removedFingers.count }
        return -reading.contents.templates.count { $0.slot == slot }
    }
}
