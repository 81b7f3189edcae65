import Configuration
import GateModel
import GateSync
import OrderedJSON
import Store

/// `gatebook nightly`: the main job: pull, render, publish, standing exports.
struct NightlyCommand: Command {
    static let spec = CommandSpec(
        "nightly", "Read the gates, judge the days, publish the site: the main job",
        examples: [
            ("gatebook nightly", "what cron runs every night"),
            ("gatebook nightly --quiet --json > night.json", "for a monitoring script"),
        ])

    init(_ arguments: ParsedArguments) throws {}

    func run(_ session: Session) async throws -> ExitCode {
        let download = try await RosterDownload.run(session)
        let (workspace, problem) = try LastRoster.open(session)
        let lock = try workspace.lock("nightly")
        defer { withExtendedLifetime(lock) {} }
        if let problem {
            session.console.say(.error, problem.sentence)
        } else {
            try LastRoster(workspace.configuration).keep(workspace.roster)
        }
        return try await Night(
            workspace: workspace, session: session, download: download, problem: problem
        ).run(command: "nightly")
    }
}

/// One night: all steps of the main job, in order.
struct Night: Sendable {
    let workspace: Workspace
    let session: Session
    /// What the URL of the roster has answered; `nil` when the roster is a file.
    var download: RosterDownload?
    /// What is wrong with the roster; then no gate is changed, and `workspace` has the last roster that
    /// could be read.
    var problem: LastRoster.Problem?

    /// Runs all steps and prints the result.
    ///
    /// When no gate at all can be read, nothing is published: the last good site stays.
    func run(command: String) async throws -> ExitCode {
        let console = session.console
        let store = try workspace.openStore()
        let pulled = try await Pulling(workspace: workspace, store: store, console: console).run()
        if pulled.isTotalFailure {
            throw Failure(
                "none of \(pulled.failedCount) gates could be read; the site stays as it was"
                    + "\nLook at the messages above, the network, and \(workspace.devices.file).")
        }
        let synced = try await sync(pulled, store)
        let rendered =
            problem?.hasCopy == false
            ? .nothing(at: workspace)
            : try await Rendering(workspace: workspace, store: store, console: console).run()
        let needsAttention =
            pulled.needsAttention || rendered.quarantinedCount > 0
            || synced.report.needsAttention || download?.failure != nil
        let exit: ExitCode = needsAttention ? .attention : .done
        report(pulled, synced, rendered, exit: exit, command: command)
        return exit
    }

    private func sync(
        _ pulled: Pulling.Outcome, _ store: GateStore
    ) async throws -> Syncing.Outcome {
        guard problem == nil else {
            var report = SyncReport.ofNothing
            report.plan.stop = .brokenRoster
            return Syncing.Outcome(report: report, seconds: 0)
        }
        return try await Syncing(
            workspace: workspace, store: store, console: session.console, download: download
        ).runNightly(pulled: pulled.results)
    }

    private func report(
        _ pulled: Pulling.Outcome, _ synced: Syncing.Outcome, _ rendered: Rendering.Outcome,
        exit: ExitCode, command: String
    ) {
        let console = session.console
        if pulled.failedCount > 0 {
            console.say(
                .warning, "\(pulled.failedCount) of \(pulled.results.count) gates need attention")
        }
        if rendered.quarantinedCount > 0 {
            console.say(
                .warning, "\(rendered.quarantinedCount) punches with impossible times in quarantine"
            )
        }
        if problem?.hasCopy != false {
            console.summary("The site is at \(rendered.sitePath)/index.html")
        }
        var punches = pulled.punchesJSON
        punches.set("quarantined", .integer(rendered.quarantinedCount))
        console.result(json: [
            "command": .string(command), "as_of": .string(workspace.asOf.description),
            "exit": .integer(Int(exit.rawValue)), "devices": pulled.devicesJSON,
            "punches": punches, "sync": synced.report.json, "days": rendered.daysJSON,
            "pages": rendered.pagesJSON,
            "exports": .array(rendered.exports.map { .string($0) }),
            "seconds": [
                "pull": .decimal(pulled.seconds), "sync": .decimal(synced.seconds),
                "render": .decimal(rendered.seconds),
                "total": .decimal(session.elapsedSeconds),
            ],
        ])
    }
}

extension JSONValue {
    /// Replaces the value of a key of an object.
    fileprivate mutating func set(_ key: String, _ value: JSONValue) {
        guard case .object(var members) = self,
            let index = members.firstIndex(where: { $0.key == key })
        else { return }
        members[index] = Member(key, value)
        self = .object(members)
    }
}
