/// How a gate lays out an attendance record; the number is its size in bytes.
public enum AttendanceLayout: Int, CaseIterable, Sendable {
    /// Old black-and-white firmware: user slot, packed byte, time.
    ///
    /// | Offset | Size | Field |
    /// |---|---|---|
    /// | 0 | 2 | user slot |
    /// | 2 | 1 | bits 0–2 state, 3–4 verify, 5 full time follows |
    /// | 3 | 1 | 0 |
    /// | 4 | 4 | time |
    ///
    /// Libraries disagree: pyzk 0.9 reads state, time at offset 3, verify (`<HB4sB`). Every published
    /// dump of raw records gives sane dates only in the order above. Vectors: records F and F2.
    case bytes8 = 8
    /// Older firmware with extended log: user id as a number, time.
    ///
    /// | Offset | Size | Field |
    /// |---|---|---|
    /// | 0 | 4 | user id, a number |
    /// | 4 | 4 | time |
    /// | 8 | 1 | state |
    /// | 9 | 1 | verify |
    /// | 10 | 2 | reserved |
    /// | 12 | 4 | work code |
    ///
    /// Bytes 8 and 9 are disputed (pyzk 0.9 calls 8 "status" and 9 "punch"); a list whose byte 8 never
    /// is a state while byte 9 always is one is read in the other order. Vector: record E.
    case bytes16 = 16
    /// Colour firmware, the most common.
    ///
    /// | Offset | Size | Field |
    /// |---|---|---|
    /// | 0 | 2 | user slot |
    /// | 2 | 24 | user id, ASCII, NUL-terminated |
    /// | 26 | 1 | verify |
    /// | 27 | 4 | time |
    /// | 31 | 1 | state |
    /// | 32 | 4 | probably the work code; zero in every capture |
    /// | 36 | 4 | reserved |
    ///
    /// Vectors: records A and B.
    case bytes40 = 40
    /// Newer firmware: as 40 bytes, then nine more, usually `FF 32 35 35 00 00 00 00 00`. pyzk 0.9
    /// reads them as 40 bytes and gets ghosts. Vector: record D.
    case bytes49 = 49

    /// Bytes of a record.
    public var size: Int { rawValue }

    /// Whether records name the user by text or number, not only by the slot.
    public var namesUserID: Bool { self != .bytes8 }
}
