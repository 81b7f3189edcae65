/// Something a gate tells while it happens. Any bytes give a value.
///
/// Events are hints: the log is the truth, and is read again after every gap.
public enum LiveEvent: Hashable, Sendable {
    /// People passed; more than one where the gate tells several at once.
    case attendance([AttendanceEvent])
    /// A finger was placed.
    case fingerPlaced
    /// A user was made at the gate itself, in this slot.
    case userEnrolled(slot: UInt16)
    /// Enrolling a finger has ended.
    case fingerEnrolled(EnrollResult)
    /// A key was pressed.
    case keyPressed([UInt8])
    /// The door was unlocked.
    case unlocked([UInt8])
    /// Somebody tried to pass; `nil` when nobody was recognised.
    case verifyAttempt(slot: UInt32?)
    /// A sample of a finger was taken: 100 is good, 0 is bad.
    case sample(score: UInt8)
    /// An alarm, or a change of the door.
    case alarm(GateAlarm)
    /// Nothing that is known: its code and its bytes as they came.
    case unknown(code: UInt16, data: [UInt8])

    /// Registers for everything.
    public static let everything: UInt32 = 0xFFFF
    /// Registers for people who pass.
    public static let attendanceOnly: UInt32 = 1

    /// Reads what a frame with ``Command/event`` tells.
    public init(_ frame: Frame) {
        self.init(code: frame.session, data: frame.data)
    }

    /// Reads an event with its code, which stands in the session field of the frame.
    public init(code: UInt16, data: [UInt8]) {
        self = Self.read(code: code, data: data) ?? .unknown(code: code, data: data)
    }

    private static func read(code: UInt16, data: [UInt8]) -> LiveEvent? {
        var reader = ByteReader(data)
        switch code {
        case 0x0001: return AttendanceEvent.list(decoding: data).map(LiveEvent.attendance)
        case 0x0002: return .fingerPlaced
        case 0x0004: return (try? reader.u16()).map(LiveEvent.userEnrolled)
        case 0x0008: return EnrollResult(decoding: data).map(LiveEvent.fingerEnrolled)
        case 0x0010: return .keyPressed(data)
        case 0x0020: return .unlocked(data)
        case 0x0080:
            if let slot = try? reader.u32() {
                return .verifyAttempt(slot: slot == .max ? nil : slot)
            }
            guard data.count == 2, let slot = try? reader.u16() else { return nil }
            return .verifyAttempt(slot: slot == .max ? nil : UInt32(slot))
        case 0x0100: return data.first.map(LiveEvent.sample)
        case 0x0200: return GateAlarm(decoding: data).map(LiveEvent.alarm)
        default: return nil
        }
    }
}
