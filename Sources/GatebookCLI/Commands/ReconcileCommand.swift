import GateModel
import GateSync
import OrderedJSON

/// `gatebook reconcile`: compares gates, vault and verification table; changes nothing.
struct ReconcileCommand: Command {
    static let spec = CommandSpec(
        "reconcile", "Compare gates, vault and verification table; change nothing",
        options: [
            OptionSpec("--device", "S", "Only the gate with this serial", isRepeatable: true)
        ],
        examples: [
            ("gatebook reconcile", "who should be blocked and is not, and what else differs")
        ])

    private let serials: [String]

    init(_ arguments: ParsedArguments) throws {
        serials = arguments.all("--device")
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try SyncCommand.workspace(session)
        let lock = try workspace.lock("reconcile")
        defer { withExtendedLifetime(lock) {} }
        let drifts = try await Syncing(
            workspace: workspace, store: try workspace.openStore(), console: session.console
        ).reconcile(serials: serials)
        for drift in drifts {
            let who =
                drift.memberID?.rawValue ?? drift.deviceUserID.map { "id \($0)" } ?? "the gate"
            session.console.result(
                "\(drift.kind.rawValue): gate \(drift.serial): \(who): \(drift.text)")
        }
        session.console.summary(
            drifts.isEmpty ? "Gates and roster agree." : "\(drifts.count) differences.")
        let exit: ExitCode = drifts.isEmpty ? .done : .attention
        let kinds = Drift.Kind.allCases.map { kind in
            JSONValue.Member(
                kind.rawValue, .integer(drifts.count { $0.kind == kind }))
        }
        session.console.result(json: [
            "command": "reconcile", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "drift": .integer(drifts.count),
            "kinds": .object(kinds), "detail": .array(drifts.map(\.json)),
        ])
        return exit
    }
}
