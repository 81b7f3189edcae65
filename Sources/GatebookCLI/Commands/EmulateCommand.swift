import Foundation
import OrderedJSON
import ZKEmulator

/// `gatebook emulate`: plays gates.
struct EmulateCommand: Command {
    static let spec = CommandSpec(
        "emulate", "Play the gates of a fleet file until a signal comes",
        operands: "FLEET.json", operandCount: 1...1,
        options: [OptionSpec("--state", "DIR", "Keep what the gates hold, and a journal, in DIR")],
        examples: [
            ("gatebook emulate samples/bank/fleet.json", "prints a line of JSON when all listen"),
            ("gatebook emulate fleet.json --state gates", "the gates remember what was written"),
        ])

    private let path: String
    private let state: String?

    init(_ arguments: ParsedArguments) throws {
        path = arguments.operands.first ?? ""
        state = arguments.value("--state")
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
        FileHandle.standardOutput.write(Data((ready.text + "\n").utf8))
        session.console.say(.info, "\(listening.count) gates listen; end with Ctrl-C")
        await signals.wait()
        await emulated.stop()
        return .done
    }
}
