import GateModel

/// Reads the keys of one TOML table, and collects everything that is wrong with them.
///
/// Each key is asked for once; ``finish()`` then reports the keys nobody asked for. A key with a
/// problem yields its default, so that reading goes on and finds the next problem.
struct TableReader {
    /// The table for sentences, such as `[site]`.
    let name: String
    /// Where the table starts.
    let place: TomlNode

    private let file: String
    private var entries: [String: TomlNode.Entry] = [:]
    private var known: [String] = []
    private(set) var problems: [Problem] = []

    init(_ table: TomlNode, name: String, file: String) {
        self.name = name
        self.file = file
        place = table
        for entry in table.entries ?? [] { entries[entry.key] = entry }
    }

    /// The value of `key`, whatever it is; `nil` when the table does not have it.
    mutating func node(_ key: String) -> TomlNode? {
        known.append(key)
        return entries[key]?.node
    }

    /// Reports that `key` is wrong: `“key” in [table] …`.
    mutating func report(_ key: String, at node: TomlNode? = nil, _ rest: String) {
        report(at: node ?? entries[key]?.node ?? place, "“\(key)” in \(name) \(rest)")
    }

    /// Reports a problem at a value.
    mutating func report(at node: TomlNode, _ sentence: String) {
        problems.append(
            Problem(file: file, line: node.line, column: node.column, sentence: sentence))
    }

    /// Adds a problem that another reader found.
    mutating func add(_ problem: Problem) { problems.append(problem) }

    /// Reports the keys nobody asked for, each with the nearest known one.
    mutating func finish() {
        let unknown = entries.values.filter { !known.contains($0.key) }
        for entry in unknown {
            let kind = entry.node.kind == .table && name.isEmpty ? "table" : "key"
            let place = name.isEmpty ? "" : " in \(name)"
            let hint = NearestName.hint(entry.key, in: known)
            problems.append(
                Problem(
                    file: file, line: entry.line, column: entry.column,
                    sentence: "unknown \(kind) “\(entry.key)”\(place)\(hint)"))
        }
    }

    // MARK: - Values

    /// Text.
    mutating func text(_ key: String, default standard: String) -> String {
        guard let node = node(key) else { return standard }
        guard node.kind == .string, let text = node.text else {
            report(key, "must be text in quotes, found \(node.shown)")
            return standard
        }
        return text
    }

    /// Text that is not empty.
    mutating func filledText(_ key: String, default standard: String) -> String {
        let text = text(key, default: standard)
        guard text.isEmpty else { return text }
        report(key, "must not be empty")
        return standard
    }

    /// Text of the key that must be there; `nil` when it is not, or wrong.
    mutating func requiredText(_ key: String) -> String? {
        guard entries[key] != nil else {
            known.append(key)
            report(key, at: place, "is missing")
            return nil
        }
        let text = filledText(key, default: "")
        return text.isEmpty ? nil : text
    }

    /// A whole number within `range`.
    mutating func integer(_ key: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
        guard let node = node(key) else { return standard }
        guard node.kind == .integer, let text = node.text, let number = Int(text),
            range.contains(number)
        else {
            let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            report(key, "must be \(expected), found \(node.shown)")
            return standard
        }
        return number
    }

    /// A number from 0 to 1.
    mutating func fraction(_ key: String, default standard: Double) -> Double {
        guard let node = node(key) else { return standard }
        guard node.kind == .float || node.kind == .integer, let number = Double(node.text ?? ""),
            (0...1).contains(number)
        else {
            report(key, "must be a number from 0 to 1, found \(node.shown)")
            return standard
        }
        return number
    }

    /// `true` or `false`.
    mutating func flag(_ key: String, default standard: Bool) -> Bool {
        guard let node = node(key) else { return standard }
        guard node.kind == .boolean else {
            report(key, "must be true or false, without quotes, found \(node.shown)")
            return standard
        }
        return node.text == "true"
    }

    /// One of the names of `Choice`.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default standard: Choice
    ) -> Choice {
        guard let node = node(key) else { return standard }
        let names = Choice.allCases.map(\.rawValue)
        guard node.kind == .string, let text = node.text, let choice = Choice(rawValue: text)
        else {
            let choices = names.map { "“\($0)”" }.joined(separator: " or ")
            report(key, "must be \(choices), found \(node.shown)")
            return standard
        }
        return choice
    }
}
