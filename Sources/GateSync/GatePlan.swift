package import GateModel
package import Store

/// What is to be done at one gate so that it agrees with the roster, and what is left alone.
///
/// Pure: the same people, view and vault give the same plan, in the same order.
package struct GatePlan: Hashable, Sendable {
    /// The gate.
    package let serial: GateSerial
    /// What to do, blocking first, then restoring, creating, updating, distributing; each in the order
    /// of the roster.
    package internal(set) var actions: [SyncAction]
    /// What is left alone, people of the roster first.
    package internal(set) var findings: [SyncFinding]
    /// People of the roster who are plain users of the gate.
    package let peopleCount: Int
    /// What was seen of everybody on the roster who belongs to this gate.
    package let seen: [Seen]

    /// What was seen of one person, before anything is done.
    package struct Seen: Hashable, Sendable {
        /// The person.
        package var person: AccessPolicy.PersonAtGate
        /// What was there.
        package var access: SeenAccess
        /// What besides fingers lets the person pass; `nil` when nobody can tell, or nothing is there.
        package var otherWays: OtherWays?
    }

    /// Plans a gate.
    ///
    /// - Parameters:
    ///   - view: What the gate holds.
    ///   - people: The people of the gate, see ``AccessPolicy/people(at:on:known:)``.
    ///   - policy: The roster.
    ///   - vault: What has been saved, this gate's people included.
    ///   - isStripped: Whether the credentials of a person were taken away at this gate while the
    ///     record stayed.
    /// - Complexity: O(*n*) for *n* people and users.
    package init(
        _ view: GateView, people: [AccessPolicy.PersonAtGate], policy: AccessPolicy,
        vault: VaultIndex, isStripped: (MemberID) -> Bool = { _ in false }
    ) {
        let found = PeopleOnGate(view, people: people)
        var builder = GatePlanBuilder(view: view, policy: policy, vault: vault)
        var seen: [Seen] = []
        for match in found.recognised {
            let memberID = policy.members[match.person.index].memberID
            builder.plan(match, isStripped: isStripped(memberID))
            let isPartly = match.isBare && match.holdsFaces && !match.person.reason.isAllowed
            seen.append(
                Seen(
                    person: match.person, access: isPartly ? .partly : .present,
                    otherWays: view.otherWays(of: match.user)))
        }
        for match in found.administrators {
            builder.leaveAlone(match)
            seen.append(
                Seen(
                    person: match.person, access: .present,
                    otherWays: view.otherWays(of: match.user)))
        }
        for person in found.missing {
            builder.plan(missing: person)
            seen.append(Seen(person: person, access: .absent))
        }
        for person in found.ambiguous {
            builder.note(.sharedID, person)
            seen.append(Seen(person: person, access: .present))
        }
        for person in found.reused {
            if let former = person.former { builder.note(.reusedID(former), person) }
            seen.append(Seen(person: person, access: .absent))
        }
        builder.noteUnknown(found.unknown)
        if !view.unreadableSlots.isEmpty {
            builder.findings.append(
                SyncFinding(
                    serial: view.serial, kind: .unreadableRecords(view.unreadableSlots.count)))
        }
        serial = view.serial
        actions = SyncAction.Kind.allCases.flatMap { builder.actions[$0] ?? [] }
        findings = builder.findings
        peopleCount = found.recognised.count
        self.seen = seen
    }
}
