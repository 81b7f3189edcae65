import GateModel
import Ingest
import OrderedJSON

/// `gatebook ingest`: reads files of punches into the store.
struct IngestCommand: Command {
    static let spec = CommandSpec(
        "ingest",
        "Read attlog.dat, workbooks, CSV of gatebook, BioTime or att2000, JSON Lines, pushed lines; "
            + "compare files of Frappe and Odoo",
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
        // What logs bring is known when other files are compared, whatever the order of the words.
        let logs = files.filter { !$0.log.type.namesPeople }
        let others = files.filter { $0.log.type.namesPeople }
        for (index, file) in (logs + others).enumerated() {
            total.add(
                index < logs.count
                    ? try await ingesting.store(file, readAt: readAt)
                    : try await ingesting.compare(file))
            session.console.progress("reading files", done: index + 1, of: files.count)
        }
        let isComplete = total.undecodable == 0 && total.differences.isEmpty
        let exit: ExitCode = isComplete ? .done : .attention
        let missing = total.differences.count
        session.console.summary(
            "\(total.new) new punches, \(total.duplicate) known, \(total.undecodable) lines not "
                + "readable, \(missing == 0 ? "" : "\(missing) rows not in the store, ")"
                + "from \(files.count) file\(files.count == 1 ? "" : "s")")
        var result: [JSONValue.Member] = [
            .init("command", "ingest"), .init("as_of", .string(workspace.asOf.description)),
            .init("exit", .integer(Int(exit.rawValue))),
            .init(
                "punches",
                [
                    "read": .integer(total.read), "new": .integer(total.new),
                    "duplicate": .integer(total.duplicate),
                    "undecodable": .integer(total.undecodable),
                ]),
        ]
        if !others.isEmpty { result.append(.init("compared", Self.compared(others, total))) }
        result.append(.init("seconds", ["total": .decimal(session.elapsedSeconds)]))
        session.console.result(json: .object(result))
        return exit
    }

    /// What came of the files that were compared with the store.
    private static func compared(_ files: [LogFile], _ total: Ingesting.Counts) -> JSONValue {
        let rows = files.reduce(0) { $0 + $1.log.people.count }
        return [
            "rows": .integer(rows), "known": .integer(rows - total.differences.count),
            "unknown": .integer(total.differences.count),
            "detail": .array(
                total.differences.map {
                    ["place": .string($0.place), "reason": .string($0.sentence)]
                }),
        ]
    }
}
