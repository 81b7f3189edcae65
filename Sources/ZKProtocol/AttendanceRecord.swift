/// A line of the attendance log as a gate stores it. Layouts: ``AttendanceLayout``.
public struct AttendanceRecord: Hashable, Sendable {
    /// Place in the log, counted from 0, undecodable records included: the gate's own order.
    public var position: Int
    /// The gate's index of the user, used again after a deletion; `nil` in 16-byte records.
    public var userSlot: UInt16?
    /// The user id as text; `nil` in 8-byte records, which name only the slot.
    public var userID: String?
    /// Wall time of the gate. Records in an ``AttendanceLog`` have a valid one.
    public var time: DeviceTime
    /// Raw state: 0 in, 1 out, 2 break out, 3 break in, 4 overtime in, 5 overtime out, 255 none.
    public var state: UInt8
    /// Raw verify code; its meaning differs by firmware.
    public var verify: UInt8
    /// Work code; 0 when there is none.
    public var workCode: UInt32
    /// Bytes nobody has named, as a number: 36–39 (40, 49), 10–11 (16), 3 (8).
    public var reserved: UInt32

    /// Makes a record.
    public init(
        position: Int = 0, userSlot: UInt16? = nil, userID: String? = nil, time: DeviceTime,
        state: UInt8, verify: UInt8, workCode: UInt32 = 0, reserved: UInt32 = 0
    ) {
        self.position = position
        self.userSlot = userSlot
        self.userID = userID
        self.time = time
        self.state = state
        self.verify = verify
        self.workCode = workCode
        self.reserved = reserved
    }
}

extension AttendanceRecord {
    /// A decoded record, or why it is none.
    enum Reading {
        case record(AttendanceRecord)
        case undecodable(UndecodedRecord.Reason)
    }

    /// Reads the bytes of one record.
    ///
    /// - Throws: ``WireError/payloadLength(of:expected:found:)`` for another number of bytes than the
    ///   layout has, ``WireError/shortAttendanceRecord(position:)``.
    static func read(
        _ bytes: ArraySlice<UInt8>, as layout: AttendanceLayout, position: Int,
        isVerifyFirst: Bool = false
    ) throws(WireError) -> Reading {
        guard bytes.count == layout.size else {
            throw .payloadLength(
                of: .attendanceRecord, expected: layout.size...layout.size, found: bytes.count)
        }
        var reader = ByteReader(bytes)
        switch layout {
        case .bytes8: return try readBytes8(&reader, position: position)
        case .bytes16:
            return try readBytes16(&reader, position: position, isVerifyFirst: isVerifyFirst)
        case .bytes40, .bytes49: return try readBytes40(&reader, position: position)
        }
    }

    private static func readBytes8(
        _ reader: inout ByteReader, position: Int
    ) throws(WireError) -> Reading {
        let slot = try reader.u16()
        let packed = try reader.u8()
        let reserved = try reader.u8()
        let time = DeviceTime(rawValue: try reader.u32())
        guard packed & 0x20 != 0 else { throw .shortAttendanceRecord(position: position) }
        if slot == 0 { return .undecodable(.noUserSlot) }
        if let reason = time.undecodableReason { return .undecodable(reason) }
        return .record(
            AttendanceRecord(
                position: position, userSlot: slot, time: time, state: packed & 0x07,
                verify: packed >> 3 & 0x03, reserved: UInt32(reserved)))
    }

    private static func readBytes16(
        _ reader: inout ByteReader, position: Int, isVerifyFirst: Bool
    ) throws(WireError) -> Reading {
        let number = try reader.u32()
        let time = DeviceTime(rawValue: try reader.u32())
        let first = try reader.u8()
        let second = try reader.u8()
        let reserved = try reader.u16()
        let workCode = try reader.u32()
        if number == 0 { return .undecodable(.noUserID) }
        if let reason = time.undecodableReason { return .undecodable(reason) }
        return .record(
            AttendanceRecord(
                position: position, userID: String(number), time: time,
                state: isVerifyFirst ? second : first, verify: isVerifyFirst ? first : second,
                workCode: workCode, reserved: UInt32(reserved)))
    }

    private static func readBytes40(
        _ reader: inout ByteReader, position: Int
    ) throws(WireError) -> Reading {
        let slot = try reader.u16()
        let userID = TextField.content(of: try reader.bytes(24))
        let verify = try reader.u8()
        let time = DeviceTime(rawValue: try reader.u32())
        let state = try reader.u8()
        let workCode = try reader.u32()
        let reserved = try reader.u32()
        if userID.isEmpty { return .undecodable(.noUserID) }
        guard TextField.isPrintable(userID) else { return .undecodable(.unreadableUserID) }
        if let reason = time.undecodableReason { return .undecodable(reason) }
        return .record(
            AttendanceRecord(
                position: position, userSlot: slot, userID: String(decoding: userID, as: UTF8.self),
                time: time, state: state, verify: verify, workCode: workCode, reserved: reserved))
    }
}

extension AttendanceRecord {
    /// Returns the bytes of the record in `layout`.
    ///
    /// - Throws: ``WireError/unencodable(field:reason:)`` when the layout cannot hold a value.
    public func encoded(as layout: AttendanceLayout) throws(WireError) -> [UInt8] {
        var writer = ByteWriter(capacity: layout.size)
        switch layout {
        case .bytes8:
            guard state < 8, verify < 4 else {
                throw .unencodable(
                    field: "state and verify", reason: "8-byte records have 3 and 2 bits for them")
            }
            writer.u16(try requiredSlot())
            writer.u8(0x20 | verify << 3 | state)
            writer.u8(UInt8(truncatingIfNeeded: reserved))
            writer.u32(time.rawValue)
        case .bytes16:
            guard let userID, let number = UInt32(userID) else {
                throw .unencodable(
                    field: "user id", reason: "16-byte records have only room for a number")
            }
            writer.u32(number)
            writer.u32(time.rawValue)
            writer.u8(state)
            writer.u8(verify)
            writer.u16(UInt16(truncatingIfNeeded: reserved))
            writer.u32(workCode)
        case .bytes40, .bytes49:
            let text = Array((userID ?? "").utf8)
            guard !text.isEmpty, text.count <= 24 else {
                throw .unencodable(
                    field: "user id", reason: "expected 1 to 24 bytes, found \(text.count)")
            }
            writer.u16(try requiredSlot())
            writer.field(text, width: 24)
            writer.u8(verify)
            writer.u32(time.rawValue)
            writer.u8(state)
            writer.u32(workCode)
            writer.u32(reserved)
            if layout == .bytes49 {
                writer.append([0xFF, 0x32, 0x35, 0x35, 0, 0, 0, 0, 0])
            }
        }
        return writer.bytes
    }

    private func requiredSlot() throws(WireError) -> UInt16 {
        guard let userSlot else {
            throw .unencodable(field: "user slot", reason: "the record has none")
        }
        return userSlot
    }
}
