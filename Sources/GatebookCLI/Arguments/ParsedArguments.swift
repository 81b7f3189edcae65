import GateModel

/// A command line taken apart: the command's name, options with their values, operands.
package struct ParsedArguments: Hashable, Sendable {
    /// The values of each option, in the order given; an option without a value has an empty one.
    private var values: [String: [String]] = [:]
    /// The operands, in order.
    package private(set) var operands: [String] = []

    /// The last value of an option; `nil` when it was not given.
    package func value(_ name: String) -> String? { values[name]?.last }

    /// All values of a repeatable option.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether an option was given.
    package func has(_ name: String) -> Bool { values[name] != nil }

    /// Takes a command line apart.
    ///
    /// `words` are those after the program's name, without the command's own name. `--name=value` and
    /// `--name value` are the same; after `--` everything is an operand.
    ///
    /// - Throws: ``Failure`` with exit code 64 that quotes what was given and suggests what was meant.
    package init(_ words: [String], for spec: CommandSpec) throws {
        let known = spec.options + OptionSpec.global
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0] == "-h" ? "--help" : String(parts[0])
            guard let option = known.first(where: { $0.name == name }) else {
                throw Self.unknown(name, among: known.map(\.name), command: spec.name)
            }
            var value = parts.count > 1 ? String(parts[1]) : nil
            if option.value == nil, value != nil {
                throw Failure("option \(name) takes no value", exit: .usage)
            }
            if option.value != nil, value == nil {
                value = rest.popFirst()
                guard value != nil else {
                    throw Failure(
                        "option \(name) needs a value: \(name) \(option.value ?? "")",
                        exit: .usage)
                }
            }
            if values[name] != nil, !option.isRepeatable, option.value != nil {
                throw Failure("option \(name) was given twice", exit: .usage)
            }
            values[name, default: []].append(value ?? "")
        }
        try checkOperands(spec)
    }

    private func checkOperands(_ spec: CommandSpec) throws {
        if has("--help") { return }
        if operands.count > spec.operandCount.upperBound {
            let extra = operands[spec.operandCount.upperBound]
            throw Failure(
                "unexpected \"\(extra)\"\nUsage: \(spec.usage)", exit: .usage)
        }
        if operands.count < spec.operandCount.lowerBound {
            throw Failure(
                "\(spec.name) needs \(spec.operands)\nUsage: \(spec.usage)", exit: .usage)
        }
    }

    private static func unknown(
        _ name: String, among known: [String], command: String
    ) -> Failure {
        let hint = NearestName.hint(name, in: known)
        return Failure(
            "\(command) knows no option \(name)\(hint)\nSee: gatebook \(command) --help",
            exit: .usage)
    }
}
