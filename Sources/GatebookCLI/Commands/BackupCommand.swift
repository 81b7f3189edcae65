import Configuration
import GateModel
import OrderedJSON
import Store

/// `gatebook backup`: a consistent copy of the database.
struct BackupCommand: Command {
    static let spec = CommandSpec(
        "backup", "Copy the database, whole and consistent, also while a run writes",
        operands: "FILE", operandCount: 1...1,
        examples: [
            ("gatebook backup /mnt/usb/gatebook-monday.sqlite", "to put it back: copy it over")
        ])

    private let path: String

    init(_ arguments: ParsedArguments) throws {
        path = arguments.operands.first ?? ""
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let store = try GateStore(path: workspace.configuration.store.path)
        try await store.backup(to: path)
        session.console.summary("Copied \(workspace.configuration.store.path) to \(path)")
        session.console.result(json: [
            "command": "backup", "as_of": .string(workspace.asOf.description), "exit": 0,
            "file": .string(path),
        ])
        return .done
    }
}
