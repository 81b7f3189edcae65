/// The comm key of a gate and its scrambled form on the wire.
public enum CommKey {
    /// Keys that can be typed on a gate.
    public static let typeable: ClosedRange<UInt32> = 0...999_999

    /// Scrambles a key for an AUTH request (``Command/auth``).
    ///
    /// - Parameters:
    ///   - key: The key as typed on the gate's menu.
    ///   - session: The session id of the reply that asked for the key.
    ///   - ticks: A constant of the scheme; every known client sends 50.
    /// - Returns: The four data bytes of the request.
    public static func scrambled(key: UInt32, session: UInt16, ticks: UInt8 = 50) -> [UInt8] {
        let sum = key.bitReversed &+ UInt32(session)
        let second = UInt8(truncatingIfNeeded: sum >> 8) ^ 0x4B
        let third = UInt8(truncatingIfNeeded: sum >> 16) ^ 0x53
        let fourth = UInt8(truncatingIfNeeded: sum >> 24) ^ 0x4F
        // The first byte never leaves: the tick constant takes its place.
        return [third ^ ticks, fourth ^ ticks, ticks, second ^ ticks]
    }
}

extension UInt32 {
    /// The value with bit 0 and bit 31 swapped, and so on inwards.
    fileprivate var bitReversed: UInt32 {
        var value = self
        var reversed: UInt32 = 0
        for _ in 0..<32 {
            reversed = reversed << 1 | value & 1
            value >>= 1
        }
        return reversed
    }
}
