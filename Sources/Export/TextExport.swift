package import Configuration
import Reports

/// Writes the rows of a table to text files by a profile, in little memory.
package struct TextExport {
    /// A file that was written.
    package struct File: Hashable, Sendable {
        /// Its path.
        package var path: String
        /// How many rows it has.
        package var rows: Int

        /// Makes a description of a file.
        package init(path: String, rows: Int) {
            self.path = path
            self.rows = rows
        }
    }

    /// The files in the order of their names, and how many rows the profile left out.
    package struct Outcome: Hashable, Sendable {
        /// The files, by path.
        package var files: [File]
        /// Rows left out.
        package var leftOut: Int
        /// How many of them for which reason, in words that follow the number.
        package var reasons: [String: Int]
    }

    /// Writes every row of `source`.
    ///
    /// Files are written beside their places and moved there at the end, so that none is half done.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - profile: How they are laid out.
    ///   - path: The path of the file for a gate; the gate is `nil` unless the profile has a file
    ///     for each.
    /// - Returns: The files and how many rows were left out.
    /// - Throws: ``ExportError``.
    package static func write(
        _ source: any RowSource, by profile: ExportProfile, to path: (String?) -> String
    ) throws -> Outcome {
        var layout = TextLayout(
            profile, columns: source.columns, extraColumns: source.extraColumns)
        let gateIndex =
            profile.file?.contains("{gate}") == true
            ? source.columns.firstIndex { $0.key == "serial" } : nil
        var files: [String: TextFile] = [:]
        func open(_ gate: String?) throws -> TextFile {
            let file = try TextFile(path(gate))
            layout.appendHead(to: &file.bytes)
            files[gate ?? ""] = file
            return file
        }
        if gateIndex == nil { _ = try open(nil) }
        try source.forEachRow { row in
            let gate = gateIndex.map { row[$0].plainText }
            let file = try files[gate ?? ""] ?? open(gate)
            if layout.append(row, to: &file.bytes) { file.rows += 1 }
            try file.flush(over: gateIndex == nil ? 1 << 18 : 1 << 14)
        }
        let ordered = files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (_, file) in ordered { try file.finish() }
        return Outcome(
            files: ordered.map { File(path: $0.value.path, rows: $0.value.rows) },
            leftOut: layout.leftOutCount, reasons: layout.leftOutReasons)
    }

    /// Hands over the bytes of every row of `source` piece by piece.
    package static func forEachPiece(
        of source: any RowSource, by profile: ExportProfile, _ body: ([UInt8]) throws -> Void
    ) throws {
        var layout = TextLayout(
            profile, columns: source.columns, extraColumns: source.extraColumns)
        var bytes: [UInt8] = []
        layout.appendHead(to: &bytes)
        try source.forEachRow { row in
            _ = layout.append(row, to: &bytes)
            guard bytes.count >= 1 << 18 else { return }
            try body(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try body(bytes)
    }
}
