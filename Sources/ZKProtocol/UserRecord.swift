/// A user as a gate stores one. Layouts: ``UserLayout``.
///
/// Text fields are kept as the bytes that came, garbage behind a NUL included, so that a record
/// written back in its layout is the same, byte for byte.
public struct UserRecord: Hashable, Sendable {
    /// The gate's index of the user, 1 to 65534; used again after a deletion.
    public var slot: UInt16
    /// The privilege byte.
    public var privilege: Privilege
    /// The password field as it came. Never shown, never logged.
    public var passwordField: [UInt8]
    /// The name field as it came.
    public var nameField: [UInt8]
    /// Card number; 0 when there is none.
    public var card: UInt32
    /// Byte 20 of the 28-byte layout, whose meaning is disputed.
    public var cardHighByte: UInt8
    /// Group number.
    public var group: UInt8
    /// Access time zones.
    public var zones: AccessZones
    /// The user id field as it came; the digits of the number in the 28-byte layout.
    public var userIDField: [UInt8]

    /// Makes a user for writing.
    ///
    /// Names too long for a layout are cut when the record is encoded, between characters.
    public init(
        slot: UInt16, userID: String, name: String = "", privilege: Privilege = .user,
        password: String = "", card: UInt32 = 0, group: UInt8 = 1, zones: AccessZones = .ofGroup
    ) {
        self.slot = slot
        self.privilege = privilege
        passwordField = Array(password.utf8)
        // With its NUL, a field filled to the brim is not mistaken for one that came that way.
        nameField = Array(name.utf8) + [0]
        self.card = card
        cardHighByte = 0
        self.group = group
        self.zones = zones
        userIDField = Array(userID.utf8) + [0]
    }

    /// The user id; `nil` when it is empty or not printable ASCII.
    public var userID: String? {
        let content = TextField.content(of: userIDField[...])
        guard !content.isEmpty, TextField.isPrintable(content) else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    /// The bytes of the name up to its NUL, in the gate's own code page.
    public var nameBytes: ArraySlice<UInt8> { TextField.content(of: nameField[...]) }

    /// The name for people to read: UTF-8, with U+FFFD for whatever is not.
    public var name: String { String(decoding: nameBytes, as: UTF8.self) }

    /// The bytes of the password up to its NUL. Never shown, never logged.
    public var passwordBytes: ArraySlice<UInt8> { TextField.content(of: passwordField[...]) }
}

/// The time zones in which a user may pass.
public struct AccessZones: Hashable, Sendable {
    /// 72 bytes: 1 when the zones below count, 0 when those of the group do. 28 bytes: zone bits.
    public var flag: UInt16
    /// First zone.
    public var first: UInt16
    /// Second zone.
    public var second: UInt16
    /// Third zone.
    public var third: UInt16

    /// Makes zones from their four numbers.
    public init(flag: UInt16, first: UInt16 = 0, second: UInt16 = 0, third: UInt16 = 0) {
        self.flag = flag
        self.first = first
        self.second = second
        self.third = third
    }

    /// The zones of the user's group.
    public static let ofGroup = AccessZones(flag: 0)
}

extension UserRecord {
    /// Reads the bytes of one record; any bytes of the right number give a value.
    ///
    /// - Throws: ``WireError/payloadLength(of:expected:found:)`` for another number of bytes.
    public init(decoding bytes: ArraySlice<UInt8>, as layout: UserLayout) throws(WireError) {
        guard bytes.count == layout.size else {
            throw .payloadLength(of: .user, expected: layout.size...layout.size, found: bytes.count)
        }
        var reader = ByteReader(bytes)
        slot = try reader.u16()
        privilege = Privilege(rawValue: try reader.u8())
        passwordField = Array(try reader.bytes(layout.passwordWidth))
        nameField = Array(try reader.bytes(layout.nameWidth))
        card = try reader.u32()
        switch layout {
        case .bytes28:
            cardHighByte = try reader.u8()
            group = try reader.u8()
            zones = AccessZones(flag: try reader.u16())
            let number = try reader.u32()
            userIDField = number == 0 ? [] : Array(String(number).utf8)
        case .bytes72:
            cardHighByte = 0
            group = try reader.u8()
            zones = AccessZones(
                flag: try reader.u16(), first: try reader.u16(), second: try reader.u16(),
                third: try reader.u16())
            userIDField = Array(try reader.bytes(24))
        }
    }

    /// Returns the bytes of the record in `layout`.
    ///
    /// - Throws: ``WireError/unencodable(field:reason:)`` when the layout has no room for the
    ///   password or the user id; the reason does not quote them.
    public func encoded(as layout: UserLayout) throws(WireError) -> [UInt8] {
        var writer = ByteWriter(capacity: layout.size)
        writer.u16(slot)
        writer.u8(privilege.rawValue)
        writer.field(try fittingPassword(layout), width: layout.passwordWidth)
        writer.field(fittingName(layout), width: layout.nameWidth)
        writer.u32(card)
        switch layout {
        case .bytes28:
            writer.u8(cardHighByte)
            writer.u8(group)
            writer.u16(zones.flag)
            writer.u32(try numericUserID())
        case .bytes72:
            writer.u8(group)
            writer.u16(zones.flag)
            writer.u16(zones.first)
            writer.u16(zones.second)
            writer.u16(zones.third)
            writer.field(try fittingUserID(), width: 24)
        }
        return writer.bytes
    }

    private func fittingPassword(_ layout: UserLayout) throws(WireError) -> ArraySlice<UInt8> {
        if passwordField.count == layout.passwordWidth { return passwordField[...] }
        guard passwordBytes.count <= layout.passwordWidth else {
            throw .unencodable(
                field: "password",
                reason: "a gate of this kind has \(layout.passwordWidth) bytes for it")
        }
        return passwordBytes
    }

    private func fittingName(_ layout: UserLayout) -> ArraySlice<UInt8> {
        if nameField.count == layout.nameWidth { return nameField[...] }
        return TextField.cut(nameBytes, to: layout.nameWidth - 1)
    }

    private func fittingUserID() throws(WireError) -> ArraySlice<UInt8> {
        if userIDField.count == 24 { return userIDField[...] }
        let content = TextField.content(of: userIDField[...])
        guard !content.isEmpty, content.count < 24, TextField.isPrintable(content) else {
            throw .unencodable(
                field: "user id",
                reason: "expected 1 to 23 bytes of printable ASCII, found \(content.count) bytes")
        }
        return content
    }

    private func numericUserID() throws(WireError) -> UInt32 {
        // A record without any id is written back as the number 0 it came as.
        if TextField.content(of: userIDField[...]).isEmpty { return 0 }
        guard let userID, let number = UInt32(userID), String(number) == userID else {
            throw .unencodable(
                field: "user id",
                reason: "a gate of this kind takes only numbers without leading zeros")
        }
        return number
    }
}
