package import GateModel

/// One stored punch of an emulated gate.
package struct FleetPunch: Hashable, Sendable {
    /// The user slot at the time of the punch.
    package var slot: Int
    /// The device user id.
    package var userID: String
    /// What the clock of the gate showed.
    package var at: LocalDateTime
    /// The state key: 0 in, 1 out, 255 none.
    package var state: UInt8
    /// How the person was recognised: 1 finger, 4 card, 15 face.
    package var verify: UInt8

    /// Makes a punch.
    package init(slot: Int, userID: String, at: LocalDateTime, state: UInt8, verify: UInt8) {
        self.slot = slot
        self.userID = userID
        self.at = at
        self.state = state
        self.verify = verify
    }
}

extension FleetPunch: Decodable {
    /// Reads one entry of `attendance`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(
            decoder, known: ["uid", "user_id", "at", "state", "verify"])
        slot = try object.requiredNumber("uid", in: 0...65_535)
        userID = try object.optional("user_id") ?? String(slot)
        guard userID.utf8.count <= 24, userID.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw FleetError(
                at: object.path("user_id"), "expected at most 24 visible ASCII characters")
        }
        let time = try object.parsed("at", "a wall time such as 2026-11-20T08:55:10") {
            LocalDateTime($0)
        }
        guard let time else {
            throw FleetError(at: object.path("at"), "the key \"at\" is missing")
        }
        guard (2000...2099).contains(time.date.year) else {
            throw FleetError(
                at: object.path("at"), "a gate can keep the years 2000 to 2099, found \(time)")
        }
        at = time
        state = UInt8(try object.number("state", in: 0...255) ?? 0)
        verify = UInt8(try object.number("verify", in: 0...255) ?? 1)
    }
}
