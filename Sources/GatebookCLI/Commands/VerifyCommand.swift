import Audit
import Digests
import Foundation
import OrderedJSON

/// `gatebook verify`: checks audit bundles, without the store and without a network.
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
        for (path, report) in reports { tell(report, of: path, console: session.console) }
        let isGood = reports.allSatisfy { $0.report.problems.isEmpty }
        let exit: ExitCode = isGood ? .done : .failed
        session.console.result(json: [
            "command": "verify", "exit": .integer(Int(exit.rawValue)), "ok": .bool(isGood),
            "bundles": .array(reports.map { json($0.report, $0.path) }),
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

    private func json(_ report: BundleVerifier.Report, _ path: String) -> JSONValue {
        [
            "path": .string(path), "ok": .bool(report.problems.isEmpty),
            "number": report.manifest.map { .integer($0.number) } ?? .null,
            "manifest_sha256": .string(report.digest),
            "fingerprint": report.manifest.map { .string($0.fingerprint) } ?? .null,
            "key_trusted": .bool(report.isKeyTrusted),
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
