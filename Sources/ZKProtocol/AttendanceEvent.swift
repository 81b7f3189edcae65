/// Somebody passed, as an event tells it.
///
/// | Bytes | Layout |
/// |---|---|
/// | 10 | slot (2), verify, state, time (6) |
/// | 12 | user id as a number (4), verify, state, time |
/// | 14 | as 10, and 4 more |
/// | 32 | user id as text (24), verify, state, time |
/// | 36, 37, 52 | as 32, and 4, 5 or 20 more |
///
/// Longer ones of 52 bytes and more begin like 32. Vectors: frames 78 to 82.
public struct AttendanceEvent: Hashable, Sendable {
    /// The user slot where the event names nobody else; map it with the user list.
    public var userSlot: UInt16?
    /// The user id; `nil` when only the slot is told.
    public var userID: String?
    /// Raw verify code.
    public var verify: UInt8
    /// Raw state.
    public var state: UInt8
    /// Wall time of the gate.
    public var time: DeviceTime

    /// Makes an event.
    public init(
        userSlot: UInt16? = nil, userID: String? = nil, verify: UInt8, state: UInt8,
        time: DeviceTime
    ) {
        self.userSlot = userSlot
        self.userID = userID
        self.verify = verify
        self.state = state
        self.time = time
    }

    /// Reads one event or several of the same length; `nil` when the bytes have no known form.
    static func list(decoding data: [UInt8]) -> [AttendanceEvent]? {
        if let one = AttendanceEvent(decoding: data[...]) { return [one] }
        for size in [52, 37, 36, 32, 14, 12, 10] where data.count > size && data.count % size == 0 {
            let starts = stride(from: 0, to: data.count, by: size)
            let parts = starts.compactMap { AttendanceEvent(decoding: data[$0..<$0 + size]) }
            if parts.count == data.count / size { return parts }
        }
        return data.count > 52 ? AttendanceEvent(decoding: data.prefix(52)).map { [$0] } : nil
    }

    /// Reads the bytes of one event; `nil` when they have no known length, or no valid time.
    init?(decoding bytes: ArraySlice<UInt8>) {
        var reader = ByteReader(bytes)
        switch bytes.count {
        case 10, 14: userSlot = try? reader.u16()
        case 12: userID = (try? reader.u32()).map { String($0) }
        case 32, 36, 37, 52:
            guard let field = try? reader.bytes(24) else { return nil }
            let content = TextField.content(of: field)
            guard !content.isEmpty, TextField.isPrintable(content) else { return nil }
            userID = String(decoding: content, as: UTF8.self)
        default: return nil
        }
        guard let verify = try? reader.u8(), let state = try? reader.u8(),
            let six = try? reader.bytes(6), let time = DeviceTime(sixBytes: six),
            time.wallSeconds != nil
        else { return nil }
        self.verify = verify
        self.state = state
        self.time = time
    }
}
