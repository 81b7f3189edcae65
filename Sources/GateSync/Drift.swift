package import GateModel
package import OrderedJSON
package import Store
import ZKProtocol

/// A difference between gate, vault, verification table and roster: for review, nothing is changed.
package struct Drift: Hashable, Sendable {
    /// What differs.
    package enum Kind: String, Sendable, CaseIterable {
        /// The person should be blocked and is not.
        case shouldBeBlocked = "should_be_blocked"
        /// The person may pass and is not on the gate.
        case missing
        /// A user whom the roster does not know.
        case extra
        /// The user record is another one than the one saved.
        case changedAtKeypad = "changed_at_keypad"
        /// A finger is another one than the one saved.
        case templateDiffers = "template_differs"
        /// A finger that was saved is not there.
        case templateMissing = "template_missing"
        /// The person was removed and is there again.
        case reenrolled = "re_enrolled_after_removal"
        /// The record under the person's id was saved as somebody else's.
        case reusedID = "reused_id"
        /// Another device answers at the address.
        case otherSerial = "other_serial"
        /// The gate could not be read.
        case unreachable
    }

    /// The gate; empty when its serial is not known.
    package var serial: GateSerial
    /// The person; `nil` for users the roster does not know and for gates.
    package var memberID: MemberID?
    /// The id on the gate.
    package var deviceUserID: DeviceUserID?
    /// What differs.
    package var kind: Kind
    /// Why, in words.
    package var text: String

    /// Makes a difference.
    package init(
        serial: GateSerial, memberID: MemberID? = nil, deviceUserID: DeviceUserID? = nil,
        kind: Kind, text: String
    ) {
        self.serial = serial
        self.memberID = memberID
        self.deviceUserID = deviceUserID
        self.kind = kind
        self.text = text
    }

    /// The difference for scripts.
    package var json: JSONValue {
        [
            "serial": .string(serial.rawValue), "member_id": .optional(memberID?.rawValue),
            "device_user_id": .optional(deviceUserID?.rawValue), "kind": .string(kind.rawValue),
            "text": .string(text),
        ]
    }
}

extension Drift {
    /// Finds the differences at one gate.
    ///
    /// - Parameters:
    ///   - view: What the gate holds.
    ///   - people: The people of the gate.
    ///   - policy: The roster.
    ///   - vault: What had been saved before the gate was read.
    ///   - prior: The rows of the verification table of this gate.
    /// - Returns: People of the roster first, in its order, then users it does not know.
    package static func find(
        _ view: GateView, people: [AccessPolicy.PersonAtGate], policy: AccessPolicy,
        vault: VaultIndex, prior: [MemberID: AccessRow]
    ) -> [Drift] {
        let found = PeopleOnGate(view, people: people)
        var drifts: [Drift] = []
        for match in found.recognised + found.administrators {
            let member = policy.members[match.person.index]
            let finder = PersonDrift(
                serial: view.serial, member: member.memberID, match: match,
                prior: prior[member.memberID],
                held: vault.held(match.person.deviceUserID, of: member.memberID, at: view.serial))
            drifts += finder.find()
        }
        for person in found.missing where person.reason.isAllowed {
            drifts.append(
                Drift(
                    serial: view.serial, memberID: policy.members[person.index].memberID,
                    deviceUserID: person.deviceUserID, kind: .missing,
                    text: "may pass and is not on the gate"))
        }
        for person in found.reused {
            drifts.append(
                Drift(
                    serial: view.serial, memberID: policy.members[person.index].memberID,
                    deviceUserID: person.deviceUserID, kind: .reusedID,
                    text: person.former.map(\.description) ?? ""))
        }
        drifts += found.unknown.map { user in
            Drift(
                serial: view.serial, deviceUserID: user.deviceUserID, kind: .extra,
                text: "the roster does not know this user")
        }
        return drifts
    }
}

/// Looks for differences of one person on a gate.
private struct PersonDrift {
    let serial: GateSerial
    let member: MemberID
    let match: PeopleOnGate.Match
    let prior: AccessRow?
    let held: VaultIndex.Held?

    func find() -> [Drift] {
        var drifts: [Drift] = []
        if !match.person.reason.isAllowed { drifts.append(blockedButThere) }
        if let user = held?.user, user.mark != match.user.mark, !match.isStripped(comparedTo: held)
        {
            drifts.append(make(.changedAtKeypad, "the user record is not the one saved last"))
        }
        for finger in match.fingers {
            if let saved = held?.template(finger.finger), saved.mark != finger.mark {
                drifts.append(
                    make(.templateDiffers, "finger \(finger.finger) is not the one saved last"))
            }
        }
        if match.person.reason.isAllowed {
            let here = Set(match.fingers.map(\.finger))
            for finger in (held?.fingers.map(\.finger).sorted() ?? []) where !here.contains(finger)
            {
                drifts.append(make(.templateMissing, "finger \(finger) was saved and is not there"))
            }
        }
        return drifts
    }

    private var blockedButThere: Drift {
        let reason = match.person.reason
        if match.user.privilege.isMoreThanUser {
            return make(.shouldBeBlocked, "\(reason), but has administrator rights on the gate")
        }
        if match.isBare, match.holdsFaces {
            return make(.shouldBeBlocked, "\(reason); still able to pass by face")
        }
        if prior?.seen == .absent {
            return make(.reenrolled, "\(reason); was removed and is on the gate again")
        }
        var ways = match.fingers.isEmpty ? [] : ["finger"]
        if match.user.card != 0 { ways.append("card") }
        if match.user.hasPassword { ways.append("password") }
        let means = ways.isEmpty ? "on the gate" : "still valid: " + ways.joined(separator: ", ")
        let cause = prior?.failure.map { "; \($0)" } ?? ""
        return make(.shouldBeBlocked, "\(reason); \(means)\(cause)")
    }

    private func make(_ kind: Drift.Kind, _ text: String) -> Drift {
        Drift(
            serial: serial, memberID: member, deviceUserID: match.person.deviceUserID, kind: kind,
            text: text)
    }
}
