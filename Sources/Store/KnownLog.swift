package import GateModel

/// What is known of the log that a gate holds: enough to read only its new end next time, and to notice
/// when it is not the log that was read.
package struct KnownLog: Hashable, Sendable {
    /// Records kept to compare with.
    package static let overlapCount = 16
    /// So many failures in a row, and the gate is read whole from then on.
    package static let strikeLimit = 3

    /// The firmware that all this is true of.
    package var firmware: String
    /// Bytes of a record; 0 while nothing was read.
    package var recordSize: Int
    /// Whether the verify code of 16-byte records stands before the state.
    package var isVerifyFirst: Bool
    /// Records of the log when it was last read.
    package var recordCount: Int
    /// The last records as bytes, at most ``overlapCount``.
    package var lastRecords: [UInt8]
    /// Whether the end of the log, read on its own, was the end of the whole log.
    package var isProven: Bool
    /// Failures in a row of reading the end.
    package var strikes: Int
    /// True wall time in the gate's zone at which the whole log was read.
    package var readWholeAt: LocalDateTime
    /// Lines the gate counted in its operation log when that was last read; `nil` when it was not.
    package var operationCount: Int?
    /// The last lines of the operation log in the store, oldest first, at most ``overlapCount``.
    package var lastOperations: [[UInt8]] = []

    /// Makes what is known of a log.
    package init(
        firmware: String, recordSize: Int = 0, isVerifyFirst: Bool = false, recordCount: Int = 0,
        lastRecords: [UInt8] = [], isProven: Bool = false, strikes: Int = 0,
        readWholeAt: LocalDateTime
    ) {
        self.firmware = firmware
        self.recordSize = recordSize
        self.isVerifyFirst = isVerifyFirst
        self.recordCount = recordCount
        self.lastRecords = lastRecords
        self.isProven = isProven
        self.strikes = strikes
        self.readWholeAt = readWholeAt
    }
}
