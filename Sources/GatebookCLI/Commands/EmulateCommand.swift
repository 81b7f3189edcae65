import Foundation
import OrderedJSON
import ZKEmulator

/// `gatebook emulate`: plays gates.
struct EmulateCommand: Command {
    static let spec = CommandSpec(
        "emulate", "Play the gates of a fleet file until a signal comes",
        operands: "FLEET.json", operandCount: 1...1,
        options: [
            OptionSpec("--state", "DIR", "Keep what the gates hold, and a journal, in DIR"),
            OptionSpec(
                flag: "--control", "Obey lines of JSON on standard input; see samples/README.md"),
        ],
        examples: [
            ("gatebook emulate samples/bank/fleet.json", "prints a line of JSON when all listen"),
            ("gatebook emulate fleet.json --state gates", "the gates remember what was written"),
        ])

    private let path: String
    private let state: String?
    private let isControlled: Bool

    init(_ arguments: ParsedArguments) throws {
        path = arguments.operands.first ?? ""
        state = arguments.value("--state")
        isControlled = arguments.has("--control")
    }

    func run(_ session: Session) async throws -> ExitCode {
        let signals = Signals()
        let fleet = try Fleet.load(path)
        let emulated = try await EmulatedFleet.start(
            fleet: fleet, asOf: session.asOf, stateDirectory: state)
        let listening = emulated.gates
        let devices = listening.map { gate -> JSONValue in
            [
                "serial": .string(gate.serial), "host": .string(gate.host),
                "port": .integer(gate.port),
            ]
        }
        // A line of its own on standard output, whatever the format of results.
        let ready: JSONValue = ["ready": true, "devices": .array(devices)]
        Self.say(ready.text)
        session.console.say(.info, "\(listening.count) gates listen; end with Ctrl-C")
        await withDiscardingTaskGroup { group in
            if isControlled { group.addTask { await Self.obeyLines(emulated) } }
            await signals.wait()
            group.cancelAll()
        }
        await emulated.stop()
        return .done
    }

    /// Carries out the lines of standard input, each answered by a line, until it ends.
    private static func obeyLines(_ emulated: EmulatedFleet) async {
        for await line in ControlLines.ofStandardInput() where !line.isEmpty {
            say(await emulated.obey(line))
        }
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
