import Foundation
import GateModel

extension Benchmark {
    /// Branches, days and people of a year with a little more than three million punches.
    private static let year = "16x365x250"

    /// A year by the command itself as CSV: what matters is the peak of memory.
    static let csvMemory = exported(
        "csv-memory", "a year of more than 3,000,000 punches as CSV, by gatebook export", "csv")

    /// The same year as a workbook.
    static let workbookMemory = exported(
        "xlsx-memory", "the same year as a workbook, a sheet a month", "xlsx")

    /// The same year as a signed bundle.
    static let bundleMemory = exported("audit-memory", "the same year as an audit bundle", nil)

    /// A gate whose clock was never set: its punches are listed, and nothing of them stays in memory.
    static let quarantine = Benchmark(
        name: "quarantine",
        summary:
            "3,000,000 punches with impossible times, exported with the month they were read in",
        unit: "rows",
        run: { folder in
            let fleet = try InventedFleet(in: folder, size: "1x30x250")
            try fleet.ingest(days: 0..<fleet.days)
            try fleet.ingestImpossible(3_000_000)
            return try await fleet.measureExport("csv")
        }, peer: nil, mostPeakMB: 100, mostRounds: 1)

    private static func exported(
        _ name: String, _ summary: String, _ format: String?
    ) -> Benchmark {
        Benchmark(
            name: name, summary: summary, unit: "rows",
            run: { folder in
                let fleet = try InventedFleet(in: folder, size: year)
                try fleet.ingest(days: 0..<fleet.days)
                return try await fleet.measureExport(format)
            }, peer: nil, mostPeakMB: 100, mostRounds: 1)
    }
}

extension InventedFleet {
    /// Exports everything in a format, or as a bundle when it is `nil`; counts days and punches.
    fileprivate func measureExport(_ format: String?) async throws -> Measurement {
        struct Told: Decodable {
            struct Rows: Decodable {
                var days: Int
                var punches: Int
            }
            var rows: Rows
        }
        var program: MeasuredProgram?
        var measured = try await Measurement.of {
            let ended = try run(
                [
                    "export", "--from", "\(Self.start)", "--to", "\(Self.start.adding(days: days))",
                    "--as-of", asOf(days), "--json", "--out", folder.path("out"),
                ] + (format.map { ["--format", $0] } ?? ["--audit"]))
            program = ended
            let rows = try JSONDecoder().decode(Told.self, from: ended.output).rows
            guard rows.punches > 3_000_000 else {
                throw WrongResult(description: "only \(rows.punches) punches were exported")
            }
            return rows.days + rows.punches
        }
        measured.cpuSeconds = program?.cpuSeconds ?? 0
        measured.peakKiB = program?.peakKiB
        let manager = FileManager.default
        measured.bytesWritten = try manager.contentsOfDirectory(atPath: folder.path("out"))
            .reduce(0) { sum, name in
                let path = folder.path("out/\(name)")
                return sum + ((try manager.attributesOfItem(atPath: path)[.size] as? Int) ?? 0)
            }
        return measured
    }
}
