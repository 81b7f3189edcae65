import Foundation
import GateModel
import OrderedJSON

/// What every command of a run shares: the console, the options given to all commands, the moment.
package struct Session: Sendable {
    /// Where the run speaks.
    package var console: Console
    /// The path of the configuration file.
    package var configurationPath: String
    /// The wall time taken as now; `nil` means the clock of the machine.
    var asOf: LocalDateTime?
    /// When the run started.
    package let start: ContinuousClock.Instant

    /// Reads the global options.
    ///
    /// - Throws: ``Failure`` with exit code 64 for values that cannot be read.
    package init(_ arguments: ParsedArguments, environment: [String: String]) throws {
        let logFormat = try Self.choice(arguments, "--log-format", ["text", "json"]) ?? "text"
        let color = try Self.choice(arguments, "--color", ["auto", "always", "never"]) ?? "auto"
        if arguments.has("--quiet"), arguments.has("--verbose") {
            throw Failure("--quiet and --verbose exclude each other", exit: .usage)
        }
        let isTerminal = isatty(2) == 1
        let mayColor = environment["NO_COLOR"].map(\.isEmpty) ?? true
        let hasColor =
            color == "always" || (color == "auto" && isTerminal && mayColor)
        console = Console(
            isJSON: arguments.has("--json"),
            verbosity: arguments.has("--quiet")
                ? .quiet : arguments.has("--verbose") ? .verbose : .normal,
            logsJSON: logFormat == "json", hasColor: hasColor, isTerminal: isTerminal)
        configurationPath =
            arguments.value("--config") ?? environment["GATEBOOK_CONFIG"] ?? "gatebook.toml"
        if let text = arguments.value("--as-of") {
            guard let time = LocalDateTime(text) else {
                throw Failure(
                    "--as-of \"\(text)\" is no wall time; expected YYYY-MM-DDTHH:MM:SS",
                    exit: .usage)
            }
            asOf = time
        }
        start = ContinuousClock.now
    }

    private static func choice(
        _ arguments: ParsedArguments, _ name: String, _ values: [String]
    ) throws -> String? {
        guard let value = arguments.value(name) else { return nil }
        guard values.contains(value) else {
            let hint = NearestName.hint(value, in: values)
            throw Failure(
                "\(name) \"\(value)\" is none of \(values.joined(separator: ", "))\(hint)",
                exit: .usage)
        }
        return value
    }

    /// Seconds since the run started.
    package var elapsedSeconds: Double { start.duration(to: .now) / .seconds(1) }
}
