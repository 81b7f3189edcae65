import Configuration
import Foundation
import OrderedJSON
import Sealing
import Store

/// `gatebook init`: starts a directory.
struct InitCommand: Command {
    static let spec = CommandSpec(
        "init", "Start a directory: commented configuration, empty tables, database",
        operands: "[DIR]", operandCount: 0...1,
        examples: [
            ("gatebook init my-site", "make my-site and everything in it"),
            ("cd my-site && gatebook nightly", "then fill devices.csv and members.csv, and run"),
        ])

    private static var files: [(name: String, text: String)] {
        let zone = TimeZone.current.identifier
        return [
            (
                "gatebook.toml",
                ConfigurationTemplate.policy(
                    title: "Attendance", timeZone: zone == "GMT" ? "UTC" : zone)
            ),
            ("devices.csv", ConfigurationTemplate.devices),
            ("members.csv", ConfigurationTemplate.members),
        ]
    }

    private let folder: String

    init(_ arguments: ParsedArguments) throws {
        folder = arguments.operands.first ?? "."
    }

    func run(_ session: Session) async throws -> ExitCode {
        let directory = (folder as NSString).standardizingPath
        try Folder.make(directory)
        let existing = Self.files.map(\.name).filter {
            FileManager.default.fileExists(atPath: "\(directory)/\($0)")
        }
        guard existing.isEmpty else {
            throw Failure(
                "\(directory) already has \(existing.joined(separator: ", ")); nothing was changed",
                exit: .usage)
        }
        for file in Self.files {
            try Folder.write(Array(file.text.utf8), to: "\(directory)/\(file.name)")
            session.console.say(.success, "wrote \(directory)/\(file.name)")
        }
        let configuration = try Configuration.load(path: "\(directory)/gatebook.toml")
        _ = try GateStore(path: configuration.store.path, access: .create)
        session.console.say(.success, "made \(configuration.store.path)")
        let keyFile = configuration.store.vaultKey
        if !FileManager.default.fileExists(atPath: keyFile) {
            _ = try KeyRing.create(at: keyFile)
            session.console.say(
                .success, "made \(keyFile): keep a copy of it, apart from the database")
        }
        session.console.summary(
            "Ready. Put your gates into \(directory)/devices.csv and your people into "
                + "\(directory)/members.csv, then run: gatebook nightly --config "
                + "\(directory)/gatebook.toml")
        session.console.result(json: [
            "command": "init", "exit": 0, "directory": .string(directory),
        ])
        return .done
    }
}
