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

    /// What a benchmark is compared with.
    struct Peer: Sendable {
        /// What it is.
        var name: String
        /// Least rate of ours, as a share of the peer's; `nil` when it is only shown.
        var leastRatio: Double?
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

    /// Measures `work`, which returns how many things it did.
    static func of(_ work: () async throws -> Int) async rethrows -> Measurement {
        let clock = ContinuousClock()
        let start = clock.now
        let count = try await work()
        let duration = start.duration(to: clock.now)
        return Measurement(count: count, seconds: duration / .seconds(1))
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
