import GateModel
import OrderedJSON

/// `gatebook pull`: reads gates into the store.
struct PullCommand: Command {
    static let spec = CommandSpec(
        "pull", "Read gates into the store",
        options: [
            OptionSpec("--branch", "B", "Only the gates of this branch", isRepeatable: true),
            OptionSpec("--device", "S", "Only the gate with this serial", isRepeatable: true),
            OptionSpec(flag: "--full", "Read whole logs, not only what is new"),
        ],
        examples: [
            ("gatebook pull", "all gates in service"),
            ("gatebook pull --branch DHK --branch CTG", "the gates of two branches"),
        ])

    private let branches: [String]
    private let serials: [String]
    private let isFull: Bool

    init(_ arguments: ParsedArguments) throws {
        branches = arguments.all("--branch")
        serials = arguments.all("--device")
        isFull = arguments.has("--full")
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let lock = try workspace.lock("pull")
        defer { withExtendedLifetime(lock) {} }
        let outcome = try await Pulling(
            workspace: workspace, store: try workspace.openStore(), console: session.console
        ).run(branches: branches, serials: serials, isFull: isFull)
        let exit: ExitCode =
            outcome.isTotalFailure ? .failed : outcome.needsAttention ? .attention : .done
        session.console.result(json: [
            "command": "pull", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "devices": outcome.devicesJSON,
            "punches": outcome.punchesJSON,
            "seconds": [
                "pull": .decimal(outcome.seconds), "total": .decimal(session.elapsedSeconds),
            ],
        ])
        return exit
    }
}
