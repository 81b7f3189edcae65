/// What a command is called, takes and does: the source of parsing and of help.
package struct CommandSpec: Sendable {
    /// The name: `pull`.
    package var name: String
    /// One line that says what it does.
    package var summary: String
    /// The operands as in a usage line: `FILE…`; empty when there are none.
    package var operands: String
    /// How many operands it takes.
    package var operandCount: ClosedRange<Int>
    /// Its own options.
    package var options: [OptionSpec]
    /// Examples with a comment each.
    package var examples: [(line: String, comment: String)]

    /// Makes a description of a command.
    package init(
        _ name: String, _ summary: String, operands: String = "",
        operandCount: ClosedRange<Int> = 0...0, options: [OptionSpec] = [],
        examples: [(line: String, comment: String)] = []
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.operandCount = operandCount
        self.options = options
        self.examples = examples
    }

    /// The usage line: `gatebook pull [--branch B]…`.
    package var usage: String {
        var words = ["gatebook", name]
        if !operands.isEmpty { words.append(operands) }
        for option in options {
            let text = option.value.map { "\(option.name) \($0)" } ?? option.name
            words.append("[\(text)]" + (option.isRepeatable ? "…" : ""))
        }
        return words.joined(separator: " ")
    }

    /// The whole help text.
    package var help: String {
        var lines = [summary, "", "Usage: \(usage)"]
        if !options.isEmpty { lines += ["", "Options:"] + Self.table(options) }
        lines += ["", "Global options:"] + Self.table(OptionSpec.global)
        if !examples.isEmpty {
            lines += ["", "Examples:"]
            for example in examples { lines += ["  # \(example.comment)", "  \(example.line)"] }
        }
        return lines.joined(separator: "\n")
    }

    static func table(_ options: [OptionSpec]) -> [String] {
        let names = options.map { option in
            "  " + option.name + (option.value.map { " \($0)" } ?? "")
        }
        let width = (names.map(\.count).max() ?? 0) + 2
        return zip(names, options).map { name, option in
            name + String(repeating: " ", count: width - name.count) + option.help
        }
    }
}
