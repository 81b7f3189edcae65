import GateModel

/// A file of numbers that every render leaves in `exports/`.
enum StandingFile {
    /// What is in it; the raw value begins its name.
    enum Kind: String, CaseIterable, Sendable {
        case attendance
        case denied
        case enrollment

        /// The word of the languages that names it.
        var word: String {
            switch self {
            case .attendance: "files_attendance"
            case .denied: "nav_denied"
            case .enrollment: "nav_enrollment"
            }
        }
    }

    /// The formats and what people call them.
    private static let formats = [(name: "CSV", ending: "csv"), (name: "Excel", ending: "xlsx")]

    /// The files of a kind and a period (`YYYY-MM-DD`, `YYYY-MM`, or `nil` for now), whether they exist
    /// or not.
    static func downloads(_ kind: Kind, of period: String?) -> [PageDownload] {
        let stem = ([kind.rawValue] + [period].compactMap(\.self)).joined(separator: "-")
        return formats.map { format in
            PageDownload(path: "exports/\(stem).\(format.ending)", name: format.name, bytes: nil)
        }
    }

    /// Those of the files that are among `sizes`, a size in bytes a path, with their size.
    static func downloads(
        _ kind: Kind, of period: String?, among sizes: [String: Int]
    ) -> [PageDownload] {
        downloads(kind, of: period).compactMap { file in
            sizes[file.path].map { PageDownload(path: file.path, name: file.name, bytes: $0) }
        }
    }
}
