/// One option of a command: its name, its value and a line of help.
package struct OptionSpec: Hashable, Sendable {
    /// The name with its dashes: `--branch`.
    package var name: String
    /// What the value is called in the help; `nil` for options without a value.
    package var value: String?
    /// Whether the option may be given more than once.
    package var isRepeatable: Bool
    /// One line of help.
    package var help: String

    /// Makes an option with a value.
    package init(_ name: String, _ value: String, _ help: String, isRepeatable: Bool = false) {
        self.name = name
        self.value = value
        self.isRepeatable = isRepeatable
        self.help = help
    }

    /// Makes an option without a value.
    package init(flag name: String, _ help: String) {
        self.name = name
        value = nil
        isRepeatable = false
        self.help = help
    }

    /// The options every command takes.
    package static let global: [OptionSpec] = [
        OptionSpec(
            "--config", "FILE", "Configuration; default $GATEBOOK_CONFIG or ./gatebook.toml"),
        OptionSpec(flag: "--json", "Print exactly one JSON document on standard output"),
        OptionSpec("--as-of", "T", "Local wall time taken as now: 2026-10-06T02:00:00"),
        OptionSpec(flag: "--quiet", "Print errors only"),
        OptionSpec(flag: "--verbose", "Print more about what is done"),
        OptionSpec("--log-format", "text|json", "How messages are printed; default text"),
        OptionSpec("--color", "auto|always|never", "Colour; default auto, NO_COLOR is honoured"),
        OptionSpec(flag: "--help", "Show help"),
        OptionSpec(flag: "--version", "Show the version"),
    ]
}
