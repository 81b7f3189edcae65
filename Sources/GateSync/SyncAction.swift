package import GateModel

/// One thing to be done to one person at one gate, and why.
package struct SyncAction: Hashable, Sendable {
    /// What is done, as people call it.
    package enum Kind: String, Sendable, CaseIterable {
        /// Save, prove and take away.
        case block
        /// Put back what was taken away.
        case restore
        /// Make the person known to the gate.
        case create
        /// Write a new name or card.
        case update
        /// Write fingers the person has on another gate.
        case distribute
    }

    /// What exactly is written or taken away.
    package enum Change: Hashable, Sendable {
        /// Take away the user record and with it every finger of the slot.
        case removeUser(slot: UInt16)
        /// Take away fingers, card and password, and leave the record: the gate may hold a face of the
        /// person, which nobody could put back.
        case removeCredentials(slot: UInt16, fingers: [UInt8])
        /// Write a saved user record, then fingers.
        case writeSaved(
            slot: UInt16, user: VaultIndex.Content, fingers: [UInt8: VaultIndex.Content])
        /// Write a new user record, then fingers.
        case writeNew(
            slot: UInt16, name: String, card: UInt32, fingers: [UInt8: VaultIndex.Content])
        /// Write the user record with another name or card.
        case rewrite(slot: UInt16, name: String?, card: UInt32?)
        /// Write fingers.
        case writeFingers(slot: UInt16, [UInt8: VaultIndex.Content])
    }

    /// The gate.
    package var serial: GateSerial
    /// The person.
    package var memberID: MemberID
    /// The id of the person on the gate.
    package var deviceUserID: DeviceUserID
    /// What is done.
    package var kind: Kind
    /// What exactly.
    package var change: Change
    /// Why.
    package var reason: AccessReason

    /// What is done and why, in a sentence part without names: for the plan, journal and sentences.
    package var text: String {
        switch change {
        case .removeUser: "remove user record, fingers and card; \(reason)"
        case .removeCredentials:
            "remove fingers, card and password and keep the record, the gate may hold a face; "
                + "\(reason)"
        case .writeSaved(_, _, let fingers):
            "write back user record" + Self.text(of: fingers, before: " and ") + "; \(reason)"
        case .writeNew(_, _, _, let fingers):
            "create user record" + Self.text(of: fingers, before: " and write ") + "; \(reason)"
        case .rewrite(_, let name, let card):
            "write "
                + [name.map { _ in "name" }, card.map { _ in "card" }].compactMap(\.self)
                .joined(separator: " and ") + " of the roster"
        case .writeFingers(_, let fingers):
            "write" + Self.text(of: fingers, before: " ") + " enrolled before; \(reason)"
        }
    }

    /// The kind and the reason of an action by its text in a journal; `nil` for texts of other steps.
    package static func parts(ofText text: String) -> (kind: Kind, reason: String)? {
        let beginnings: [(String, Kind)] = [
            ("remove ", .block), ("write back ", .restore), ("create ", .create),
            ("write finger", .distribute), ("write ", .update),
        ]
        guard let kind = beginnings.first(where: { text.hasPrefix($0.0) })?.1 else { return nil }
        let reason = text.split(separator: "; ", maxSplits: 1).dropFirst().first
        return (kind, reason.map(String.init) ?? "")
    }

    private static func text(
        of fingers: [UInt8: VaultIndex.Content], before words: String
    ) -> String {
        guard !fingers.isEmpty else { return "" }
        let names = fingers.keys.sorted().map(String.init).joined(separator: ", ")
        return words + (fingers.count == 1 ? "finger " : "fingers ") + names
    }
}
