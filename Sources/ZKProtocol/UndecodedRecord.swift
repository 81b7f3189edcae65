/// A record that could not be decoded: kept as its bytes, with the reason; never guessed.
public struct UndecodedRecord: Hashable, Sendable {
    /// Its place in the list, counted from 0, decoded records included.
    public let position: Int
    /// Its bytes as received.
    public let bytes: [UInt8]
    /// Why it could not be decoded.
    public let reason: Reason

    /// Keeps the record at `position`.
    public init(position: Int, bytes: [UInt8], reason: Reason) {
        self.position = position
        self.bytes = bytes
        self.reason = reason
    }

    /// Why a record could not be decoded.
    public enum Reason: String, Sendable, CustomStringConvertible {
        /// The time is zero.
        case timeUnset = "the clock of the gate was not set when it was written"
        /// The time names a day that its month does not have.
        case notADate = "its time names a date that does not exist"
        /// The time lies after 2099.
        case timeAfterRange = "its time lies after 2099"
        /// The user id is empty.
        case noUserID = "it names no user"
        /// The user id is not printable ASCII.
        case unreadableUserID = "its user id is not readable text"
        /// The user slot is 0.
        case noUserSlot = "its user slot is 0"
        /// The bytes behind the last whole record.
        case incomplete = "the list ends in the middle of it"

        /// A sentence without personal data.
        public var description: String { rawValue }
    }
}

extension DeviceTime {
    /// Why a record with this time cannot be decoded; `nil` when it can.
    var undecodableReason: UndecodedRecord.Reason? {
        switch validity {
        case .valid: nil
        case .unset: .timeUnset
        case .notADate: .notADate
        case .afterRange: .timeAfterRange
        }
    }
}
