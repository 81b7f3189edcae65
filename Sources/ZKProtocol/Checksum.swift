/// The check value of a packet: the ones' complement of the sum of its 16-bit words.
///
/// The sum runs over the bytes exactly as sent, with the checksum field taken as zero; an odd last
/// byte counts as the low byte of a word. Client libraries of the field compute it over the previous
/// reply id with modulus 65535; both shifts cancel out, and gates insist on this plain value (checked
/// against the packets pyzk 0.9 sends, see `Tests/pyzk`).
public enum Checksum {
    /// Returns the checksum of `packet` (header and data, no TCP prefix); bytes 2 and 3 are ignored.
    public static func of(_ packet: ArraySlice<UInt8>) -> UInt16 {
        var sum: UInt64 = 0
        var index = packet.startIndex
        while index + 1 < packet.endIndex {
            if index - packet.startIndex != 2 {
                sum &+= UInt64(packet[index]) | UInt64(packet[index + 1]) << 8
            }
            index += 2
        }
        if index < packet.endIndex, index - packet.startIndex != 2 {
            sum &+= UInt64(packet[index])
        }
        // One fold is not always enough: 0x1FFFF folds to 0x10000.
        while sum > 0xFFFF {
            sum = (sum & 0xFFFF) &+ (sum >> 16)
        }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}
