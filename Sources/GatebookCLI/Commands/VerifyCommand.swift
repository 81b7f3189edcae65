import Audit
import Configuration
import Digests
import Foundation
import GateModel
import OrderedJSON
import Store

/// `gatebook verify`: checks audit bundles without a network; where there is a log of exports, also
/// whether it has them.
struct VerifyCommand: Command {
    static let spec = CommandSpec(
        "verify", "Check an audit bundle offline; several ones also as a chain",
        operands: "BUNDLE…", operandCount: 1...10_000,
        options: [
            OptionSpec("--fingerprint", "F", "Fingerprint of the key that must have signed it"),
            OptionSpec("--key", "KEY|FILE", "That key, or its file; default audit.pub, if there"),
        ],
        examples: [
            (
                "gatebook verify audit-0001-2026-10-01_2026-10-31.zip --fingerprint 1f3c-…",
                "what an auditor runs"
            ),
            ("gatebook verify audit-*.zip", "whether each bundle follows the one before it"),
        ])

    private let paths: [String]
    private let fingerprint: String?
    private let key: String?

    init(_ arguments: ParsedArguments) throws {
        paths = arguments.operands
        fingerprint = arguments.value("--fingerprint")
        key = arguments.value("--key")
        if let fingerprint {
            let digits = fingerprint.filter { $0 != "-" && $0 != ":" && $0 != " " }
            guard digits.count == 32, Hex.bytes(of: digits) != nil else {
                throw Failure(
                    "--fingerprint \"\(fingerprint)\" is none: expected eight groups of four "
                        + "hexadecimal digits", exit: .usage)
            }
        }
    }

    func run(_ session: Session) async throws -> ExitCode {
        let known = try knownKey(session)
        var reports: [(path: String, report: BundleVerifier.Report)] = []
        for path in paths {
            var verifier: BundleVerifier
            do {
                verifier = try BundleVerifier(path)
            } catch let error as AuditError {
                throw Failure(error.sentence, exit: .badInput)
            }
            reports.append((path, try verifier.verify(key: known, fingerprint: fingerprint)))
        }
        reports.sort { ($0.report.manifest?.number ?? 0) < ($1.report.manifest?.number ?? 0) }
        for index in reports.indices.dropFirst() {
            let problem = BundleVerifier.chainProblem(
                reports[index].report, after: reports[index - 1].report)
            if let problem { reports[index].report.problems.append(problem) }
        }
        let log = await exportLog(session)
        for (path, report) in reports {
            tell(report, of: path, console: session.console)
            tell(report, of: path, log: log, console: session.console)
        }
        let isGood = reports.allSatisfy { $0.report.problems.isEmpty }
        let exit: ExitCode = isGood ? .done : .failed
        session.console.result(json: [
            "command": "verify", "exit": .integer(Int(exit.rawValue)), "ok": .bool(isGood),
            "bundles": .array(reports.map { json($0.report, $0.path, log: log) }),
        ])
        return exit
    }

    /// The key to compare with: the one given, or that of the directory the command runs in.
    private func knownKey(_ session: Session) throws -> PublicKey? {
        if let key {
            do {
                return try AuditKeyFile.publicKey(key)
            } catch let error as AuditError {
                throw Failure(error.sentence, exit: .badInput)
            }
        }
        guard fingerprint == nil else { return nil }
        let folder = (session.configurationPath as NSString).deletingLastPathComponent
        let path = (folder as NSString).appendingPathComponent("audit.pub")
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try AuditKeyFile.publicKey(path)
    }

    private func tell(_ report: BundleVerifier.Report, of path: String, console: Console) {
        for problem in report.problems { console.say(.error, "\(path): \(problem.sentence)") }
        guard report.problems.isEmpty, let manifest = report.manifest else {
            return console.result("\(path): NOT what was signed")
        }
        console.result(
            "\(path): bundle \(manifest.number), \(manifest.from) to \(manifest.to), "
                + "\(report.rows) rows in \(report.files) files: all as signed")
        if let before = manifest.previous {
            console.say(.info, "\(path): follows bundle \(before.number)")
        }
        if report.isKeyTrusted {
            console.say(.success, "\(path): signed with the key \(manifest.fingerprint)")
        } else {
            console.say(
                .warning,
                "\(path): signed with the key \(manifest.fingerprint); compare this with the "
                    + "fingerprint you were given, or name it with --fingerprint: anybody can "
                    + "sign with a key of their own")
        }
    }

    // MARK: - The log of exports

    /// The bundles in the log of exports of the directory the command runs in; `nil` without a log.
    ///
    /// Bundles are checked without it: an auditor has none.
    private func exportLog(_ session: Session) async -> [ExportRecord]? {
        guard let configuration = try? Configuration.load(path: session.configurationPath),
            FileManager.default.fileExists(atPath: configuration.store.path),
            let store = try? GateStore(path: configuration.store.path)
        else { return nil }
        return try? await store.exports().filter { $0.bundle != nil }
    }

    private func isLogged(_ report: BundleVerifier.Report, in log: [ExportRecord]) -> Bool {
        log.contains { $0.bundle == report.manifest?.number && $0.digest == report.digest }
    }

    /// Tells whether the bundle is the one that was made here.
    private func tell(
        _ report: BundleVerifier.Report, of path: String, log: [ExportRecord]?, console: Console
    ) {
        guard let log, let manifest = report.manifest else { return }
        let entry = log.first { $0.bundle == manifest.number }
        if let entry, entry.digest == report.digest {
            console.say(
                .success,
                "\(path): the export log has it: made at \(entry.madeAt) by \(entry.madeBy)")
        } else if let entry {
            console.say(
                .warning,
                "\(path): this is not the bundle \(manifest.number) of the export log, made at "
                    + "\(entry.madeAt) by \(entry.madeBy): another site's, or made again outside")
        } else {
            console.say(
                .warning,
                "\(path): the export log has no bundle \(manifest.number): another site's, or the "
                    + "log was lost")
        }
    }

    private func json(
        _ report: BundleVerifier.Report, _ path: String, log: [ExportRecord]?
    ) -> JSONValue {
        [
            "path": .string(path), "ok": .bool(report.problems.isEmpty),
            "number": report.manifest.map { .integer($0.number) } ?? .null,
            "manifest_sha256": .string(report.digest),
            "fingerprint": report.manifest.map { .string($0.fingerprint) } ?? .null,
            "key_trusted": .bool(report.isKeyTrusted),
            "logged": log.map { .bool(isLogged(report, in: $0)) } ?? .null,
            "previous": report.manifest?.previous.map { .integer($0.number) } ?? .null,
            "rows": .integer(report.rows), "files": .integer(report.files),
            "problems": .array(
                report.problems.map {
                    [
                        "file": .string($0.file), "row": $0.row.map { .integer($0) } ?? .null,
                        "kind": .string($0.kind.rawValue), "sentence": .string($0.sentence),
                    ]
                }),
        ]
    }
}
