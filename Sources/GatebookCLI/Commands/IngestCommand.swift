import GateModel
import Ingest
import OrderedJSON

/// `gatebook ingest`: reads files of punches into the store.
struct IngestCommand: Command {
    static let spec = CommandSpec(
        "ingest",
        "Read attlog.dat, workbooks, CSV of gatebook, BioTime or att2000, JSON Lines or pushed lines",
        operands: "FILE…", operandCount: 1...10_000,
        options: [
            OptionSpec("--device", "S", "Serial of the gate the files come from"),
            OptionSpec("--read-at", "T", "When the gate was read; default its newest punch"),
            OptionSpec(
                "--type", LogType.allCases.map(\.rawValue).joined(separator: "|"),
                "What the files are; default recognised from content"),
        ],
        examples: [
            ("gatebook ingest 1_attlog.dat --device GATE1", "a log from a USB stick"),
            (
                "gatebook ingest *.dat --read-at 2026-10-06T08:00:00",
                "copied at eight: proves absences before"
            ),
        ])

    private let paths: [String]
    private let device: GateSerial?
    private let readAt: LocalDateTime?
    private let type: LogType?

    init(_ arguments: ParsedArguments) throws {
        paths = arguments.operands
        device = arguments.value("--device").map(GateSerial.init(_:))
        readAt = try arguments.value("--read-at").map { text in
            guard let time = LocalDateTime(text) else {
                throw Failure(
                    "--read-at \"\(text)\" is no wall time; expected YYYY-MM-DDTHH:MM:SS",
                    exit: .usage)
            }
            return time
        }
        type = try arguments.value("--type").map { text in
            guard let type = LogType(rawValue: text) else {
                let names = LogType.allCases.map(\.rawValue)
                throw Failure(
                    "there is no type \"\(text)\"" + NearestName.hint(text, in: names),
                    exit: .usage)
            }
            return type
        }
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let lock = try workspace.lock("ingest")
        defer { withExtendedLifetime(lock) {} }
        // All files are read and understood before anything of any of them is stored.
        let files = try paths.map { path in
            try LogFile(path, type: type, device: device, workspace: workspace)
        }
        let ingesting = Ingesting(
            workspace: workspace, store: try workspace.openStore(), console: session.console)
        var total = Ingesting.Counts()
        for (index, file) in files.enumerated() {
            total.add(try await ingesting.store(file, readAt: readAt))
            session.console.progress("reading files", done: index + 1, of: files.count)
        }
        let exit: ExitCode = total.undecodable > 0 ? .attention : .done
        session.console.summary(
            "\(total.new) new punches, \(total.duplicate) known, \(total.undecodable) lines not "
                + "readable, from \(files.count) file\(files.count == 1 ? "" : "s")")
        session.console.result(json: [
            "command": "ingest", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)),
            "punches": [
                "read": .integer(total.read), "new": .integer(total.new),
                "duplicate": .integer(total.duplicate), "undecodable": .integer(total.undecodable),
            ],
            "seconds": ["total": .decimal(session.elapsedSeconds)],
        ])
        return exit
    }
}
