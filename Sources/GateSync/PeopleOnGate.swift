import GateModel
import ZKProtocol

/// The users of a gate, matched with the people of the roster.
struct PeopleOnGate {
    /// A person of the roster and the user record that is theirs.
    struct Match {
        var person: AccessPolicy.PersonAtGate
        var user: GateUser
        var fingers: [GateFinger]
        var isBare: Bool
        var holdsFaces: Bool

        /// Whether the record is what is left after finger, card and password were taken away, so
        /// that it must not replace the whole one in the vault.
        func isStripped(comparedTo held: VaultIndex.Held?) -> Bool {
            guard isBare, holdsFaces, let user = held?.user else { return false }
            return user.mark != self.user.mark
        }
    }

    /// People of the roster who are plain users of the gate, in the order of the roster.
    private(set) var recognised: [Match] = []
    /// People of the roster with more than a plain user's privilege.
    private(set) var administrators: [Match] = []
    /// People of the roster who are not on the gate.
    private(set) var missing: [AccessPolicy.PersonAtGate] = []
    /// People whose record nobody can tell: their id is another person's, too, or twice on the gate.
    private(set) var ambiguous: [AccessPolicy.PersonAtGate] = []
    /// People whose id the gate knows as somebody else's: the record is left alone.
    private(set) var reused: [AccessPolicy.PersonAtGate] = []
    /// Users whom the roster does not know, in the order of the gate.
    private(set) var unknown: [GateUser] = []

    init(_ view: GateView, people: [AccessPolicy.PersonAtGate]) {
        var places: [DeviceUserID: Int] = [:]
        var repeated: Set<DeviceUserID> = []
        places.reserveCapacity(view.users.count)
        for (place, user) in view.users.enumerated() {
            guard let id = user.deviceUserID else { continue }
            if places.updateValue(place, forKey: id) != nil { repeated.insert(id) }
        }
        var claimedTwice: Set<DeviceUserID> = []
        var isClaimed = [Bool](repeating: false, count: view.users.count)
        for person in people {
            let place = places[person.deviceUserID]
            if let place { isClaimed[place] = true }
            if person.isAmbiguous || repeated.contains(person.deviceUserID) {
                ambiguous.append(person)
                claimedTwice.insert(person.deviceUserID)
            } else if person.isReused {
                reused.append(person)
            } else if let user = place.map({ view.users[$0] }) {
                let match = Match(
                    person: person, user: user, fingers: view.fingers[user.slot] ?? [],
                    isBare: view.isBare(user), holdsFaces: view.holdsFaces)
                if user.privilege.isMoreThanUser {
                    administrators.append(match)
                } else {
                    recognised.append(match)
                }
            } else {
                missing.append(person)
            }
        }
        unknown = zip(view.users, isClaimed).filter { user, isClaimed in
            // Of several users with the id of a person, only the last one is marked.
            !isClaimed && !(user.deviceUserID.map(claimedTwice.contains) ?? false)
        }.map(\.0)
    }
}
