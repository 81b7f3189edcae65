package import GateModel
import ZKProtocol

/// Whom a record of a gate was saved as, when the roster gives its id to somebody else now.
package struct FormerOwner: Hashable, Sendable {
    /// The member id it was saved as.
    package var memberID: MemberID
    /// The first date on which any of it was saved; `nil` when it is not known.
    package var since: LocalDate?
    /// Whether `identities` says that both are one person.
    package var isSamePerson: Bool
}

extension FormerOwner: CustomStringConvertible {
    /// What is wrong and what to do, as the end of a sentence.
    package var description: String {
        let date = since.map { " on \($0)" } ?? ""
        let from = since.map { " with a `from` not after \($0)" } ?? ""
        return
            "the gate knows this id as that of \(memberID), saved\(date), whose fingers must not "
            + "open for another; give the person another id, or delete the user at the gate; if both "
            + "are one person, say so with a row of `identities`\(from)"
    }
}

extension AccessPolicy {
    /// `people`, each with whom the record under the id was saved as, where that is somebody else.
    ///
    /// An id that is given to somebody else does not take fingers, card or face along: such a record is
    /// nobody's, or that of the person it was saved as when the roster says that this person may not
    /// pass. Only member ids count, never names. A row of `identities` with a `from` on or before the
    /// date on which the record was first saved says that both are one person.
    ///
    /// - Parameters:
    ///   - people: The people of the gate.
    ///   - view: What the gate holds.
    ///   - vault: What was saved before the gate was read.
    ///   - stripped: Whose finger, card and password were taken away at this gate while the record
    ///     stayed, with the id it has.
    /// - Returns: The people in the order of the roster, with those whose record it is.
    /// - Complexity: O(*n*) for *n* people.
    package func people(
        _ people: [PersonAtGate], holding view: GateView, vault: VaultIndex,
        stripped: [MemberID: DeviceUserID] = [:]
    ) -> [PersonAtGate] {
        let suspects = people.indices.filter { place in
            let person = people[place]
            return !person.isAmbiguous
                && vault.isShared(person.deviceUserID, by: members[person.index].memberID)
        }
        guard !suspects.isEmpty else { return people }
        var users: [DeviceUserID: [GateUser]] = [:]
        for user in view.users {
            if let id = user.deviceUserID { users[id, default: []].append(user) }
        }
        var people = people
        var leavers: [(index: Int, deviceUserID: DeviceUserID)] = []
        for place in suspects {
            let id = people[place].deviceUserID
            let former = formerOwner(of: people[place], users[id] ?? [], view, vault, stripped)
            people[place].former = former
            if let former, !former.isSamePerson, let index = index(of: former.memberID) {
                leavers.append((index, id))
            }
        }
        for leaver in leavers {
            claim(
                leaver.deviceUserID, for: leaver.index, view, isThere: users.keys.contains, &people)
        }
        return leavers.isEmpty ? people : people.sorted { $0.index < $1.index }
    }

    private func formerOwner(
        of person: PersonAtGate, _ users: [GateUser], _ view: GateView, _ vault: VaultIndex,
        _ stripped: [MemberID: DeviceUserID]
    ) -> FormerOwner? {
        let memberID = members[person.index].memberID
        let id = person.deviceUserID
        let isOwnSince = identity(of: memberID, as: id, in: view.gate.branch, on: view.date)?.from
        func owner(_ memberID: MemberID, _ since: LocalDate?) -> FormerOwner {
            let isSame = isOwnSince.flatMap { own in since.map { own <= $0 } } ?? false
            return FormerOwner(memberID: memberID, since: since, isSamePerson: isSame)
        }
        guard let user = users.first else {
            // Nothing is there: who comes back as another member id comes back as a whole.
            return vault.others(id, than: memberID, at: view.serial)
                .map { owner($0.memberID, $0.since) }.filter(\.isSamePerson)
                .min { $0.memberID < $1.memberID }
        }
        guard users.count == 1, !user.privilege.isMoreThanUser else { return nil }
        let known = vault.owners(of: id, besides: memberID).filter { other in
            vault.shows(user, as: other, insteadOf: memberID, at: view)
                || stripped[other] == id && vault.showsRest(user, of: other, at: view)
        }
        return known.map { owner($0, vault.held(id, of: $0, at: view.serial)?.since) }
            .min { ($0.isSamePerson ? 0 : 1, $0.memberID) < ($1.isSamePerson ? 0 : 1, $1.memberID) }
    }

    /// Makes the record under `deviceUserID` that of the person at `index`, who may not pass and has no
    /// other one on the gate.
    private func claim(
        _ deviceUserID: DeviceUserID, for index: Int, _ view: GateView,
        isThere: (DeviceUserID) -> Bool, _ people: inout [PersonAtGate]
    ) {
        let reason = reason(for: members[index], at: view.gate, on: view.date)
        guard !reason.isAllowed else { return }
        let person = PersonAtGate(
            index: index, deviceUserID: deviceUserID, reason: reason, isAmbiguous: false)
        guard let place = people.firstIndex(where: { $0.index == index }) else {
            people.append(person)
            return
        }
        if !isThere(people[place].deviceUserID) { people[place] = person }
    }
}

extension VaultIndex {
    /// Whether a record with a way to pass is what was saved as `other`'s and not as `memberID`'s: one
    /// of the fingers, or the whole user record.
    fileprivate func shows(
        _ user: GateUser, as other: MemberID, insteadOf memberID: MemberID, at view: GateView
    ) -> Bool {
        guard let id = user.deviceUserID else { return false }
        let hasFinger = (view.fingers[user.slot] ?? []).contains { finger in
            isFinger(finger.mark, of: other, as: id) && !isFinger(finger.mark, of: memberID, as: id)
        }
        if hasFinger { return true }
        // Without finger, card and password there is nothing to pass with, unless there is a face.
        guard !view.isBare(user) || view.holdsFaces else { return false }
        return held(id, of: other, at: view.serial)?.user?.mark == user.mark
            && held(id, of: memberID, at: view.serial)?.user?.mark != user.mark
    }

    /// Whether a record at a gate with faces is what was left of `other`'s.
    fileprivate func showsRest(
        _ user: GateUser, of other: MemberID, at view: GateView
    ) -> Bool {
        guard let id = user.deviceUserID, view.holdsFaces, view.isBare(user) else { return false }
        return held(id, of: other, at: view.serial)?.user?.userSlot == user.slot
    }
}
