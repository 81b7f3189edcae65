import Configuration
import GateModel
import GateSync
import OrderedJSON
import Sealing
import Store

/// `gatebook backup`: a consistent copy of the database.
struct BackupCommand: Command {
    static let spec = CommandSpec(
        "backup", "Copy the database, whole and consistent, also while a run writes",
        operands: "FILE", operandCount: 1...1,
        options: [
            OptionSpec(
                flag: "--rotate-key", "After the copy, seal the vault with a new key in vault.key")
        ],
        examples: [
            ("gatebook backup /mnt/usb/gatebook-monday.sqlite", "to put it back: copy it over")
        ])

    private let path: String
    private let rotatesKey: Bool

    init(_ arguments: ParsedArguments) throws {
        path = arguments.operands.first ?? ""
        rotatesKey = arguments.has("--rotate-key")
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let store = try GateStore(path: workspace.configuration.store.path)
        try await store.backup(to: path)
        session.console.summary("Copied \(workspace.configuration.store.path) to \(path)")
        if rotatesKey { try await rotateKey(workspace, store, session.console) }
        session.console.result(json: [
            "command": "backup", "as_of": .string(workspace.asOf.description), "exit": 0,
            "file": .string(path), "key_rotated": .bool(rotatesKey),
        ])
        return .done
    }

    /// Seals the vault with a new key. The copy made before goes with the old key, which is kept beside
    /// the copy.
    private func rotateKey(
        _ workspace: Workspace, _ store: GateStore, _ console: Console
    ) async throws {
        let lock = try workspace.lock("backup --rotate-key")
        defer { withExtendedLifetime(lock) {} }
        let keyFile = workspace.configuration.store.vaultKey
        let vault = try await Syncing(workspace: workspace, store: store, console: console)
            .openVault()
        let oldKey = path + ".key"
        try KeyRing.load(from: keyFile).replace(at: oldKey)
        _ = try await vault.rotateKey(keyFile: keyFile)
        console.summary(
            "Sealed the vault with a new key in \(keyFile); \(oldKey) is the key of \(path)")
    }
}
