import Foundation
import GateModel
import OrderedJSON

/// The command line of gatebook.
package enum Gatebook {
    /// The version, as in the changelog.
    package static let version = ToolVersion.current

    /// All commands, in the order in which the help lists them.
    static let commands: [any Command.Type] = [
        InitCommand.self, DemoCommand.self, NightlyCommand.self, PullCommand.self,
        IngestCommand.self, ScanCommand.self, SyncCommand.self, ReconcileCommand.self,
        CheckCommand.self,
        EnrollCommand.self,
        RenderCommand.self, ExportCommand.self, VerifyCommand.self, ForwardCommand.self,
        CorrectCommand.self,
        StatusCommand.self,
        BackupCommand.self, EmulateCommand.self,
    ]

    /// Runs a command line and returns its exit code.
    ///
    /// - Parameters:
    ///   - words: The command line without the program's name.
    ///   - environment: The environment of the process.
    /// - Returns: The exit code; everything there is to say has been said.
    package static func run(_ words: [String], environment: [String: String]) async -> ExitCode {
        signal(SIGPIPE, SIG_IGN)
        let wantsJSON = words.contains("--json")
        var name = words.first { !$0.hasPrefix("-") } ?? "gatebook"
        do {
            guard let (type, rest) = try choose(words) else { return .done }
            name = type.spec.name
            let arguments = try ParsedArguments(rest, for: type.spec)
            if arguments.has("--help") {
                print(type.spec.help)
                return .done
            }
            let session = try Session(arguments, environment: environment)
            return try await type.init(arguments).run(session)
        } catch {
            let failure = Failure(error)
            let console = Console(isJSON: wantsJSON, hasColor: false)
            console.say(.error, failure.sentence)
            console.result(json: [
                "command": .string(name), "exit": .integer(Int(failure.exit.rawValue)),
                "error": .string(failure.sentence),
            ])
            return failure.exit
        }
    }

    /// Finds the command among the words; `nil` when help or version was asked for and printed.
    private static func choose(
        _ words: [String]
    ) throws -> (type: any Command.Type, rest: [String])? {
        var rest = words
        var index = 0
        // Global options may stand before the command.
        while index < rest.count, rest[index].hasPrefix("-") {
            if rest[index] == "--version" {
                print("gatebook \(version)")
                return nil
            }
            if ["--help", "-h"].contains(rest[index]) {
                print(help)
                return nil
            }
            let takesValue = OptionSpec.global.contains {
                $0.name == rest[index] && $0.value != nil
            }
            index += takesValue ? 2 : 1
        }
        guard index < rest.count else {
            throw Failure("which command?\n\n" + help, exit: .usage)
        }
        let name = rest.remove(at: index)
        if name == "help" {
            guard let topic = rest.first, let type = command(topic) else {
                print(help)
                return nil
            }
            print(type.spec.help)
            return nil
        }
        guard let type = command(name) else {
            let names = commands.map { $0.spec.name }
            let hint = NearestName.hint(name, in: names)
            throw Failure(
                "there is no command \"\(name)\"\(hint)\nSee: gatebook --help", exit: .usage)
        }
        return (type, rest)
    }

    private static func command(_ name: String) -> (any Command.Type)? {
        commands.first { $0.spec.name == name }
    }

    private static var help: String {
        let width = (commands.map { $0.spec.name.count }.max() ?? 0) + 2
        var lines = [
            "gatebook \(version): attendance and access reports from ZKTeco gates",
            "", "Usage: gatebook COMMAND [OPTION]…", "", "Commands:",
        ]
        for type in commands {
            let spec = type.spec
            let gap = String(repeating: " ", count: width - spec.name.count)
            lines.append("  \(spec.name)\(gap)\(spec.summary)")
        }
        lines += ["", "Global options:"] + CommandSpec.table(OptionSpec.global)
        lines += [
            "", "Start with:", "  gatebook demo          # an emulated fleet and its site",
            "  gatebook init my-site  # a directory of your own",
        ]
        return lines.joined(separator: "\n")
    }
}
