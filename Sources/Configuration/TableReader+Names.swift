import GateModel
import NameCoding

extension TableReader {
    /// How names are written on gates; `nil` when the text is empty.
    mutating func nameEncoding(_ key: String) -> NameEncoding? {
        guard let node = node(key) else { return nil }
        let text = node.text ?? ""
        if node.kind == .string, text.isEmpty { return nil }
        guard node.kind == .string, let encoding = NameEncoding(name: text) else {
            let names = NameEncoding.allCases.map(\.rawValue)
            let hint =
                node.kind == .string ? NearestName.hint(text, in: names, listingUpTo: .max) : ""
            report(
                key,
                "must be the name of an encoding such as \"utf-8\", found \(node.shown)\(hint)")
            return nil
        }
        guard NameCoder.canConvert(encoding) else {
            report(
                key,
                "is \"\(text)\", for which this system has no table; install the conversion tables "
                    + "of the C library (gconv)")
            return nil
        }
        return encoding
    }

    /// A language tag such as `en` or `pt-BR`.
    mutating func language(_ key: String, default standard: String) -> String {
        guard let node = node(key) else { return standard }
        let parts = (node.text ?? "").split(separator: "-", omittingEmptySubsequences: false)
        let isTag = parts.enumerated().allSatisfy { index, part in
            (2...(index == 0 ? 3 : 8)).contains(part.utf8.count)
                && part.utf8.allSatisfy { byte in
                    (0x61...0x7A).contains(byte | 0x20)
                        || (index > 0 && (0x30...0x39).contains(byte))
                }
        }
        guard node.kind == .string, isTag, let text = node.text else {
            report(key, "must be a language such as \"en\", found \(node.shown)")
            return standard
        }
        return text
    }

    /// `HOST:PORT` to listen on; `nil` when the text is empty.
    mutating func listenAddress(_ key: String, default standard: String?) -> String? {
        guard let node = node(key) else { return standard }
        let text = node.text ?? ""
        if node.kind == .string && text.isEmpty { return nil }
        guard node.kind == .string, let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            text[text.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port)
        else {
            report(
                key,
                "must be HOST:PORT such as \"127.0.0.1:5000\", or \"\" for none, "
                    + "found \(node.shown)")
            return standard
        }
        return text
    }
}
