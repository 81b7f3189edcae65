import CSV
import Foundation
import GateModel
import GateSync

/// The access-status JSON: the answer of a roster that comes from a URL.
struct AccessStatus: Decodable {
    private let status: Bool
    private let users: [User]

    private struct User: Decodable {
        let device_user_id: TextOrNumber
        let access: String
        let name: String?
        let user_info: Info?
    }

    private struct Info: Decodable {
        let name: String?
        let templates: [Template]?
    }

    private struct Template: Decodable {
        let fid: UInt8
        let valid: UInt8?
        let template: [UInt8]
    }

    /// A text, or a number that stands for its digits.
    private struct TextOrNumber: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    /// Reads an answer.
    ///
    /// - Throws: ``Failure`` that says where the answer is wrong, without quoting people.
    init(_ data: Data) throws {
        do {
            self = try JSONDecoder().decode(AccessStatus.self, from: data)
        } catch let DecodingError.keyNotFound(key, context) {
            throw Failure("its answer lacks \(Self.path(context.codingPath + [key]))")
        } catch let DecodingError.typeMismatch(_, context) {
            throw Failure("its answer has a wrong value at \(Self.path(context.codingPath))")
        } catch let DecodingError.valueNotFound(_, context) {
            throw Failure("its answer has no value at \(Self.path(context.codingPath))")
        } catch {
            throw Failure("its answer is no JSON of the access-status form")
        }
        try check()
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        guard !keys.isEmpty else { return "the top" }
        return keys.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    }

    private func check() throws {
        guard status else { throw Failure("its answer says `status: false`") }
        guard !users.isEmpty else { throw Failure("its answer lists nobody") }
        var seen: Set<String> = []
        for (index, user) in users.enumerated() {
            let id = user.device_user_id.text
            guard !id.isEmpty else {
                throw Failure("its answer has an empty id at .users[\(index)]")
            }
            guard ["ALLOW", "DENY"].contains(user.access) else {
                throw Failure("its answer says neither ALLOW nor DENY at .users[\(index)].access")
            }
            guard seen.insert(id).inserted else {
                throw Failure("its answer has the id of .users[\(index)] twice")
            }
        }
    }

    /// The people as a roster file.
    var csv: [UInt8] {
        var writer = CSVWriter()
        writer.writeRow(["member_id", "name", "status", "device_user_id"])
        for user in users {
            let id = user.device_user_id.text
            let name = [user.name, user.user_info?.name].compactMap(\.self).first { !$0.isEmpty }
            writer.writeRow([
                id, name ?? id, user.access == "ALLOW" ? "active" : "suspended", id,
            ])
        }
        return writer.take()
    }

    /// The templates that came along.
    var templates: [ImportedTemplate] {
        users.flatMap { user in
            (user.user_info?.templates ?? []).map { template in
                ImportedTemplate(
                    deviceUserID: DeviceUserID(user.device_user_id.text), finger: template.fid,
                    validity: template.valid ?? 1, bytes: template.template)
            }
        }
    }
}
