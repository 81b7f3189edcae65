import CSV
import Configuration
import Foundation
import GateModel
import ZKEmulator

/// `gatebook demo`: an emulated fleet, a real night against it, its site.
struct DemoCommand: Command {
    static let spec = CommandSpec(
        "demo", "Play a whole night: emulated gates, a real run against them, the site",
        operands: "[DIR]", operandCount: 0...1,
        options: [OptionSpec("--sample", "bank|gym", "Which sample to play; default bank")],
        examples: [
            ("gatebook demo", "plays in ./demo; open demo/output/site/index.html"),
            ("gatebook demo gym-demo --sample gym", "the gym instead of the bank"),
        ])

    private let folder: String
    private let sample: String

    init(_ arguments: ParsedArguments) throws {
        folder = ((arguments.operands.first ?? "demo") as NSString).standardizingPath
        sample = arguments.value("--sample") ?? "bank"
        guard ["bank", "gym"].contains(sample) else {
            throw Failure(
                "there is no sample \"\(sample)\"" + NearestName.hint(sample, in: ["bank", "gym"]),
                exit: .usage)
        }
    }

    func run(_ session: Session) async throws -> ExitCode {
        try copySample(console: session.console)
        var session = session
        session.configurationPath = "\(folder)/gatebook.toml"
        if session.asOf == nil { session.asOf = try lastNight(session) }
        let before = try Workspace(session)
        // The fleet lives up to the moment of the run, in the zone of the site.
        let fleet = try await EmulatedFleet.start(
            fleet: try Fleet.load("\(folder)/fleet.json"), asOf: before.asOf,
            stateDirectory: "\(folder)/gates")
        let listening = fleet.gates
        session.console.say(.info, "\(listening.count) emulated gates listen on this machine")
        let outcome: Result<ExitCode, any Error>
        do {
            try pointDevices(at: listening)
            let workspace = try Workspace(session)
            let lock = try workspace.lock("demo")
            let exit = try await Night(workspace: workspace, session: session).run(command: "demo")
            withExtendedLifetime(lock) {}
            outcome = .success(exit)
        } catch {
            outcome = .failure(error)
        }
        await fleet.stop()
        return try outcome.get()
    }

    /// The last time it was two in the morning at the site: when a nightly run would have run.
    private func lastNight(_ session: Session) throws -> LocalDateTime {
        let now = try Workspace(session).asOf
        let today = LocalDateTime(now.date, secondOfDay: 2 * 3600)
        return today <= now ? today : today.adding(seconds: -86_400)
    }

    /// Copies the sample into the folder, unless a demo was played there before.
    private func copySample(console: Console) throws {
        let files = FileManager.default
        if files.fileExists(atPath: "\(folder)/fleet.json") {
            console.say(.info, "playing on in \(folder)")
            return
        }
        if let found = try? files.contentsOfDirectory(atPath: folder), !found.isEmpty {
            throw Failure(
                "\(folder) is neither empty nor a demo; name another folder: gatebook demo DIR",
                exit: .usage)
        }
        try Folder.make(folder)
        let source = try ShippedFiles.path("samples/\(sample)")
        for name in try files.contentsOfDirectory(atPath: source).sorted() {
            do {
                try files.copyItem(atPath: "\(source)/\(name)", toPath: "\(folder)/\(name)")
            } catch {
                throw Failure(
                    "cannot copy \(source)/\(name) to \(folder): \(Folder.reason(error))")
            }
        }
        console.say(.success, "copied the sample \(sample) to \(folder)")
    }

    /// Writes the addresses the emulated gates listen at into devices.csv, row by serial number.
    private func pointDevices(at gates: [ListeningGate]) throws {
        let path = "\(folder)/devices.csv"
        let addresses = Dictionary(
            gates.map { ($0.serial, $0) }, uniquingKeysWith: { first, _ in first })
        var reader = try CSVReader(try Folder.read(path))
        var writer = CSVWriter()
        var row = CSVRow()
        var columns: [String: Int] = [:]
        while try reader.read(into: &row) {
            var fields = (0..<row.count).map { row[$0] }
            if columns.isEmpty {
                columns = Dictionary(
                    fields.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            } else if let serial = columns["serial"], let host = columns["host"],
                let port = columns["port"], fields.count > max(serial, host, port)
            {
                if let gate = addresses[fields[serial]] {
                    fields[host] = gate.host
                    fields[port] = String(gate.port)
                } else {
                    // A gate of the sample that is not played: nobody answers at this address.
                    fields[host] = "127.0.0.1"
                    fields[port] = "1"
                }
            }
            writer.writeRow(fields)
        }
        try Folder.write(writer.take(), to: path)
    }
}
