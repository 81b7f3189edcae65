import Forward
import GateModel
import OrderedJSON

/// `gatebook forward`: hands new punches to the HR database.
struct ForwardCommand: Command {
    static let spec = CommandSpec(
        "forward", "Hand new punches to the HR database, each one once",
        options: [
            OptionSpec(flag: "--dry-run", "Count what would be inserted; insert nothing"),
            OptionSpec("--from", "D", "With --to: look at these dates again"),
            OptionSpec("--to", "D", "Last date"),
        ],
        examples: [
            ("gatebook forward", "after every night"),
            ("gatebook forward --dry-run", "what it would do"),
            ("gatebook forward --from 2026-10-01 --to 2026-10-31", "fill gaps of a month"),
        ])

    private let isDry: Bool
    private let dates: ClosedRange<LocalDate>?

    init(_ arguments: ParsedArguments) throws {
        isDry = arguments.has("--dry-run")
        func date(_ name: String) throws -> LocalDate? {
            try arguments.value(name).map { text in
                guard let date = LocalDate(text) else {
                    throw Failure(
                        "\(name) \"\(text)\" is no date; expected YYYY-MM-DD", exit: .usage)
                }
                return date
            }
        }
        switch (try date("--from"), try date("--to")) {
        case (nil, nil): dates = nil
        case (let from?, let to?) where from <= to: dates = from...to
        case (let from?, let to?):
            throw Failure("--from \(from) lies after --to \(to)", exit: .usage)
        default: throw Failure("--from and --to go together", exit: .usage)
        }
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let lock = try workspace.lock("forward")
        defer { withExtendedLifetime(lock) {} }
        let outcome = try await Forwarding(
            workspace: workspace, store: try workspace.openStore(), console: session.console,
            isDry: isDry
        ).run(dates: dates)
        session.console.result(
            "\(outcome.inserted) \(isDry ? "would be inserted" : "inserted"), \(outcome.present) "
                + "were there, \(outcome.leftOut) left out (no id, or an impossible time)")
        session.console.result(json: [
            "command": "forward", "as_of": .string(workspace.asOf.description), "exit": 0,
            "dry_run": .bool(isDry), "read": .integer(outcome.read),
            "inserted": .integer(outcome.inserted), "present": .integer(outcome.present),
            "left_out": .integer(outcome.leftOut),
            "seconds": ["total": .decimal(session.elapsedSeconds)],
        ])
        return .done
    }
}
