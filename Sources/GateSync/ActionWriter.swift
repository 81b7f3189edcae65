import GateModel
import NameCoding
import Store
import ZKProtocol

/// Turns actions into steps at a gate.
struct ActionWriter {
    let gate: JournaledGate
    let vault: Vault
    let reading: GateWorker.Reading

    /// An action with the records it writes.
    struct Prepared {
        var action: SyncAction
        var user: UserRecord?
        var templates: [TemplateRecord] = []
        var removedFingers: [UInt8] = []
        var removesUser = false
        var slot: UInt16
    }

    /// Opens what has to be written, before the gate is disabled.
    ///
    /// - Throws: ``VaultError``, `SealingError`, `StoreError`.
    func prepare(_ action: SyncAction) async throws -> Prepared {
        switch action.change {
        case .removeUser(let slot):
            return Prepared(action: action, removesUser: true, slot: slot)
        case .removeCredentials(let slot, let fingers):
            var user = present(slot)
            user?.card = 0
            user?.cardHighByte = 0
            user?.passwordField = []
            return Prepared(action: action, user: user, removedFingers: fingers, slot: slot)
        case .writeSaved(let slot, let saved, let fingers):
            let content = try await vault.content(of: saved.entryID)
            let layout = UserLayout(rawValue: content.count) ?? reading.view.layout
            var user = try UserRecord(decoding: content[...], as: layout)
            user.slot = slot
            return Prepared(
                action: action, user: user, templates: try await templates(fingers, slot),
                slot: slot)
        case .writeNew(let slot, let name, let card, let fingers):
            var user = UserRecord(
                slot: slot, userID: action.deviceUserID.rawValue, card: card)
            user.nameField = nameField(name)
            return Prepared(
                action: action, user: user, templates: try await templates(fingers, slot),
                slot: slot)
        case .rewrite(let slot, let name, let card):
            var user = present(slot)
            if let name { user?.nameField = nameField(name) }
            if let card { user?.card = card }
            return Prepared(action: action, user: user, slot: slot)
        case .writeFingers(let slot, let fingers):
            return Prepared(
                action: action, templates: try await templates(fingers, slot), slot: slot)
        }
    }

    /// The name as this gate writes it, with its NUL.
    private func nameField(_ name: String) -> [UInt8] {
        let coder = NameCoder(reading.view.gate.nameEncoding ?? .utf8)
        return coder.bytes(of: name, width: reading.view.layout.nameWidth - 1).bytes + [0]
    }

    private func present(_ slot: UInt16) -> UserRecord? {
        reading.contents.users.first { $0.slot == slot }
    }

    private func templates(
        _ fingers: [UInt8: VaultIndex.Content], _ slot: UInt16
    ) async throws -> [TemplateRecord] {
        var templates: [TemplateRecord] = []
        for (finger, saved) in fingers.sorted(by: { $0.key < $1.key }) {
            let content = try await vault.content(of: saved.entryID)
            if let template = TemplateRecord(slot: slot, finger: finger, savedContent: content) {
                templates.append(template)
            }
        }
        return templates
    }

    /// Makes the steps of an action; the gate is disabled.
    ///
    /// - Throws: ``StepRefused`` when the gate answered and did not do it; errors of the connection.
    func carryOut(_ prepared: Prepared) async throws {
        let subject = JournaledGate.Subject(
            memberID: prepared.action.memberID, deviceUserID: prepared.action.deviceUserID,
            slot: prepared.slot, reason: prepared.action.text)
        if prepared.removesUser { return try await gate.deleteUser(subject) }
        for finger in prepared.removedFingers {
            try await gate.deleteTemplate(subject, finger: finger)
        }
        if let user = prepared.user {
            try await gate.write(user, layout: reading.view.layout, subject)
        }
        for template in prepared.templates { try await gate.write(template, subject) }
    }
}
