import GateModel
import NameCoding
import ZKProtocol

/// Collects the actions and findings of one gate.
struct GatePlanBuilder {
    private let view: GateView
    private let policy: AccessPolicy
    private let vault: VaultIndex
    private var takenSlots: Set<UInt16>
    private let heldSlots: Set<UInt16>
    private let names: NameCoder
    private var nextSlot: Int
    private var userCount: Int
    private var ownersOfCard: [UInt32: UInt16] = [:]

    private(set) var actions: [SyncAction.Kind: [SyncAction]] = [:]
    var findings: [SyncFinding] = []

    init(view: GateView, policy: AccessPolicy, vault: VaultIndex) {
        self.view = view
        self.policy = policy
        self.vault = vault
        names = NameCoder(view.gate.nameEncoding ?? .utf8)
        takenSlots = Set(view.users.map(\.slot)).union(view.unreadableSlots)
        heldSlots = vault.slots(at: view.serial)
        nextSlot = Int(max(takenSlots.max() ?? 0, heldSlots.max() ?? 0)) + 1
        userCount = view.users.count + view.unreadableSlots.count
        for user in view.users where user.card != 0 { ownersOfCard[user.card] = user.slot }
    }

    // MARK: - People on the gate

    /// Plans for a person who is a plain user of the gate.
    mutating func plan(_ match: PeopleOnGate.Match, isStripped: Bool) {
        if match.person.reason.isAllowed {
            keep(match, isStripped: isStripped)
        } else {
            block(match)
        }
    }

    /// Notes a person with more than a plain user's privilege, who is never touched.
    mutating func leaveAlone(_ match: PeopleOnGate.Match) {
        guard !match.person.reason.isAllowed else { return }
        note(.administrator(match.person.reason), match.person)
    }

    private mutating func block(_ match: PeopleOnGate.Match) {
        guard view.holdsFaces else {
            act(.block, .removeUser(slot: match.user.slot), match.person)
            return
        }
        if match.isBare {
            note(.maybeByFace(match.person.reason), match.person)
        } else {
            act(
                .block,
                .removeCredentials(
                    slot: match.user.slot, fingers: match.fingers.map(\.finger).sorted()),
                match.person)
        }
    }

    private mutating func keep(_ match: PeopleOnGate.Match, isStripped: Bool) {
        let memberID = policy.members[match.person.index].memberID
        let held = vault.held(match.person.deviceUserID, of: memberID, at: view.serial)
        let wanted = wantedFingers(of: memberID, held: held)
        let lacking = wanted.filter { wanted in
            !match.fingers.contains { $0.finger == wanted.finger }
        }.byFinger
        if isStripped, match.isBare, let user = held?.user, user.mark != match.user.mark {
            act(
                .restore, .writeSaved(slot: match.user.slot, user: user, fingers: lacking),
                match.person)
            return
        }
        if match.user.privilege.isDisabled { note(.disabledAtGate, match.person) }
        update(match)
        if !lacking.isEmpty {
            act(
                .distribute, .writeFingers(slot: match.user.slot, lacking), match.person)
        } else if wanted.isEmpty, match.fingers.isEmpty, vault.hasTemplates(memberID) {
            note(.otherAlgorithm, match.person)
        }
    }

    private mutating func update(_ match: PeopleOnGate.Match) {
        let member = policy.members[match.person.index]
        let name = newName(of: member, instead: match.user.nameBytes)
        var card = readCard(of: member, match.person)
        if card == match.user.card { card = nil }
        if let wanted = card, let owner = ownersOfCard[wanted], owner != match.user.slot {
            note(.sharedCard, match.person)
            card = nil
        }
        guard name != nil || card != nil else { return }
        if let card { ownersOfCard[card] = match.user.slot }
        act(.update, .rewrite(slot: match.user.slot, name: name, card: card), match.person)
    }

    /// The name of the roster when the gate shows another one and is sure to show this one.
    ///
    /// Where nobody has said how the gate writes names, one that is not plain ASCII only fills an empty
    /// field: a gate with another code page would show it wrong. So does a name that the gate's code
    /// page cannot hold as it is.
    private func newName(of member: Member, instead present: [UInt8]) -> String? {
        if present.elementsEqual(member.name.utf8) { return nil }
        let isPlain = member.name.utf8.allSatisfy { $0 < 0x80 }
        let isSaid = view.gate.nameEncoding != nil
        guard present.isEmpty || isSaid || isPlain else { return nil }
        let wanted = names.bytes(of: member.name, width: view.layout.nameWidth - 1)
        guard wanted.bytes != present, !wanted.bytes.isEmpty else { return nil }
        guard present.isEmpty || wanted.isExact else { return nil }
        let shown = names.text(of: present)
        // A gate with another code page shows such names right and would show ours wrong.
        guard isSaid || shown.isWhole else { return nil }
        // The same name, only composed of its characters in another way.
        if shown.text == names.text(of: wanted.bytes).text { return nil }
        return member.name
    }

