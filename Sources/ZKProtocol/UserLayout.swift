/// How a gate lays out a user record; the number is its size in bytes.
public enum UserLayout: Int, CaseIterable, Sendable {
    /// Old firmware.
    ///
    /// | Offset | Size | Field |
    /// |---|---|---|
    /// | 0 | 2 | user slot |
    /// | 2 | 1 | privilege |
    /// | 3 | 5 | password |
    /// | 8 | 8 | name |
    /// | 16 | 4 | card |
    /// | 20 | 1 | fifth card byte or padding; disputed, kept as it is |
    /// | 21 | 1 | group (so does pyzk 0.9, `<HB5s8sIxBhI`) |
    /// | 22 | 2 | time-zone bits |
    /// | 24 | 4 | user id, a number |
    ///
    /// Vector: record U3.
    case bytes28 = 28
    /// Colour firmware.
    ///
    /// | Offset | Size | Field |
    /// |---|---|---|
    /// | 0 | 2 | user slot |
    /// | 2 | 1 | privilege |
    /// | 3 | 8 | password, garbage behind its NUL |
    /// | 11 | 24 | name |
    /// | 35 | 4 | card |
    /// | 39 | 1 | group |
    /// | 40 | 2 | 1 when the user has own time zones |
    /// | 42 | 2 × 3 | time zones |
    /// | 48 | 24 | user id |
    ///
    /// pyzk 0.9 reads 39 as padding and 40–46 as a group text (`<HB8s24sIx7sx24s`); captures show a
    /// group and zones. Vectors: records U1 and U2.
    case bytes72 = 72

    /// Bytes of a record.
    public var size: Int { rawValue }
    /// Bytes of the password field.
    public var passwordWidth: Int { self == .bytes28 ? 5 : 8 }
    /// Bytes of the name field.
    public var nameWidth: Int { self == .bytes28 ? 8 : 24 }
}
