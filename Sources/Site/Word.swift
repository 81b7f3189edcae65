/// One word or sentence of a language, taken apart once: `{n} people came`.
struct Word: Sendable {
    /// The text as written.
    let text: String
    private let parts: [Part]

    private enum Part: Sendable {
        case literal(String)
        /// A value by its name, and how it was written for when there is no such value.
        case value(String, written: String)
    }

    /// Takes `text` apart at its `{name}`.
    init(_ text: String) {
        self.text = text
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            parts.append(.literal(String(rest[..<open])))
            let name = String(rest[rest.index(after: open)..<close])
            parts.append(.value(name, written: String(rest[open...close])))
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.literal(String(rest)))
        self.parts = parts
    }

    /// The text with its names replaced by values; `number` stands for `{n}`.
    ///
    /// Values go in once: braces inside them stay what they are.
    func filled(_ values: KeyValuePairs<String, String>, number: String? = nil) -> String {
        filled { name in
            if let number, name == "n" { return number }
            return values.first { $0.key == name }?.value
        }
    }

    /// The text with its names replaced by what `value` knows of them.
    func filled(_ value: (String) -> String?) -> String {
        guard parts.count > 1 else { return text }
        var out = ""
        for part in parts {
            switch part {
            case .literal(let text): out += text
            case .value(let name, let written): out += value(name) ?? written
            }
        }
        return out
    }
}
