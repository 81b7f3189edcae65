import Configuration
import Foundation
import GateModel
import Reports

/// The layouts of exported files: those that come with the command, and the user's own.
struct ExportProfiles {
    /// The format that no file describes.
    static let workbook = "xlsx"

    /// Fields that rows of punches have besides their columns.
    static let punchExtras = [
        ReportColumn("department", "Department", .text),
        ReportColumn("gate_name", "Gate name", .text),
        ReportColumn("zone", "Zone", .text),
        ReportColumn("offset", "Offset", .text),
        ReportColumn("read_at_utc", "Read at (UTC)", .dateTime),
        ReportColumn("at_with_offset", "At with offset", .text),
        ReportColumn("row", "Row", .count),
        ReportColumn("repeats", "Repeats", .flag),
    ]
    /// Fields that rows of days have besides their columns.
    static let dayExtras = [
        ReportColumn("first_in_at", "First in at", .dateTime),
        ReportColumn("last_out_at", "Last out at", .dateTime),
        ReportColumn("zone", "Zone", .text),
        ReportColumn("first_in_with_offset", "First in with offset", .text),
        ReportColumn("last_out_with_offset", "Last out with offset", .text),
        ReportColumn("row", "Row", .count),
        ReportColumn("overlaps", "Overlaps", .flag),
        ReportColumn("shared_name", "Shared name", .flag),
    ]

    /// The fields that tell of zones, which take time to work out.
    static let zoneFields: Set = [
        "zone", "offset", "read_at_utc", "at_with_offset", "first_in_with_offset",
        "last_out_with_offset",
    ]

    private let paths: [String: String]

    /// Finds the profiles; those of `[site] templates` come before the shipped ones.
    init(_ workspace: Workspace) throws {
        let folders = [
            try ShippedFiles.path("templates/exports"),
            "\(workspace.configuration.site.templates)/exports",
        ]
        var paths: [String: String] = [:]
        for folder in folders where FileManager.default.fileExists(atPath: folder) {
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: folder)
            } catch {
                throw Failure("cannot read the folder \(folder): \(Folder.reason(error))")
            }
            for name in names where name.hasSuffix(".toml") {
                paths[String(name.dropLast(5))] = "\(folder)/\(name)"
            }
        }
        self.paths = paths
    }

    /// The names people may write after `--format`.
    var names: [String] { [Self.workbook] + paths.keys.sorted() }

    /// Reads the profile `name`.
    ///
    /// - Throws: ``Failure`` with exit code 64 when there is none, `ConfigurationError` when the file
    ///   has problems.
    func profile(_ name: String) throws -> ExportProfile {
        guard let path = paths[name] else {
            throw Failure(
                "there is no format \"\(name)\"\(NearestName.hint(name, in: names, listingUpTo: 0)) "
                    + "(there are \(names.joined(separator: ", ")))", exit: .usage)
        }
        return try ExportProfile.read(
            try Folder.read(path), name: name, file: path,
            fields: [
                .days: (DayColumns.all + Self.dayExtras).map(\.key),
                .punches: (PunchColumns.all + Self.punchExtras).map(\.key),
            ])
    }
}

extension ExportProfile {
    /// The name of its file of `rows`, for a range of dates and a gate.
    func fileName(of rows: String, range: String, gate: String?) -> String {
        let standard = "{rows}-\(name).\(layout == .json ? "jsonl" : "csv")"
        return (file ?? standard).replacing("{rows}", with: rows).replacing("{range}", with: range)
            .replacing("{gate}", with: Self.safeName(gate ?? "")).replacing("/", with: "_")
    }

    /// A name as part of a file's name.
    static func safeName(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
    }

    /// Whether any column or rule asks for one of these fields.
    func asks(for fields: Set<String>) -> Bool {
        columns.contains { $0.field.map(fields.contains) ?? false }
            || required.contains(where: fields.contains)
            || conditions.keys.contains(where: fields.contains)
    }
}
