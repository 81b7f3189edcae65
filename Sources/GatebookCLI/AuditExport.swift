import Audit
import Configuration
import Digests
import Export
import Foundation
import GateModel
import Reports
import Store

/// Makes the audit bundle of an export.
struct AuditExport {
    let workspace: Workspace
    let store: GateStore
    let rows: ExportRows
    let dates: ClosedRange<LocalDate>
    /// The key that signs the bundle.
    let key: SigningKey
    let isPseudonymous: Bool
    let plain: ExportProfile
    let console: Console

    /// The path of the key that signs bundles.
    static func keyPath(_ configuration: Configuration) -> String {
        configuration.resolve("audit.key")
    }

    /// Opens the key that signs bundles and makes codes; makes one when there is none, and says so.
    static func openKey(_ configuration: Configuration, console: Console) throws -> SigningKey {
        let path = keyPath(configuration)
        let (key, isNew) = try AuditKeyFile.open(path)
        if isNew {
            console.say(
                .info,
                "made the key \(path), which signs audit bundles; keep a copy in a safe place, and "
                    + "give its fingerprint \(key.publicKey.fingerprint) to your auditors")
        }
        return key
    }

    /// Makes the bundle, packs it into `folder` and returns its file.
    func write(to folder: String) async throws -> TextExport.File {
        let scratch = try SheetFolder()
        defer { scratch.remove() }
        let last = try await store.lastBundle()
        let number = (last?.bundle ?? 0) + 1
        let bundle = AuditBundle(
            manifest(number, last: last), key: key, folder: scratch.path(""))
        try await addTables(to: bundle)
        try bundle.add(
            "COLUMNS.md", try Folder.read(try ShippedFiles.path("templates/exports/COLUMNS.md")))
        if !isPseudonymous {
            try bundle.add(
                "data/gatebook.toml", try Folder.read(workspace.configuration.path))
        }
        let file =
            "\(folder)/audit-\(padded(number))-\(dates.lowerBound)_\(dates.upperBound).zip"
        let outcome = try bundle.close(to: file)
        _ = try await store.add(
            ExportRecord(
                bundle: number, madeAt: workspace.asOf, madeBy: NSUserName(), dates: dates,
                what: "audit bundle" + (isPseudonymous ? ", pseudonymous" : "")
                    + rows.selection.words,
                dayCount: rows.days.rowCount, punchCount: rows.punches.rowCount,
                digest: outcome.digest))
        console.say(
            .info,
            "bundle \(number): SHA-256 of its manifest \(outcome.digest), signed with the key "
                + key.publicKey.fingerprint)
        return TextExport.File(
            path: file, rows: outcome.manifest.tables.reduce(0) { $0 + $1.rows })
    }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private func manifest(_ number: Int, last: ExportRecord?) -> Manifest {
        var members = rows.selection.members.map(\.rawValue).sorted()
        if isPseudonymous { members = members.map { _ in "withheld" } }
        return Manifest(
            number: number, madeAt: workspace.asOf.description, madeBy: NSUserName(),
            site: workspace.configuration.site.title, from: dates.lowerBound.description,
            to: dates.upperBound.description,
            branches: rows.selection.branches.map(\.rawValue).sorted(), members: members,
            pseudonymous: isPseudonymous,
            previous: last.flatMap { last in
                last.bundle.map { .init(number: $0, sha256: last.digest) }
            })
    }

    // MARK: - Tables

    private func addTables(to bundle: AuditBundle) async throws {
        let raw = try await RawTables(workspace: workspace, store: store, rows: rows, dates: dates)
        defer { raw.remove() }
        var codes = Pseudonyms(key)
        let policy = PolicyTable.build(workspace.configuration, gates: rows.gates, dates: dates) {
            member in
            isPseudonymous ? codes.member(member.rawValue) : member.rawValue
        }
        let corrections = CorrectionTable.build(rows.corrections, dates: dates) { member in
            raw.includes(member) ? member.rawValue : nil
        }
        let first = dates.lowerBound
        let tables: [any RowSource] =
            [rows.days, rows.punches, rows.exceptions, rows.coverage]
            + raw.tables
            + [
                TableRows(corrections, monthOf: first), TableRows(policy, monthOf: first),
                TableRows(ExportLogTable.build(try await store.exports()), monthOf: first),
            ]
        for table in tables {
            try add(CodedRows.coding(table, with: isPseudonymous ? key : nil), to: bundle)
        }
    }

    private func add(_ source: any RowSource, to bundle: AuditBundle) throws {
        var layout = TextLayout(plain, columns: source.columns)
        var bytes: [UInt8] = []
        layout.appendHead(to: &bytes)
        try bundle.addTable(source.name) { piece in
            try source.forEachRow { row in
                _ = layout.append(row, to: &bytes)
                guard bytes.count >= 1 << 18 else { return }
                try piece(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            try piece(bytes)
        }
    }
}
