import Foundation

/// A person as one gate of a fleet file knows them.
package struct FleetUser: Hashable, Sendable {
    /// The user slot, 1 to 65534.
    package var slot: Int
    /// The device user id: the badge text.
    package var userID: String
    /// The name on the display.
    package var name: String
    /// The privilege byte: 0 user, 2 enroller, 6 manager, 14 administrator; bit 0 means disabled.
    package var privilege: UInt8 = 0
    /// The card number; 0 means none.
    package var card: UInt32 = 0
    /// Digits to key in; empty means none.
    package var password = ""
    /// The access group.
    package var group: UInt8 = 1
    /// Fingers enrolled on this gate.
    package var templates: [FleetTemplate] = []
    /// Whether the file says which fingers are enrolled, even if none; otherwise the plan does.
    package var hasTemplates = false

    /// Makes a plain user without card, password and fingers.
    package init(slot: Int, userID: String, name: String) {
        self.slot = slot
        self.userID = userID
        self.name = name
    }
}

extension FleetUser: Decodable {
    /// Reads one entry of `users`.
    package init(from decoder: any Decoder) throws {
        let object = try FleetObject(
            decoder,
            known: [
                "uid", "user_id", "name", "privilege", "card", "password", "group", "templates",
            ])
        slot = try object.requiredNumber("uid", in: 1...65_534)
        userID = try object.required("user_id")
        guard (1...23).contains(userID.utf8.count),
            userID.utf8.allSatisfy({ (33...126).contains($0) })
        else {
            throw FleetError(
                at: object.path("user_id"),
                "expected 1 to 23 visible ASCII characters, found \"\(userID)\"")
        }
        name = try object.optional("name") ?? ""
        privilege = UInt8(try object.number("privilege", in: 0...255) ?? 0)
        card = UInt32(try object.number("card", in: 0...0xFFFF_FFFF) ?? 0)
        password = try object.optional("password") ?? ""
        guard password.utf8.count <= 8 else {
            throw FleetError(at: object.path("password"), "expected at most 8 digits")
        }
        group = UInt8(try object.number("group", in: 0...255) ?? 1)
        let listed: [FleetTemplate]? = try object.optional("templates")
        templates = listed ?? []
        hasTemplates = listed != nil
        var fingers: Set<Int> = []
        for template in templates where !fingers.insert(template.finger).inserted {
            throw FleetError(
                at: object.path("templates"), "finger \(template.finger) is there twice")
        }
    }
}
