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
        /// Why nothing was measured, as a sentence part; `nil` when it was.
        var missing: String?
    }

    /// Which side of a benchmark a child process runs.
    enum Side: String {
        case ours
        case peer
        case otherPeer = "other-peer"
    }

    /// Runs `benchmark` and prints its lines; returns whether its goals were reached.
    func run(_ benchmark: Benchmark) throws -> Bool {
        let sides = [Side.ours, .peer, .otherPeer].filter { benchmark.has($0) }
        var reports: [Side: [Report]] = [:]
        for round in 0..<rounds {
            for side in sides where round < benchmark.mostRounds(side) {
                reports[side, default: []].append(try child(benchmark, side))
            }
        }
        print("\(benchmark.name): \(benchmark.summary)")
        guard let best = Self.fastest(reports[.ours]) else { return true }
        print(line("gatebook", best, benchmark.unit))
        for step in best.measurement.steps {
            let report = Report(
                measurement: step.measurement,
                peakKiB: step.measurement.peakKiB ?? best.peakKiB)
            print(line(step.name, report, step.unit))
        }
        var isReached = printSlowest(best, of: benchmark)
        isReached = printPeak(reports[.ours], of: benchmark) && isReached
        for (side, peer) in [(Side.peer, benchmark.peer), (.otherPeer, benchmark.otherPeer)] {
            guard let peer, let bestPeer = Self.fastest(reports[side]) else { continue }
            if let missing = bestPeer.missing {
                print("  \(peer.name) was not measured: \(missing)")
                continue
            }
            print(line(peer.name, bestPeer, benchmark.unit))
            isReached = printRatio(best, to: bestPeer, of: peer) && isReached
        }
        return isReached
    }

    /// Prints how long all gates took beside the slowest one of the same run.
    private func printSlowest(_ report: Report, of benchmark: Benchmark) -> Bool {
        guard let slowest = report.measurement.slowestSeconds else { return true }
        let ratio = report.measurement.seconds / slowest
        var text =
            "  ratio     " + String(format: "%.2f of its slowest gate, %.3f s", ratio, slowest)
        let isReached = benchmark.mostOfSlowest.map { ratio <= $0 } ?? true
        if let most = benchmark.mostOfSlowest {
            text += String(format: " (at most %.2f: %@)", most, isReached ? "reached" : "MISSED")
        }
        print(text)
        return isReached
    }

    /// Prints the peak of memory of the run that needed most, where there is a goal.
    private func printPeak(_ reports: [Report]?, of benchmark: Benchmark) -> Bool {
        guard let most = benchmark.mostPeakMB, let peak = reports?.map(\.peakKiB).max() else {
            return true
        }
        let found = Double(peak) * 1024 / 1e6
        let isReached = found <= most
        print(
            "  memory    "
                + String(
                    format: "%.1f MB (at most %.0f: %@)", found, most,
                    isReached ? "reached" : "MISSED"))
        return isReached
    }

    private func printRatio(_ ours: Report, to theirs: Report, of peer: Benchmark.Peer) -> Bool {
        let ratio =
            switch peer.yardstick {
            case .rate: rate(ours) / rate(theirs)
            case .cpu: cpu(theirs) / cpu(ours)
            }
        var text = "  ratio     " + String(format: "%.2f of the ", ratio) + peer.yardstick.rawValue
        let isReached = peer.leastRatio.map { ratio >= $0 } ?? true
        if let least = peer.leastRatio {
            text += String(format: " (at least %.2f: %@)", least, isReached ? "reached" : "MISSED")
        }
        print(text)
        return isReached
    }

    /// Does one side of a benchmark in this process and prints its report for the parent.
    static func runAsChild(_ benchmark: Benchmark, _ side: Side) async throws {
        guard let work = benchmark.work(side) else {
            throw WrongResult(description: "\(benchmark.name) has no peer")
        }
        let report: Report
        do {
            let measurement = try await BenchmarkFolder.with(work)
            report = Report(
                measurement: measurement, peakKiB: try measurement.peakKiB ?? peakKiB())
        } catch let error as MissingPeer {
            report = Report(
                measurement: Measurement(count: 0, seconds: 0, cpuSeconds: 0), peakKiB: 0,
                missing: error.description)
        }
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

    private static func fastest(_ reports: [Report]?) -> Report? {
        reports?.min { $0.measurement.seconds < $1.measurement.seconds }
    }

    private func rate(_ report: Report) -> Double {
        Double(report.measurement.count) / report.measurement.seconds
    }

    private func cpu(_ report: Report) -> Double {
        report.measurement.cpuSeconds / Double(report.measurement.count)
    }

    private func line(_ name: String, _ report: Report, _ unit: String) -> String {
        "  " + name.padding(toLength: max(10, name.count + 1), withPad: " ", startingAt: 0)
            + String(
                format: "%10.0f %@/s  %d in %.3f s, CPU %.3f s, peak %d MiB", rate(report), unit,
                report.measurement.count, report.measurement.seconds,
                report.measurement.cpuSeconds, report.peakKiB / 1024)
            + (report.measurement.bytes.map { ", \($0) bytes received" } ?? "")
            + (report.measurement.bytesWritten.map {
                String(
                    format: ", %.0f MB: %.1f MB/s", Double($0) / 1e6,
                    Double($0) / 1e6 / report.measurement.seconds)
            } ?? "")
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

extension Benchmark {
    /// What `side` does; `nil` when there is no such side.
    fileprivate func work(_ side: BenchmarkRunner.Side) -> (
        @Sendable (BenchmarkFolder) async throws -> Measurement
    )? {
        switch side {
        case .ours: run
        case .peer: peer?.run
        case .otherPeer: otherPeer?.run
        }
    }

    /// Most rounds of `side`.
    fileprivate func mostRounds(_ side: BenchmarkRunner.Side) -> Int {
        switch side {
        case .ours: mostRounds
        case .peer: peer?.mostRounds ?? 0
        case .otherPeer: otherPeer?.mostRounds ?? 0
        }
    }

    /// Whether there is such a side.
    fileprivate func has(_ side: BenchmarkRunner.Side) -> Bool { work(side) != nil }
}
