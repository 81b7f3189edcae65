/// A name that identifies something: text, kept exactly as it was written.
///
/// "007" and "7" are two identifiers: nothing is trimmed, folded or read as a number. Order is that
/// of the UTF-8 bytes, so it does not depend on a locale.
public protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Sendable,
    ExpressibleByStringLiteral, CustomStringConvertible
{
    /// Makes the identifier with exactly this text.
    init(_ rawValue: String)
}

extension Identifier {
    /// Makes the identifier with exactly this text.
    public init(rawValue: String) { self.init(rawValue) }

    /// Makes the identifier with exactly this text.
    public init(stringLiteral value: String) { self.init(value) }

    /// The text.
    public var description: String { rawValue }

    /// Byte order of the UTF-8 text.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// The serial number of a gate, as the gate itself tells it.
public struct GateSerial: Identifier {
    /// The text, exactly as written.
    public let rawValue: String
    /// Makes the identifier with exactly this text.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The id of a branch, such as `DHK`.
public struct BranchID: Identifier {
    /// The text, exactly as written.
    public let rawValue: String
    /// Makes the identifier with exactly this text.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The id of a person on the roster.
public struct MemberID: Identifier {
    /// The text, exactly as written.
    public let rawValue: String
    /// Makes the identifier with exactly this text.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The id under which a gate knows a person: the badge text, not the user slot.
public struct DeviceUserID: Identifier {
    /// The text, exactly as written.
    public let rawValue: String
    /// Makes the identifier with exactly this text.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The id of a shift, such as `D`.
public struct ShiftID: Identifier {
    /// The text, exactly as written.
    public let rawValue: String
    /// Makes the identifier with exactly this text.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}
