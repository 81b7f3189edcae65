import GateModel
import OrderedJSON

/// `gatebook render`: publishes the site from what is in the store.
struct RenderCommand: Command {
    static let spec = CommandSpec(
        "render", "Judge the days in the store and publish the site",
        options: [OptionSpec(flag: "--all", "Judge and render everything again")],
        examples: [
            ("gatebook render", "after an ingest"),
            ("gatebook render --as-of 2026-10-06T02:00:00", "as it was on that night"),
        ])

    private let all: Bool

    init(_ arguments: ParsedArguments) throws {
        all = arguments.has("--all")
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let lock = try workspace.lock("render")
        defer { withExtendedLifetime(lock) {} }
        let outcome = try await Rendering(
            workspace: workspace, store: try workspace.openStore(), console: session.console,
            all: all
        ).run()
        let exit: ExitCode = outcome.quarantinedCount > 0 ? .attention : .done
        session.console.summary("The site is at \(outcome.sitePath)/index.html")
        session.console.result(json: [
            "command": "render", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "days": outcome.daysJSON,
            "pages": outcome.pagesJSON,
            "exports": .array(outcome.exports.map { .string($0) }),
            "seconds": [
                "render": .decimal(outcome.seconds), "total": .decimal(session.elapsedSeconds),
            ],
        ])
        return exit
    }
}
