/// The privilege byte of a user: a role in bits 1 to 3, and bit 0 set when the user is disabled.
///
/// The byte is kept as it came: roles that nobody has named survive being written back. Manager is
/// written as 6; 12 is read as one, too (libraries disagree).
public struct Privilege: RawRepresentable, Hashable, Sendable {
    /// The byte on the wire.
    public let rawValue: UInt8

    /// Keeps the byte `rawValue`, known or not.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// A plain user.
    public static let user = Privilege(rawValue: 0)
    /// May enroll others.
    public static let enroller = Privilege(rawValue: 2)
    /// May administrate.
    public static let manager = Privilege(rawValue: 6)
    /// A role defined at the gate.
    public static let custom = Privilege(rawValue: 10)
    /// Manager in some documents.
    public static let managerVariant = Privilege(rawValue: 12)
    /// May do everything.
    public static let superAdministrator = Privilege(rawValue: 14)

    /// Whether the user is disabled.
    public var isDisabled: Bool { rawValue & 1 != 0 }

    /// The role without the disabled bit.
    public var role: Privilege { Privilege(rawValue: rawValue & ~1) }

    /// Whether it is anything but a plain user, disabled or not; unknown bytes count as more.
    public var isMoreThanUser: Bool { role != .user }

    /// The bytes that captures and documents show.
    static let known: Set<UInt8> = [0, 1, 2, 3, 6, 7, 10, 11, 12, 13, 14, 15]
}
