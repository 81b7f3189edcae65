package import GateModel

/// What gates hold of people, as far as it was read back: proof of who can pass.
package struct GateHoldings: Hashable, Sendable {
    /// What is wanted of a person at a gate, and what was seen.
    package struct Access: Hashable, Sendable {
        /// Whether the person shall be able to pass.
        package var isWanted: Bool
        /// Why, in the words of the policy.
        package var reason: String
        /// What the last read-back showed; `nil` when the gate was never read for this.
        package var seen: Seen?
        /// Ways to pass besides fingers at the last read-back.
        package var ways: Ways
        /// Wall time of the last read-back.
        package var seenAt: LocalDateTime?
        /// Wall time since when every read-back has shown the same.
        package var since: LocalDateTime?
        /// Why it is not as wanted; `nil` when it is.
        package var failure: String?

        /// Makes what is known.
        package init(
            isWanted: Bool, reason: String, seen: Seen?, ways: Ways = .init(),
            seenAt: LocalDateTime?, since: LocalDateTime?, failure: String?
        ) {
            self.isWanted = isWanted
            self.reason = reason
            self.seen = seen
            self.ways = ways
            self.seenAt = seenAt
            self.since = since
            self.failure = failure
        }
    }

    /// Ways to pass besides fingers: yes, no, or not known; never what they are.
    package struct Ways: Hashable, Sendable {
        /// A card.
        package var card: Bool?
        /// A password.
        package var password: Bool?
        /// A face; not known at a gate that holds faces, since it does not tell whose.
        package var face: Bool?

        /// Makes what is known; nothing by default.
        package init(card: Bool? = nil, password: Bool? = nil, face: Bool? = nil) {
            self.card = card
            self.password = password
            self.face = face
        }
    }

    /// What a read-back showed of a person.
    package enum Seen: String, Sendable {
        case present
        case absent
        /// The record is there without finger, card and password; another way may be left.
        case partly
    }

    /// Somebody at a gate.
    package struct Place: Hashable, Sendable {
        /// The person.
        package var memberID: MemberID
        /// The gate.
        package var serial: GateSerial

        /// Names a place.
        package init(_ memberID: MemberID, _ serial: GateSerial) {
            self.memberID = memberID
            self.serial = serial
        }
    }

    /// A failed verification that a gate wrote into its operation log; the person is not known.
    package struct FailedAttempt: Hashable, Sendable {
        /// The gate.
        package var serial: GateSerial
        /// Wall time of the gate.
        package var at: LocalDateTime

        /// Makes an attempt.
        package init(serial: GateSerial, at: LocalDateTime) {
            self.serial = serial
            self.at = at
        }
    }

    /// Somebody on a gate whom the roster does not know.
    package struct Stranger: Hashable, Sendable, Codable {
        /// The serial number of the gate.
        package var serial: String
        /// The id on the gate; empty when it is not readable.
        package var deviceUserID: String
        /// The name on the gate; empty when there is none.
        package var name: String

        /// Makes a stranger.
        package init(serial: String, deviceUserID: String, name: String) {
            self.serial = serial
            self.deviceUserID = deviceUserID
            self.name = name
        }
    }

    /// What is saved of a person.
    package struct Saved: Hashable, Sendable {
        /// How many different fingers.
        package var fingerCount: Int
        /// Wall time at which the newest part was saved.
        package var at: LocalDateTime

        /// Makes what is saved.
        package init(fingerCount: Int, at: LocalDateTime) {
            self.fingerCount = fingerCount
            self.at = at
        }
    }

    /// Whether a gate that was paused for writing is known to go on, and since when.
    package struct Door: Hashable, Sendable {
        /// Whether it is known to go on.
        package var isOpen: Bool
        /// Wall time of the last step about it.
        package var at: LocalDateTime

        /// Makes what is known.
        package init(isOpen: Bool, at: LocalDateTime) {
            self.isOpen = isOpen
            self.at = at
        }
    }

    /// Users of gates whom the roster does not know, by serial number and id.
    package var strangers: [Stranger] = []
    /// What the vault has of people.
    package var saved: [MemberID: Saved] = [:]
    /// The gates that were ever paused.
    package var doors: [GateSerial: Door] = [:]
    /// Failed verifications, as far as gates write them; empty proves nothing.
    package var failedAttempts: [FailedAttempt] = []

    /// The verification table.
    package var accesses: [Place: Access]
    /// The fingers that a gate held when it was last read, in the order of their numbers.
    package var fingers: [Place: [Int]]
    /// Places with a user record on the gate when it was last read.
    package var users: Set<Place>

    /// Makes holdings; nothing is known by default.
    package init(
        accesses: [Place: Access] = [:], fingers: [Place: [Int]] = [:], users: Set<Place> = []
    ) {
        self.accesses = accesses
        self.fingers = fingers
        self.users = users
    }

    /// What is wanted and seen of a person at a gate; `nil` when the gate was never looked at for it.
    package func access(of member: MemberID, at serial: GateSerial) -> Access? {
        accesses[Place(member, serial)]
    }

    /// The fingers of a person on a gate; `nil` when it is not known whether there are any.
    package func fingers(of member: MemberID, at serial: GateSerial) -> [Int]? {
        let place = Place(member, serial)
        if accesses[place]?.seen == .absent { return [] }
        return users.contains(place) ? fingers[place] ?? [] : fingers[place]
    }

    /// The gates whose users were read at least once.
    package var gatesRead: Set<GateSerial> {
        Set(accesses.filter { $0.value.seen != nil }.keys.map(\.serial))
            .union(users.map(\.serial))
    }
}
