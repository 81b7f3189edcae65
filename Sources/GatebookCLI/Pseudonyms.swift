import Digests
import Reports

/// Puts codes for names and ids into rows, the same code for the same person every time.
struct Pseudonyms {
    private let key: SigningKey
    private var known: [String: String] = [:]

    /// Makes codes that only the owner of `key` can lead back.
    init(_ key: SigningKey) { self.key = key }

    /// The code for a person on the roster.
    mutating func member(_ id: String) -> String { code(id, "member", "M-") }

    /// The code for an id on a gate.
    mutating func badge(_ id: String) -> String { code(id, "badge", "B-") }

    /// The code for somebody who did something, such as a correction.
    mutating func actor(_ name: String) -> String { code(name, "actor", "A-") }

    private mutating func code(_ text: String, _ purpose: String, _ prefix: String) -> String {
        if text.isEmpty { return "" }
        if let code = known[purpose + text] { return code }
        let code = prefix + key.code(for: text, purpose: purpose)
        known[purpose + text] = code
        return code
    }

    /// The row with codes in the columns that tell who somebody is.
    mutating func row(_ row: [ReportCell], columns: [ReportColumn]) -> [ReportCell] {
        let memberIndex = columns.firstIndex { $0.key == "member_id" }
        let member = memberIndex.map { row[$0].plainText } ?? ""
        var coded = row
        for (index, column) in columns.enumerated() where coded[index] != .missing {
            let text = coded[index].plainText
            switch column.key {
            case "member_id": coded[index] = .identifier(self.member(text))
            case "device_user_id": coded[index] = .identifier(badge(text))
            case "name" where memberIndex != nil:
                coded[index] = member.isEmpty ? .missing : .text(self.member(member))
            case "by": coded[index] = .text(actor(text))
            case "reason", "origin", "bytes", "user_slot": coded[index] = .missing
            default: break
            }
        }
        return coded
    }
}
