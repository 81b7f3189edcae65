import Foundation
import GateModel
import NameCoding
import OrderedJSON
import ZKProtocol

/// The state of a gate as JSON: people, options, clock; not the fingers and punches.
///
/// `record` holds a person as the gate keeps it, byte for byte; what stands beside it is for people
/// and scripts that look at the file.
extension GateState {
    /// The layout in which records of people are kept in files, whatever the gate uses.
    private static let fileLayout = UserLayout.bytes72

    /// Returns the text of the state file of the gate `serial`.
    func jsonText(serial: String) -> String {
        let names = NameCoder(nameEncoding)
        let members: [JSONValue.Member] = [
            .init("serial", .string(serial)),
            .init("clock_offset_seconds", .integer(clockOffsetSeconds)),
            .init("enabled", .bool(isEnabled)),
            .init(
                "options",
                .object(
                    options.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
            .init("users", .array(users.map { json(of: $0, names) })),
            .init("operations", .array(operations.map { .string(Self.base64($0.encoded)) })),
        ]
        return JSONValue.object(members).indentedText
    }

    private func json(of user: UserRecord, _ names: NameCoder) -> JSONValue {
        [
            "uid": .integer(Int(user.slot)),
            "user_id": .optional(user.userID),
            "name": .string(names.text(of: user.nameBytes).text),
            "privilege": .integer(Int(user.privilege.rawValue)),
            "card": .integer(Int(user.card)),
            "group": .integer(Int(user.group)),
            "high": .integer(Int(user.cardHighByte)),
            "record": .string(Self.base64((try? user.encoded(as: Self.fileLayout)) ?? [])),
        ]
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
