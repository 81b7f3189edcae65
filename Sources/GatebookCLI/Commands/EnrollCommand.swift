import Configuration
import GateModel
import GateSync
import OrderedJSON
import Store

/// `gatebook enroll`: creates the user, starts the finger screen, reads back, stores.
struct EnrollCommand: Command {
    static let spec = CommandSpec(
        "enroll", "Enroll a finger of a person at a gate",
        operands: "PERSON", operandCount: 0...1,
        options: [
            OptionSpec("--device", "S", "The gate with this serial; required"),
            OptionSpec("--finger", "0-9", "The finger; default the first that is free"),
            OptionSpec(
                flag: "--unfinished", "List who was begun to be enrolled and has no finger yet"),
        ],
        examples: [
            ("gatebook enroll M017 --device A8N5230560263", "then put the finger on the sensor"),
            ("gatebook enroll --unfinished", "who has to come again"),
        ])

    private let person: String
    private let serial: String
    private let isList: Bool
    private let finger: UInt8?

    init(_ arguments: ParsedArguments) throws {
        person = arguments.operands.first ?? ""
        isList = arguments.has("--unfinished")
        guard isList != arguments.operands.contains(where: { !$0.isEmpty }) else {
            throw Failure(
                "enroll needs either PERSON or --unfinished\nUsage: \(Self.spec.usage)",
                exit: .usage)
        }
        guard let serial = arguments.value("--device") ?? (isList ? "" : nil) else {
            throw Failure("enroll needs --device S\nUsage: \(Self.spec.usage)", exit: .usage)
        }
        self.serial = serial
        finger = try arguments.value("--finger").map { text in
            guard let finger = UInt8(text), finger < 10 else {
                throw Failure(
                    "--finger \"\(text)\" is no finger; expected 0 to 9, from the left little finger "
                        + "to the right one", exit: .usage)
            }
            return finger
        }
    }

    func run(_ session: Session) async throws -> ExitCode {
        if isList { return try await UnfinishedEnrollments(serial: serial).list(session) }
        return try await enroll(session)
    }

    private func enroll(_ session: Session) async throws -> ExitCode {
        let workspace = try SyncCommand.workspace(session)
        let lock = try workspace.lock("enroll")
        defer { withExtendedLifetime(lock) {} }
        let console = session.console
        let store = try workspace.openStore()
        let member = try CheckCommand.find(person, in: workspace)
        let targets = try workspace.targets(try await store.gateStates(), serials: [serial])
        guard let target = targets.first else {
            throw Failure("gate \"\(serial)\" is not in service", exit: .usage)
        }
        let syncing = Syncing(workspace: workspace, store: store, console: console)
        let timeout = Duration.seconds(workspace.configuration.fleet.timeoutSeconds)
        let outcome = try await FingerEnrollment(
            vault: try await syncing.openVault(), connector: DeviceGates(timeout: timeout)
        ).run(member.memberID, finger: finger, at: target, policy: syncing.policy().policy) {
            console.say(.info, Self.sentence($0))
        }
        console.say(
            outcome.isSaved ? .success : .error, "\(member.memberID): \(Self.sentence(outcome))")
        let exit: ExitCode = outcome.isSaved ? .done : .failed
        console.result(json: [
            "command": "enroll", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "member_id": .string(member.memberID.rawValue),
            "serial": .string(serial), "finger": .integer(Int(outcome.finger)),
            "user_slot": .integer(Int(outcome.slot)), "saved": .bool(outcome.isSaved),
            "result": .string(Self.word(outcome.result)),
        ])
        return exit
    }

    private static func sentence(_ progress: EnrollProgress) -> String {
        switch progress {
        case .started: "the finger screen is up: put the finger on the sensor three times"
        case .goodSample(let count): "sample \(count) is good"
        case .badSample: "that sample was bad: again, please"
        }
    }

    private static func sentence(_ outcome: FingerEnrollment.Outcome) -> String {
        switch outcome.result {
        case .stored: "finger \(outcome.finger) is enrolled and in the vault"
        case .alreadyEnrolled: "nothing was enrolled: this finger is enrolled already"
        case .timedOut: "nothing was enrolled: no finger came, or it was cancelled at the gate"
        case .failed: "nothing was enrolled: the samples do not match; try again"
        }
    }

    private static func word(_ result: EnrollEnding) -> String {
        switch result {
        case .stored: "stored"
        case .alreadyEnrolled: "already_enrolled"
        case .timedOut: "timed_out"
        case .failed: "failed"
        }
    }
}
