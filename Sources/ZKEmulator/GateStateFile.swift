import Foundation
import ZKProtocol

/// What a state file holds.
struct GateStateFile: Decodable {
    struct User: Decodable {
        var high: UInt8
        var record: Data
    }

    var serial: String
    var clockOffsetSeconds: Int
    var isEnabled: Bool
    var options: [String: String]
    var users: [User]
    var operations: [Data]

    private enum CodingKeys: String, CodingKey {
        case serial, options, users, operations
        case clockOffsetSeconds = "clock_offset_seconds"
        case isEnabled = "enabled"
    }

    /// Replaces everything in `state` but fingers and punches.
    ///
    /// - Throws: `WireError` when a record has another length.
    func restore(_ state: inout GateState) throws {
        state.clockOffsetSeconds = clockOffsetSeconds
        state.isEnabled = isEnabled
        state.options = options
        state.users = try users.map { user in
            var record = try UserRecord(decoding: Array(user.record)[...], as: .bytes72)
            record.cardHighByte = user.high
            return record
        }
        state.operations = try operations.map { try OperationRecord(decoding: Array($0)[...]) }
    }
}
