import Configuration
import GateModel
import GateSync
import OrderedJSON

/// `gatebook sync`: makes the gates agree with the roster.
struct SyncCommand: Command {
    static let spec = CommandSpec(
        "sync", "Make the gates agree with the roster",
        options: [
            OptionSpec(flag: "--dry-run", "Print the plan and change nothing"),
            OptionSpec(flag: "--force", "Act although a guard says stop: the roster is right"),
            OptionSpec("--device", "S", "Only the gate with this serial", isRepeatable: true),
        ],
        examples: [
            ("gatebook sync --dry-run", "what would be done, and why"),
            ("gatebook sync --device A8N5230560263", "one gate"),
        ])

    private let isDryRun: Bool
    private let isForced: Bool
    private let serials: [String]

    init(_ arguments: ParsedArguments) throws {
        isDryRun = arguments.has("--dry-run")
        isForced = arguments.has("--force")
        serials = arguments.all("--device")
    }

    func run(_ session: Session) async throws -> ExitCode {
        let download = try await RosterDownload.run(session)
        let workspace = try Self.workspace(session)
        guard workspace.configuration.gate.isSynced || isDryRun else {
            throw Failure(
                "\(workspace.configuration.path) says `[gate] sync = false`: nothing was changed "
                    + "on any gate; set it to true, or look at `gatebook sync --dry-run`",
                exit: .badConfiguration)
        }
        let lock = try workspace.lock("sync")
        defer { withExtendedLifetime(lock) {} }
        if !isDryRun { try LastRoster(workspace.configuration).keep(workspace.roster) }
        let outcome = try await Syncing(
            workspace: workspace, store: try workspace.openStore(), console: session.console,
            download: download
        ).run(serials: serials, isDryRun: isDryRun, isForced: isForced)
        let report = outcome.report
        let exit: ExitCode =
            !report.gates.isEmpty && report.gates.allSatisfy { $0.failure != nil }
            ? .failed : report.needsAttention || download?.failure != nil ? .attention : .done
        if isDryRun { session.console.result(trimmed(report.plan.text)) }
        session.console.result(json: [
            "command": "sync", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "dry_run": .bool(isDryRun),
            "sync": report.json, "plan": report.plan.json, "devices": report.gatesJSON,
            "seconds": [
                "sync": .decimal(outcome.seconds), "total": .decimal(session.elapsedSeconds),
            ],
        ])
        return exit
    }

    /// Reads policy, fleet and roster; a roster that cannot be read is a reason to look, and no gate
    /// was touched.
    static func workspace(_ session: Session) throws -> Workspace {
        let configuration = try Configuration.load(path: session.configurationPath)
        do {
            return try Workspace(session, configuration)
        } catch let error as ConfigurationError {
            guard LastRoster(configuration).isTo(blame: error) else { throw error }
            throw Failure(
                "nothing was changed on any gate: the roster cannot be read\n\(error)",
                exit: .attention)
        }
    }

    private func trimmed(_ text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
