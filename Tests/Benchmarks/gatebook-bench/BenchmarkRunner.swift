import Foundation

/// Runs benchmarks, every run in a process of its own, so that one does not warm or bloat another.
struct BenchmarkRunner {
    /// Runs of each side; the fastest one counts, since a busy machine only ever makes things slower.
    var rounds: Int

    /// What a child process reports.
    struct Report: Codable {
        /// What was measured.
        var measurement: Measurement
        /// Most memory in use at any time of the run, preparation included, in KiB.
        var peakKiB: Int
    }

    /// Which side of a benchmark a child process runs.
    enum Side: String {
        case ours
        case peer
    }

    /// Runs `benchmark` and prints its lines; returns whether its goal was reached.
    func run(_ benchmark: Benchmark) throws -> Bool {
        var ours: [Report] = []
        var peers: [Report] = []
        for _ in 0..<rounds {
            ours.append(try child(benchmark, .ours))
            if benchmark.peer != nil { peers.append(try child(benchmark, .peer)) }
        }
        print("\(benchmark.name): \(benchmark.summary)")
        guard let best = Self.fastest(ours) else { return true }
        print(line("gatebook", best, benchmark.unit))
        guard let peer = benchmark.peer, let bestPeer = Self.fastest(peers) else { return true }
        print(line(peer.name, bestPeer, benchmark.unit))
        let ratio = rate(best) / rate(bestPeer)
        var text = "  ratio     " + String(format: "%.2f", ratio)
        let isReached = peer.leastRatio.map { ratio >= $0 } ?? true
        if let least = peer.leastRatio {
            text += String(format: " (at least %.2f: %@)", least, isReached ? "reached" : "MISSED")
        }
        print(text)
        return isReached
    }

    /// Does one side of a benchmark in this process and prints its report for the parent.
    static func runAsChild(_ benchmark: Benchmark, _ side: Side) async throws {
        let work = side == .ours ? benchmark.run : benchmark.peer?.run
        guard let work else { throw WrongResult(description: "\(benchmark.name) has no peer") }
        let measurement = try await BenchmarkFolder.with(work)
        let report = Report(measurement: measurement, peakKiB: try peakKiB())
        FileHandle.standardOutput.write(try JSONEncoder().encode(report))
    }

    private func child(_ benchmark: Benchmark, _ side: Side) throws -> Report {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--child", benchmark.name, side.rawValue]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw WrongResult(
                description: "\(benchmark.name) (\(side)) ended with \(process.terminationStatus)")
        }
        return try JSONDecoder().decode(Report.self, from: text)
    }

    private static func fastest(_ reports: [Report]) -> Report? {
        reports.min { $0.measurement.seconds < $1.measurement.seconds }
    }

    private func rate(_ report: Report) -> Double {
        Double(report.measurement.count) / report.measurement.seconds
    }

    private func line(_ name: String, _ report: Report, _ unit: String) -> String {
        "  " + name.padding(toLength: max(10, name.count + 1), withPad: " ", startingAt: 0)
            + String(
                format: "%10.0f %@/s  %d in %.3f s, peak %d MiB", rate(report), unit,
                report.measurement.count, report.measurement.seconds, report.peakKiB / 1024)
    }

    /// The most memory this process ever had in use (VmHWM), in KiB.
    private static func peakKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            if let number = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst()
                .first
            {
                return Int(number) ?? 0
            }
        }
        return 0
    }
}
