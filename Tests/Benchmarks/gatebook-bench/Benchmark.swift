import Glibc

/// A thing that is measured: a name, what it does, and what it is compared with.
struct Benchmark: Sendable {
    /// The name for `--only`, such as "ingest".
    var name: String
    /// What is done, in one line.
    var summary: String
    /// What is counted, in the plural.
    var unit: String
    /// Our way of doing it.
    var run: @Sendable (BenchmarkFolder) async throws -> Measurement
    /// Another way of doing the same.
    var peer: Peer?
    /// And another one.
    var otherPeer: Peer?
    /// Most time for all gates, as a multiple of that of the slowest one; `nil` when it is only shown.
    var mostOfSlowest: Double?
    /// Most memory, in MB of a million bytes; `nil` when it is only shown.
    var mostPeakMB: Double?
    /// Most rounds, where one says enough.
    var mostRounds = Int.max

    /// What is compared.
    enum Yardstick: String, Sendable {
        /// Things done in a time: ours as a share of the peer's.
        case rate
        /// CPU time for a thing: the peer's as a multiple of ours.
        case cpu = "CPU"
    }

    /// What a benchmark is compared with.
    struct Peer: Sendable {
        /// What it is.
        var name: String
        /// What the ratio is that of.
        var yardstick = Yardstick.rate
        /// Least ratio of ours to the peer's; `nil` when it is only shown.
        var leastRatio: Double?
        /// Most rounds it gets: a peer that takes long is not run five times.
        var mostRounds = Int.max
        /// The peer's way of doing it.
        var run: @Sendable (BenchmarkFolder) async throws -> Measurement
    }
}

/// The result of one run; what was prepared before is not in it.
struct Measurement: Codable, Sendable {
    /// How many things were done.
    var count: Int
    /// Time it took.
    var seconds: Double
    /// CPU time of the process that did it, in user and system mode.
    var cpuSeconds: Double
    /// Bytes that came from gates; `nil` where there are none.
    var bytes: Int?
    /// Time of the slowest gate, from connecting to closing; `nil` where there are none.
    var slowestSeconds: Double?
    /// Most memory of another process that did it, in KiB; `nil` when it was this one.
    var peakKiB: Int?
    /// Bytes of the files that came of it, where they are counted.
    var bytesWritten: Int?
    /// What was done and measured after it, by its name and what is counted there.
    var steps: [Step] = []

    /// A further step of the same run.
    struct Step: Codable, Sendable {
        /// What it is.
        var name: String
        /// What is counted, in the plural.
        var unit: String
        /// What it took.
        var measurement: Measurement
    }

    /// Measures `work`, which returns how many things it did.
    static func of(_ work: () async throws -> Int) async rethrows -> Measurement {
        let clock = ContinuousClock()
        let start = clock.now
        let cpu = cpuSeconds()
        let count = try await work()
        let duration = start.duration(to: clock.now)
        return Measurement(
            count: count, seconds: duration / .seconds(1), cpuSeconds: cpuSeconds() - cpu)
    }

    /// Measures `work` that another program does, which has ended when it returns: CPU time and
    /// memory are those of the programs that this process started.
    static func ofProgram(_ work: () async throws -> Int) async rethrows -> Measurement {
        let before = cpuSeconds(RUSAGE_CHILDREN)
        var measurement = try await of(work)
        measurement.cpuSeconds = cpuSeconds(RUSAGE_CHILDREN) - before
        measurement.peakKiB = usage(RUSAGE_CHILDREN).ru_maxrss
        return measurement
    }

    private static func usage(_ who: __rusage_who) -> rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(who.rawValue), &usage)
        return usage
    }

    /// CPU time of this process, or of those it started and that have ended, so far.
    private static func cpuSeconds(_ who: __rusage_who = RUSAGE_SELF) -> Double {
        let usage = usage(who)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}

/// A wrong result: what is measured has to be right first.
struct WrongResult: Error, CustomStringConvertible {
    /// What was found and expected.
    var description: String

    /// Throws unless `found` is `expected`.
    static func unless(_ found: Int, is expected: Int, _ what: String) throws {
        guard found != expected else { return }
        throw WrongResult(description: "\(what): \(found), not \(expected)")
    }
}

/// A peer that is not installed.
struct MissingPeer: Error, CustomStringConvertible {
    /// What is missing and how to get it.
    var description: String
}
