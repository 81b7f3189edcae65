/// An alarm, or a change of the door.
public struct GateAlarm: Hashable, Sendable {
    /// The reason, such as 0x37 for an opened case; 0x20 duress and 0x22 anti-passback in the long form.
    public var reason: UInt8
    /// The slot of the person concerned; `nil` when nobody is named.
    public var userSlot: UInt16?

    /// Makes an alarm.
    public init(reason: UInt8, userSlot: UInt16? = nil) {
        self.reason = reason
        self.userSlot = userSlot
    }

    /// Reads the data of the event; `nil` when it has no known length.
    ///
    /// In 12 bytes the sources disagree which of two fields is the reason and which is the slot: the
    /// one that holds a known reason is it.
    init?(decoding data: [UInt8]) {
        var reader = ByteReader(data)
        switch data.count {
        case 4, 8: self.init(reason: data[0])
        case 12:
            try? reader.skip(4)
            guard let first = try? reader.u16(), let second = try? reader.u16() else { return nil }
            let reasons: Set<UInt16> = [0x20, 0x22]
            let isSwapped = !reasons.contains(first) && reasons.contains(second)
            self.init(
                reason: UInt8(truncatingIfNeeded: isSwapped ? second : first),
                userSlot: isSwapped ? first : second)
        default: return nil
        }
    }
}