    private mutating func readCard(
        of member: Member, _ person: AccessPolicy.PersonAtGate
    ) -> UInt32? {
        guard !member.card.isEmpty else { return nil }
        guard let card = UInt32(member.card), card > 0 else {
            note(.badCard, person)
            return nil
        }
        return card
    }

    /// The fingers the person shall have on this gate: those the gate had, then those of other gates.
    private func wantedFingers(
        of memberID: MemberID, held: VaultIndex.Held?
    ) -> [VaultIndex.Finger] {
        var wanted = (held?.fingers ?? []).filter { $0.content.form == view.algorithm }
        let own = wanted.count
        for other in vault.templates(of: memberID, algorithm: view.algorithm)
        where !wanted[..<own].contains(where: { $0.finger == other.finger }) {
            wanted.append(other)
        }
        return wanted
    }

    // MARK: - People who are not on the gate

    /// Plans for a person who is not on the gate.
    mutating func plan(missing person: AccessPolicy.PersonAtGate) {
        guard person.reason.isAllowed else { return }
        let member = policy.members[person.index]
        // Only a former member id of the same person is left in a plan for a person who is missing.
        let held =
            vault.held(person.deviceUserID, of: member.memberID, at: view.serial)
            ?? person.former.flatMap {
                vault.held(person.deviceUserID, of: $0.memberID, at: view.serial)
            }
        if let capacity = view.userCapacity, capacity > 0, userCount >= capacity {
            return note(.full, person)
        }
        let fingers = wantedFingers(of: member.memberID, held: held).byFinger
        if let user = held?.user, let slot = freeSlot(preferred: user.userSlot) {
            userCount += 1
            act(.restore, .writeSaved(slot: slot, user: user, fingers: fingers), person)
            return
        }
        guard isFit(person.deviceUserID) else { return note(.unfitID, person) }
        guard let slot = freeSlot(preferred: nil) else { return note(.full, person) }
        var card = readCard(of: member, person)
        if let wanted = card, ownersOfCard[wanted] != nil {
            note(.sharedCard, person)
            card = nil
        }
        if let card { ownersOfCard[card] = slot }
        userCount += 1
        act(
            .create,
            .writeNew(slot: slot, name: member.name, card: card ?? 0, fingers: fingers), person)
        if fingers.isEmpty, vault.hasTemplates(member.memberID) {
            note(.otherAlgorithm, person)
        }
    }

    private func isFit(_ id: DeviceUserID) -> Bool {
        if let width = view.userIDWidth, width > 0, id.rawValue.utf8.count > width { return false }
        let record = UserRecord(slot: 1, userID: id.rawValue)
        return (try? record.encoded(as: view.layout)) != nil
    }

    /// The slot a person had, if it is free, or else one that nobody has or is to come back to.
    private mutating func freeSlot(preferred: UInt16?) -> UInt16? {
        if let preferred, preferred > 0, takenSlots.insert(preferred).inserted { return preferred }
        let highest = min(view.userCapacity.flatMap { $0 > 0 ? $0 : nil } ?? 65_534, 65_534)
        if nextSlot > highest {
            // The numbers are used up: then gaps, rather those that are not kept for anybody.
            let gaps = (1...max(1, highest)).lazy.map { UInt16(clamping: $0) }
                .filter { [takenSlots] in !takenSlots.contains($0) }
            guard let slot = gaps.first(where: { !heldSlots.contains($0) }) ?? gaps.first
            else { return nil }
            takenSlots.insert(slot)
            return slot
        }
        let slot = UInt16(clamping: nextSlot)
        nextSlot += 1
        takenSlots.insert(slot)
        return slot
    }

    // MARK: - Collecting

    mutating func note(_ kind: SyncFinding.Kind, _ person: AccessPolicy.PersonAtGate) {
        findings.append(
            SyncFinding(
                serial: view.serial, memberID: policy.members[person.index].memberID,
                deviceUserID: person.deviceUserID, kind: kind))
    }

    /// Notes users whom the roster does not know, with the names they have on the gate.
    mutating func noteUnknown(_ users: [GateUser]) {
        findings += users.map { user in
            var finding = SyncFinding(
                serial: view.serial, deviceUserID: user.deviceUserID, kind: .unknownUser)
            finding.nameOnGate = names.text(of: user.nameBytes).text
            return finding
        }
    }

    private mutating func act(
        _ kind: SyncAction.Kind, _ change: SyncAction.Change, _ person: AccessPolicy.PersonAtGate
    ) {
        actions[kind, default: []].append(
            SyncAction(
                serial: view.serial, memberID: policy.members[person.index].memberID,
                deviceUserID: person.deviceUserID, kind: kind, change: change,
                reason: person.reason))
    }
}

extension [VaultIndex.Finger] {
    /// The templates by finger.
    fileprivate var byFinger: [UInt8: VaultIndex.Content] {
        Dictionary(map { ($0.finger, $0.content) }, uniquingKeysWith: { first, _ in first })
    }
}
