import Foundation
import GateModel

extension Benchmark {
    /// A whole site by the command itself, from nothing: pages, JSON, files, digests and twins; and the
    /// night after, when every gate brings one more day and only what it touches is rendered.
    static let site = Benchmark(
        name: "site",
        summary:
            "a whole site by gatebook render, then one more night: \(InventedFleet.text(ofSize: InventedFleet.siteSize))",
        unit: "pages",
        run: { folder in
            let fleet = try InventedFleet(in: folder)
            try fleet.ingest(days: 0..<fleet.days)
            var whole = try await fleet.measureRender(after: fleet.days)
            try fleet.ingest(days: fleet.days..<(fleet.days + 1))
            whole.steps.append(
                .init(
                    name: "one night", unit: "files written",
                    measurement: try await fleet.measureRender(after: fleet.days + 1)))
            return whole
        })
}

extension InventedFleet {
    /// Renders; the pages of the whole site, or the files that were written where one was there before.
    func measureRender(after days: Int) async throws -> Measurement {
        var bytes = 0
        var program: MeasuredProgram?
        var measured = try await Measurement.of {
            let ended = try run(["render", "--as-of", asOf(days), "--json"])
            program = ended
            return try JSONDecoder().decode(Outcome.self, from: ended.output).pages.written
        }
        measured.cpuSeconds = program?.cpuSeconds ?? 0
        measured.peakKiB = program?.peakKiB
        let site = folder.path("output/site")
        var pages = 0
        for case let name as String in FileManager.default.enumerator(atPath: site) ?? .init() {
            if name.hasSuffix(".html") { pages += 1 }
            let attributes = try FileManager.default.attributesOfItem(atPath: site + "/" + name)
            bytes +=
                (attributes[.type] as? FileAttributeType) == .typeRegular
                ? (attributes[.size] as? Int ?? 0) : 0
        }
        if days == self.days {
            measured.count = pages
            measured.bytesWritten = bytes
        }
        return measured
    }

    private struct Outcome: Decodable {
        struct Pages: Decodable { var written: Int }
        var pages: Pages
    }
}
