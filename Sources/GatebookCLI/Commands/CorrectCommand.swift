import Attendance
import Configuration
import Foundation
import GateModel
import OrderedJSON
import Store

/// `gatebook correct`: enters into the ledger what a day really was.
struct CorrectCommand: Command {
    static let spec = CommandSpec(
        "correct", "Correct the entry or exit of a person's day; nothing is ever overwritten",
        operands: "PERSON DATE", operandCount: 0...2,
        options: [
            OptionSpec("--in", "T", "The entry really was at T: 09:00, or 2026-10-05T09:00:00"),
            OptionSpec("--out", "T", "The exit really was at T"),
            OptionSpec("--reason", "TEXT", "Why; everybody who reads the day sees it"),
            OptionSpec("--by", "NAME", "Who corrects; default the user of this machine"),
            OptionSpec("--undo", "N", "Take back correction N"),
        ],
        examples: [
            (
                "gatebook correct M17 2026-10-05 --out 18:00 --reason \"forgot\" --by Office",
                "the exit was forgotten"
            ), ("gatebook correct --undo 3 --reason \"wrong person\"", "correction 3 was wrong"),
        ])

    private let person: String?
    private let date: LocalDate?
    private let times: [(kind: Correction.Kind, text: String)]
    private let reason: String
    private let name: String
    private let undo: Int?

    init(_ arguments: ParsedArguments) throws {
        name = arguments.value("--by") ?? NSUserName()
        reason = (arguments.value("--reason") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        times = Correction.Kind.allCases.compactMap { kind in
            arguments.value("--\(kind.rawValue)").map { (kind, $0) }
        }
        let operands = arguments.operands
        if let text = arguments.value("--undo") {
            guard let number = Int(text), number > 0, operands.isEmpty, times.isEmpty else {
                throw Failure(
                    "--undo takes the number of a correction, without anything to correct"
                        + "\nUsage: \(Self.spec.usage)", exit: .usage)
            }
            (undo, person, date) = (number, nil, nil)
            return
        }
        guard operands.count == 2, !times.isEmpty else {
            throw Failure(
                "correct needs PERSON, DATE and --in or --out\nUsage: \(Self.spec.usage)",
                exit: .usage)
        }
        guard let date = LocalDate(operands[1]) else {
            throw Failure("\"\(operands[1])\" is no date; expected YYYY-MM-DD", exit: .usage)
        }
        guard !reason.isEmpty else {
            throw Failure("a correction needs a --reason that people can read", exit: .usage)
        }
        (undo, person, self.date) = (nil, operands[0], date)
    }

    func run(_ session: Session) async throws -> ExitCode {
        let workspace = try Workspace(session)
        let lock = try workspace.lock("correct")
        defer { withExtendedLifetime(lock) {} }
        let store = try workspace.openStore()
        let made =
            if let undo {
                [try await undoCorrection(undo, workspace: workspace, store: store)]
            } else {
                try await addCorrections(workspace: workspace, store: store)
            }
        for correction in made { session.console.result(Self.sentence(correction)) }
        session.console.summary("`gatebook render` shows it on the site.")
        session.console.result(json: [
            "command": "correct", "as_of": .string(workspace.asOf.description), "exit": 0,
            "corrections": .array(made.map(Self.json)),
        ])
        return .done
    }

    private func undoCorrection(
        _ number: Int, workspace: Workspace, store: GateStore
    ) async throws -> Correction {
        let undone = try await store.undoCorrection(
            number, reason: reason, by: name, recordedAt: workspace.asOf)
        if let undone { return undone }
        let known = try await store.corrections().first { $0.number == number }
        let why = known?.undoneBy.map { "was undone before, by entry \($0)" } ?? "does not exist"
        throw Failure("correction \(number) \(why); nothing was changed", exit: .usage)
    }

    private func addCorrections(
        workspace: Workspace, store: GateStore
    ) async throws -> [Correction] {
        guard let person, let date else { return [] }
        let members = workspace.roster.members
        guard let member = members.first(where: { $0.memberID.rawValue == person }) else {
            let hint = NearestName.hint(person, in: members.map(\.memberID.rawValue))
            throw Failure(
                "\(workspace.roster.file) has nobody with the member_id \"\(person)\"\(hint)",
                exit: .usage)
        }
        guard member.isEmployed(on: date) else {
            throw Failure(
                "\(person) had not joined or had left on \(date); see \(workspace.roster.file)",
                exit: .usage)
        }
        let rules = workspace.rules(fleet: try await workspace.fleet(knowing: store.gateStates()))
        let windows = WorkWindow.windows(
            of: member, dates: date.adding(days: -1)...date.adding(days: 1), rules: rules
        ).filter { $0.date == date }
        let wanted = try times.map { time in
            Correction(
                number: 0, memberID: member.memberID, date: date, kind: time.kind,
                at: try Self.wallTime(time.text, on: date, in: windows), reason: reason, by: name,
                recordedAt: workspace.asOf)
        }
        if wanted.count == 2, wanted[1].at <= wanted[0].at {
            throw Failure(
                "the exit \(wanted[1].at) is not after the entry \(wanted[0].at)", exit: .usage)
        }
        var made: [Correction] = []
        for correction in wanted { made.append(try await store.add(correction)) }
        return made
    }

    /// The wall time meant by `text` on a work date: after midnight where only that is in a window.
    private static func wallTime(
        _ text: String, on date: LocalDate, in windows: [WorkWindow]
    ) throws -> LocalDateTime {
        if let whole = LocalDateTime(text) {
            guard windows.contains(where: { $0.contains(whole) }) else {
                throw outside(whole, date, windows)
            }
            return whole
        }
        guard let time = LocalTime(text) else {
            throw Failure("\"\(text)\" is no time; expected HH:MM or HH:MM:SS", exit: .usage)
        }
        let candidates = [0, 1, -1].map { LocalDateTime(date.adding(days: $0), time) }
        for candidate in candidates where windows.contains(where: { $0.contains(candidate) }) {
            return candidate
        }
        throw outside(candidates[0], date, windows)
    }

    private static func outside(
        _ time: LocalDateTime, _ date: LocalDate, _ windows: [WorkWindow]
    ) -> Failure {
        let spans = windows.map { "\($0.opens) to \($0.closes)" }.joined(separator: ", ")
        return Failure(
            "\(time) does not belong to \(date), whose window is \(spans)", exit: .usage)
    }

    private static func sentence(_ correction: Correction) -> String {
        let what = correction.kind == .in ? "entry" : "exit"
        let day = "\(correction.memberID) \(correction.date)"
        if let entry = correction.undoneBy {
            return "Correction \(correction.number) (\(day), \(what)) is undone by entry \(entry)."
        }
        return "Correction \(correction.number): \(day), \(what) at \(correction.at)."
    }

    private static func json(_ correction: Correction) -> JSONValue {
        [
            "number": .integer(correction.number),
            "member_id": .string(correction.memberID.rawValue),
            "date": .string(correction.date.description),
            "kind": .string(correction.kind.rawValue), "at": .string(correction.at.description),
            "reason": .string(correction.reason), "by": .string(correction.by),
            "recorded_at": .string(correction.recordedAt.description),
            "undone_by": .optional(correction.undoneBy),
        ]
    }
}
