import Configuration
import GateModel
import GateSync
import OrderedJSON
import Store

/// `gatebook check`: may this person pass this gate, and why.
struct CheckCommand: Command {
    static let spec = CommandSpec(
        "check", "May this person pass this gate, and why",
        operands: "PERSON", operandCount: 1...1,
        options: [
            OptionSpec("--device", "S", "Only the gate with this serial", isRepeatable: true),
            OptionSpec("--at", "T", "Local wall time at the gate; default now"),
        ],
        examples: [
            ("gatebook check M017", "at every gate of the fleet"),
            ("gatebook check M017 --device A8N5230560263 --at 2026-12-01T08:00", "on another day"),
        ])

    private let person: String
    private let serials: [String]
    private let at: LocalDateTime?

    init(_ arguments: ParsedArguments) throws {
        person = arguments.operands.first ?? ""
        serials = arguments.all("--device")
        at = try arguments.value("--at").map { text in
            guard let time = LocalDateTime(text) ?? LocalDate(text).map({ LocalDateTime($0) })
            else {
                throw Failure(
                    "--at \"\(text)\" is no wall time; expected YYYY-MM-DDTHH:MM:SS", exit: .usage)
            }
            return time
        }
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let store = try workspace.openStore()
        let fleet = workspace.fleet(knowing: try await store.gateStates())
        let gates = try serials.isEmpty ? fleet : serials.map { try workspace.gate($0, in: fleet) }
        let member = try Self.find(person, in: workspace)
        let policy = AccessPolicy(
            members: workspace.roster.members, identities: workspace.roster.identities)
        let check = AccessCheck(policy: policy, store: store)
        var answers: [AccessCheck.Answer] = []
        for gate in gates {
            let date = (at ?? workspace.asOf(at: gate)).date
            if let answer = try await check.check(member.memberID, at: gate, on: date) {
                answers.append(answer)
                session.console.result(answer.text)
            }
        }
        session.console.result(json: [
            "command": "check", "as_of": .string(workspace.asOf.description), "exit": 0,
            "member_id": .string(member.memberID.rawValue),
            "at": .string((at ?? workspace.asOf).description),
            "answers": .array(answers.map(\.json)),
        ])
        return .done
    }

    /// The person of the roster whom `text` means: by member id, then by id on the gates, then by name.
    static func find(_ text: String, in workspace: Workspace) throws -> Member {
        let members = workspace.roster.members
        if let member = members.first(where: { $0.memberID.rawValue == text }) { return member }
        for matches in [
            members.filter { $0.deviceUserID.rawValue == text },
            members.filter { $0.name.lowercased() == text.lowercased() },
        ] {
            if matches.count == 1, let member = matches.first { return member }
            guard matches.isEmpty else {
                let ids = matches.map(\.memberID.rawValue).joined(separator: ", ")
                throw Failure(
                    "\"\(text)\" is more than one person on \(workspace.roster.file): name one of "
                        + "\(ids)", exit: .usage)
            }
        }
        let known = members.map(\.memberID.rawValue) + members.map(\.name)
        throw Failure(
            "\(workspace.roster.file) has nobody called \"\(text)\""
                + NearestName.hint(text, in: known), exit: .usage)
    }
}

extension AccessCheck.Answer {
    fileprivate var json: JSONValue {
        [
            "serial": .optional(gate.serial?.rawValue), "branch": .string(gate.branch.rawValue),
            "allow": .bool(isAllowed), "answer": .string(isAllowed ? "allow" : "deny"),
            "reason": .string(reason.description), "seen": .optional(row?.seen?.rawValue),
            "seen_at": .optional(row?.seenAt?.description),
            "as_wanted": row.map { .bool($0.isAsWanted) } ?? .null,
            "failure": .optional(row?.failure),
        ]
    }
}
