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

    /// A finger with its template.
    package struct Finger: Hashable, Sendable {
        /// The finger, 0 to 9.
        package var finger: UInt8
        /// The template.
        package var content: Content
    }

    /// What one gate held of one person when it was last read.
    package struct Held: Hashable, Sendable {
        /// Whose it is.
        package var memberID: MemberID
        /// The first date on which any of it was saved; `nil` when it is not known.
        package var since: LocalDate?
        /// The user record.
        package var user: Content?
        /// The fingers, in no order.
        package var fingers: [Finger] = []

        /// The template of a finger.
        package func template(_ finger: UInt8) -> Content? {
            fingers.first { $0.finger == finger }?.content
        }
    }

    /// A template of a person, on whatever gate.
    private struct Template: Sendable {
        var deviceUserID: DeviceUserID
        var finger: UInt8
        var content: Content
    }

    private var held: [GateSerial: HeldByID] = [:]
    private var templates: [MemberID: [Template]] = [:]
    /// Everybody of whom something was saved under an id, on whatever gate.
    private var owners: [DeviceUserID: [MemberID]] = [:]
    private var lastEntryID: Int64 = 0

    /// Makes the index of what `holdings` say.
    package init(_ holdings: [VaultHolding] = []) {
        for (serial, holdings) in Dictionary(grouping: holdings, by: \.serial) {
            var people = HeldByID()
            for holding in holdings {
                let content = Content(
                    entryID: holding.entryID, form: holding.form, mark: ContentMark(holding.mark),
                    userSlot: holding.userSlot.map { UInt16(clamping: $0) })
                var person = people.remove(holding.deviceUserID, of: holding.memberID)
                take(
                    content, as: holding.part, of: holding.memberID, holding.deviceUserID,
                    on: holding.savedAt?.date, into: &person)
                people.insert(person, as: holding.deviceUserID)
            }
            held[serial] = people
        }
    }

    // MARK: - Asking

    /// What the gate held of the person with this id; only if it is that person's.
    package func held(
        _ id: DeviceUserID, of memberID: MemberID, at serial: GateSerial
    ) -> Held? {
        held[serial]?.held(id, of: memberID)
    }

    /// What the gate held of everybody else under this id, in no order.
    package func others(
        _ id: DeviceUserID, than memberID: MemberID, at serial: GateSerial
    ) -> [Held] {
        held[serial]?.others(id, than: memberID) ?? []
    }

    /// Whether anything was ever saved under this id as somebody else's, on whatever gate.
    package func isShared(_ id: DeviceUserID, by memberID: MemberID) -> Bool {
        owners[id]?.contains { $0 != memberID } ?? false
    }

    /// Everybody but `memberID` of whom something was saved under this id, on whatever gate.
    func owners(of id: DeviceUserID, besides memberID: MemberID) -> [MemberID] {
        (owners[id] ?? []).filter { $0 != memberID }
    }

    /// Whether the template with this mark was saved under this id as one of the person's.
    func isFinger(_ mark: ContentMark, of memberID: MemberID, as id: DeviceUserID) -> Bool {
        (templates[memberID] ?? []).contains { $0.content.mark == mark && $0.deviceUserID == id }
    }

    /// The slots that people had on the gate, so that they find them free when they come back.
    package func slots(at serial: GateSerial) -> Set<UInt16> {
        held[serial]?.slots ?? []
    }

    /// The newest templates of the person that fit a gate with this algorithm, one a finger.
    package func templates(of memberID: MemberID, algorithm: String) -> [Finger] {
        guard !algorithm.isEmpty, let known = templates[memberID] else { return [] }
        var newest: [Finger] = []
        for template in known where template.content.form == algorithm {
            if let place = newest.firstIndex(where: { $0.finger == template.finger }) {
                if newest[place].content.entryID < template.content.entryID {
                    newest[place].content = template.content
                }
            } else {
                newest.append(Finger(finger: template.finger, content: template.content))
            }
        }
        return newest
    }

    /// Whether the person has been enrolled anywhere.
    package func hasTemplates(_ memberID: MemberID) -> Bool { templates[memberID] != nil }

    // MARK: - Adding

    /// Adds what a gate is seen to hold of `people`, as if it had been saved.
    package mutating func observe(
        _ view: GateView, people: [AccessPolicy.PersonAtGate], policy: AccessPolicy
    ) {
        // In place: nobody else holds the dictionary while it is changed.
        var gate = held.removeValue(forKey: view.serial) ?? HeldByID()
        for found in PeopleOnGate(view, people: people).recognised {
            let memberID = policy.members[found.person.index].memberID
            let id = found.person.deviceUserID
            var person = gate.remove(id, of: memberID)
            let earlier = person
            if !found.isStripped(comparedTo: earlier), earlier?.user?.mark != found.user.mark {
                let content = Content(
                    entryID: lastEntryID + 1, form: String(view.layout.size),
                    mark: found.user.mark, userSlot: found.user.slot)
                take(content, as: .user, of: memberID, id, on: view.date, into: &person)
            }
            for finger in found.fingers
            where earlier?.template(finger.finger)?.mark != finger.mark {
                let content = Content(
                    entryID: lastEntryID + 1, form: view.algorithm, mark: finger.mark)
                take(
                    content, as: .finger(finger.finger), of: memberID, id, on: view.date,
                    into: &person)
            }
            gate.insert(person, as: id)
        }
        held[view.serial] = gate
    }

    private mutating func take(
        _ content: Content, as part: VaultPart, of memberID: MemberID, _ id: DeviceUserID,
        on date: LocalDate?, into person: inout Held?
    ) {
        var holder = person ?? Held(memberID: memberID, since: date)
        if person == nil, owners[id]?.contains(memberID) != true {
            owners[id, default: []].append(memberID)
        }
        person = nil
        if let date { holder.since = holder.since.map { min($0, date) } ?? date }
        switch part {
        case .user:
            holder.user = content
            lastEntryID = max(lastEntryID, content.entryID)
        case .finger(let number):
            let content = known(content, finger: number, of: memberID, id)
            let finger = Finger(finger: number, content: content)
            if let place = holder.fingers.firstIndex(where: { $0.finger == number }) {
                holder.fingers[place] = finger
            } else {
                holder.fingers.append(finger)
            }
        }
        person = holder
    }

    /// The content as it is known already from this or another gate; else it is known from now on.
    private mutating func known(
        _ content: Content, finger: UInt8, of memberID: MemberID, _ id: DeviceUserID
    ) -> Content {
        let present = templates[memberID]?.first {
            $0.content.mark == content.mark && $0.finger == finger && $0.deviceUserID == id
                && $0.content.form == content.form
        }
        if let present { return present.content }
        templates[memberID, default: []].append(
            Template(deviceUserID: id, finger: finger, content: content))
        lastEntryID = max(lastEntryID, content.entryID)
        return content
    }
}
