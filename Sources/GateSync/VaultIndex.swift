package import GateModel
package import Store
import ZKProtocol

/// What the vault has of everybody, without the bytes.
package struct VaultIndex: Sendable {
    /// A saved content: which bytes, and what they fit.
    package struct Content: Hashable, Sendable {
        /// Row id of the entry; what was only seen, as in a dry run, counts on behind all rows.
        package var entryID: Int64
        /// The size of a user record in bytes, or the algorithm version of a template.
        package var form: String
        /// The mark.
        package var mark: ContentMark
        /// The user slot of a user record.
        package var userSlot: UInt16?
    }

    /// What one gate held of one person when it was last read.
    package struct Held: Hashable, Sendable {
        /// Whose it is.
        package var memberID: MemberID
        /// The user record.
        package var user: Content?
        /// The fingers.
        package var fingers: [UInt8: Content] = [:]
    }

    private var held: [GateSerial: [DeviceUserID: Held]] = [:]
    private var newest: [MemberID: [UInt8: [String: Content]]] = [:]
    private var templates: [TemplateKey: Int64] = [:]
    private var lastEntryID: Int64 = 0

    private struct TemplateKey: Hashable {
        var memberID: MemberID
        var deviceUserID: DeviceUserID
        var finger: UInt8
        var form: String
        var mark: ContentMark
    }

    /// Makes the index of what `holdings` say.
    package init(_ holdings: [VaultHolding] = []) {
        for holding in holdings {
            let content = Content(
                entryID: holding.entryID, form: holding.form, mark: ContentMark(holding.mark),
                userSlot: holding.userSlot.map { UInt16(clamping: $0) })
            add(
                content, as: holding.part, of: holding.memberID, holding.deviceUserID,
                at: holding.serial)
        }
    }

    /// What the gate held of the person with this id; only if it is that person's.
    package func held(
        _ id: DeviceUserID, of memberID: MemberID, at serial: GateSerial
    ) -> Held? {
        guard let held = held[serial]?[id], held.memberID == memberID else { return nil }
        return held
    }

    /// The slots that people had on the gate, so that they find them free when they come back.
    package func slots(at serial: GateSerial) -> Set<UInt16> {
        Set((held[serial] ?? [:]).values.compactMap { $0.user?.userSlot })
    }

    /// The newest templates of the person that fit a gate with this algorithm, by finger.
    package func templates(of memberID: MemberID, algorithm: String) -> [UInt8: Content] {
        guard !algorithm.isEmpty, let fingers = newest[memberID] else { return [:] }
        return fingers.compactMapValues { $0[algorithm] }
    }

    /// The algorithm versions of the templates of the person.
    package func algorithms(of memberID: MemberID) -> Set<String> {
        Set((newest[memberID] ?? [:]).values.flatMap(\.keys))
    }

    /// Adds what a gate is seen to hold of `people`, as if it had been saved.
    package mutating func observe(
        _ view: GateView, people: [AccessPolicy.PersonAtGate], policy: AccessPolicy
    ) {
        for found in PeopleOnGate(view, people: people).recognised {
            let memberID = policy.members[found.person.index].memberID
            let earlier = held(found.person.deviceUserID, of: memberID, at: view.serial)
            if !found.isStripped(comparedTo: earlier) {
                observe(
                    Content(
                        entryID: 0, form: String(view.layout.size), mark: found.user.mark,
                        userSlot: found.user.slot),
                    as: .user, of: memberID, found.person.deviceUserID, at: view.serial)
            }
            for finger in found.fingers {
                observe(
                    Content(entryID: 0, form: view.algorithm, mark: finger.mark, userSlot: nil),
                    as: .finger(finger.finger), of: memberID, found.person.deviceUserID,
                    at: view.serial)
            }
        }
    }

    private mutating func observe(
        _ content: Content, as part: VaultPart, of memberID: MemberID, _ id: DeviceUserID,
        at serial: GateSerial
    ) {
        var content = content
        content.entryID = lastEntryID + 1
        let known = held(id, of: memberID, at: serial)
        switch part {
        case .user:
            if known?.user?.mark == content.mark { return }
        case .finger(let finger):
            if known?.fingers[finger]?.mark == content.mark { return }
            let key = TemplateKey(
                memberID: memberID, deviceUserID: id, finger: finger, form: content.form,
                mark: content.mark)
            content.entryID = templates[key] ?? content.entryID
        }
        add(content, as: part, of: memberID, id, at: serial)
    }

    private mutating func add(
        _ content: Content, as part: VaultPart, of memberID: MemberID, _ id: DeviceUserID,
        at serial: GateSerial
    ) {
        var person = held[serial]?[id] ?? Held(memberID: memberID)
        if person.memberID != memberID { person = Held(memberID: memberID) }
        switch part {
        case .user: person.user = content
        case .finger(let finger):
            person.fingers[finger] = content
            let known = newest[memberID]?[finger]?[content.form]?.entryID ?? 0
            if known < content.entryID {
                newest[memberID, default: [:]][finger, default: [:]][content.form] = content
            }
            let key = TemplateKey(
                memberID: memberID, deviceUserID: id, finger: finger, form: content.form,
                mark: content.mark)
            templates[key] = content.entryID
        }
        lastEntryID = max(lastEntryID, content.entryID)
        held[serial, default: [:]][id] = person
    }
}
