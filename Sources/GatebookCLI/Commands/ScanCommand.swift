import Configuration
import Foundation
import GateModel
import GateSync
import OrderedJSON
import ZKClient

/// `gatebook scan`: finds gates on subnets and ranges.
struct ScanCommand: Command {
    static let spec = CommandSpec(
        "scan", "Find gates on subnets and ranges; logs in nowhere",
        operands: "CIDR|FROM-TO…", operandCount: 1...1000,
        options: [
            OptionSpec("--write", "FILE", "Append the gates that FILE does not have yet"),
            OptionSpec("--branch", "B", "The branch of the rows written"),
            OptionSpec("--port", "P", "Look at this port, too; 4370 always", isRepeatable: true),
            OptionSpec("--timeout", "SECONDS", "How long to wait for a connection; default 2"),
            OptionSpec("--width", "N", "Addresses looked at at a time; default 256"),
            OptionSpec(flag: "--yes", "Scan more than a /16 without asking"),
        ],
        examples: [
            ("gatebook scan 192.0.2.0/24", "a table of what is there"),
            (
                "gatebook scan 192.0.2.10-60 --write devices.csv --branch DHK",
                "the new ones become rows"
            ),
        ])

    /// More addresses than this are asked about.
    private static let quietLimit = 65_536

    private let ranges: [AddressRange]
    private let ports: [Int]
    private let timeout: Duration
    private let width: Int
    private let target: String?
    private let branch: String?
    private let isAgreed: Bool

    init(_ arguments: ParsedArguments) throws {
        ranges = try AddressRange.merged(
            arguments.operands.map { text in
                do throws(AddressRange.Problem) {
                    return try AddressRange(text)
                } catch {
                    throw Failure("\(error)", exit: .usage)
                }
            })
        var ports = [GateAddress.defaultPort]
        for text in arguments.all("--port") {
            let port = try Self.number(text, "--port", 1...65_535)
            if !ports.contains(port) { ports.append(port) }
        }
        self.ports = ports
        let seconds = try arguments.value("--timeout").map {
            try Self.number($0, "--timeout", 1...60)
        }
        timeout = .seconds(seconds ?? 2)
        width =
            try arguments.value("--width").map { try Self.number($0, "--width", 1...4096) } ?? 256
        target = arguments.value("--write")
        branch = arguments.value("--branch")
        isAgreed = arguments.has("--yes")
    }

    private static func number(
        _ text: String, _ option: String, _ range: ClosedRange<Int>
    ) throws -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Failure(
                "\(option) \"\(text)\" is no number from \(range.lowerBound) to \(range.upperBound)",
                exit: .usage)
        }
        return number
    }

    func run(_ session: Session) async throws -> ExitCode {
        let console = session.console
        let count = ranges.reduce(0) { $0 + $1.count }
        try askAbout(count)
        let rows = try target.map { try FoundGates(file: $0, branch: branch, session: session) }
        let probe = GateProbe(connectTimeout: timeout, answerTimeout: max(timeout, .seconds(5)))
        let scan = FleetScan(width: width, ports: ports) { try await probe.look(at: $0) }
        let total = count * ports.count
        console.progress("scanning", done: 0, of: total)
        let found = try await scan.run(ranges) { done in
            // A bar that moves a thousand times is enough.
            if done % max(1, total / 1000) == 0 || done == total {
                console.progress("scanning", done: done, of: total)
            }
        }
        let known = KnownGates(session)
        var gates: [JSONValue] = []
        for item in found {
            switch item.outcome {
            case .gate(let finding):
                let name = known.name(serial: finding.serial, at: item.address)
                console.result(line(item.address, finding, name))
                gates.append(json(item.address, finding, name))
            case .other(let reason): console.say(.detail, "\(item.address) is no gate: \(reason)")
            case .nothing: continue
            }
        }
        let written = try rows?.append(found) ?? 0
        console.say(
            .success,
            "\(gates.count) gates at \(count) addresses"
                + (target.map { ", \(written) new in \($0)" } ?? ""))
        console.result(json: [
            "command": "scan", "exit": 0, "addresses": .integer(count), "gates": .array(gates),
            "written": .integer(written),
            "seconds": ["total": .decimal(session.elapsedSeconds)],
        ])
        return .done
    }

    /// Asks before a scan that takes long and is seen by everybody on the network.
    private func askAbout(_ count: Int) throws {
        guard count > Self.quietLimit, !isAgreed else { return }
        let question = "\(count) addresses are more than a /16"
        guard isatty(0) == 1, isatty(2) == 1 else {
            throw Failure("\(question); nothing was scanned, repeat with --yes", exit: .usage)
        }
        FileHandle.standardError.write(Data("\(question). Scan them all? [y/N] ".utf8))
        guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
            throw Failure("nothing was scanned", exit: .usage)
        }
    }

    private func line(
        _ address: GateAddress, _ finding: GateProbe.Finding, _ name: String?
    ) -> String {
        let words =
            if finding.isPushOnly {
                ["offers only the push protocol"]
            } else if finding.needsKey {
                ["needs a comm key, tells nothing without it"]
            } else {
                [finding.serial ?? "no serial", finding.model ?? "no model"]
                    + (finding.firmware.map { [$0] } ?? [])
            }
        return
            (["\(address)"] + words + (finding.isOverUDP ? ["UDP only"] : [])
            + (name.map { ["listed as \($0)"] } ?? [])).joined(separator: "  ")
    }

    private func json(
        _ address: GateAddress, _ finding: GateProbe.Finding, _ name: String?
    ) -> JSONValue {
        [
            "host": .string(address.host), "port": .integer(address.port),
            "transport": .string(finding.isOverUDP ? "udp" : "tcp"),
            "serial": .optional(finding.serial), "model": .optional(finding.model),
            "firmware": .optional(finding.firmware), "name": .optional(name),
            "needs_key": .bool(finding.needsKey), "push_only": .bool(finding.isPushOnly),
        ]
    }
}
