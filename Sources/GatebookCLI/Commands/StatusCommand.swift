import Configuration
import GateModel
import OrderedJSON
import Reports
import Store

/// `gatebook status`: how the gates and the store are doing.
struct StatusCommand: Command {
    static let spec = CommandSpec(
        "status", "Show how gates and store are doing; changes nothing",
        examples: [
            ("gatebook status", "a table of the gates"),
            (
                "gatebook status --json | jq '.gates[] | select(.status != \"ok\")'",
                "what needs care"
            ),
        ])

    init(_ arguments: ParsedArguments) throws {}

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let store = try GateStore(path: workspace.configuration.store.path)
        let today = workspace.asOf.date
        let book = try await Judging(workspace: workspace, store: store).book(dates: today...today)
        let report = DevicesReport.build(from: book)
        let range = try await store.punchRange()
        let count = book.gates.reduce(0) { $0 + $1.punchCount }
        let exit: ExitCode = book.gates.contains { $0.problem != nil } ? .attention : .done
        let console = session.console
        let period = range.map { ", \($0.lowerBound.date) to \($0.upperBound.date)" } ?? ""
        console.result("\(count) punches of \(book.gates.count) gates\(period)")
        for record in book.gates.worstFirst { console.result(line(record, console: console)) }
        console.result(json: [
            "command": "status", "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)),
            "punches": .integer(count), "first": .optional(range?.lowerBound.description),
            "last": .optional(range?.upperBound.description), "gates": report.gates.json,
        ])
        return exit
    }

    private func line(_ record: GateRecord, console: Console) -> String {
        let colour: String =
            switch record.status {
            case .ok: "32"
            case .off: "2"
            case .stale, .clock: "33"
            case .failed, .never: "31"
            }
        let status = record.status.rawValue
        let label = status + String(repeating: " ", count: max(0, 7 - status.count))
        let branch = record.gate?.branch.rawValue ?? "–"
        let read = record.lastSuccess.map { "read \($0.readAt)" } ?? "not read yet"
        let problem = record.problem.map { "  \($0)" } ?? ""
        return "\(console.paint(label, colour)) \(branch) \(record.displayName): \(read), "
            + "\(record.punchCount) punches\(problem)"
    }
}
