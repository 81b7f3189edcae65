import GateModel
import Store

extension Vault {
    /// Saves templates that came with the roster, so that gates can get them.
    ///
    /// A finger that the vault has already is not replaced: gates know better. People without a row on
    /// the roster are passed over. The entries are filed under the gate `via`.
    ///
    /// - Throws: ``VaultError``, `StoreError`, `SealingError`.
    package func importTemplates(
        _ templates: [ImportedTemplate], policy: AccessPolicy, via target: GateTarget
    ) async throws {
        guard let serial = target.gate.serial, !templates.isEmpty else { return }
        let index = try await index()
        let members = Dictionary(
            policy.members.map { ($0.deviceUserID, $0.memberID) },
            uniquingKeysWith: { first, _ in first })
        let items = templates.compactMap { template -> Item? in
            guard let memberID = members[template.deviceUserID], !template.bytes.isEmpty else {
                return nil
            }
            let known = index.templates(of: memberID, algorithm: template.algorithm)
            let held = index.held(template.deviceUserID, of: memberID, at: serial)
            guard !known.contains(where: { $0.finger == template.finger }),
                held?.template(template.finger) == nil
            else { return nil }
            return Item(
                entry: VaultEntry(
                    serial: serial, memberID: memberID, deviceUserID: template.deviceUserID,
                    part: .finger(template.finger), form: template.algorithm),
                content: [template.validity] + template.bytes)
        }
        try await save(items, at: target.now())
    }
}
