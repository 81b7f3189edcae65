import GateModel
import GateSync
import Store

/// A fleet read into an empty store as `gatebook pull` reads it.
struct FleetReading: Sendable {
    /// The gates.
    var fleet: GateFleet
    /// Gates read at the same time.
    var width = 64
    /// Whether it is the second night: everything is known but a few punches of each gate.
    var isSecondNight = false

    /// New punches of each gate in a second night.
    private static let newPunches = 16

    /// The gates behind `ports`, as a reader sees them.
    static func targets(_ ports: [Int]) -> [GateTarget] {
        ports.enumerated().map { number, port in
            GateTarget(
                gate: Gate(
                    serial: GateSerial("BENCH\(1000 + number)"), branch: "MAIN",
                    name: "BENCH\(1000 + number)", host: "127.0.0.1", port: port),
                commKey: 0, wallClock: { .seconds(GateFleet.asOf.secondsSinceEpoch) })
        }
    }

    /// Reads all gates; what is prepared before is not measured.
    func measure(_ folder: BenchmarkFolder, counting: (Int) -> Int = { $0 }) async throws
        -> Measurement
    {
        let gates = try GateProcess(fleet)
        let store = try GateStore(path: folder.path("gatebook.sqlite"), access: .create)
        let targets = Self.targets(gates.ports)
        let reader = GateReader(
            timeout: .seconds(fleet.silent > 0 ? 3 : 60), wholeEveryDays: 7
        ) {
            try await store.knownLog(of: $0)
        }
        let pull = FleetPull(width: width, retries: 0) { try await reader.read($0) }
        if isSecondNight {
            _ = try await pull.run(targets, into: store)
            try gates.punch(Self.newPunches)
        }
        var results: [GateResult] = []
        var measurement = try await Measurement.of {
            results = try await pull.run(targets, into: store)
            return counting(results.reduce(0) { $0 + $1.new })
        }
        try WrongResult.unless(results.count { $0.isComplete }, is: fleet.gates, "gates read")
        let wanted = fleet.gates * (isSecondNight ? Self.newPunches : fleet.punches)
        try WrongResult.unless(results.reduce(0) { $0 + $1.new }, is: wanted, "new punches")
        measurement.bytes = results.reduce(0) { $0 + $1.bytesReceived }
        measurement.slowestSeconds = results.filter(\.isComplete).map(\.seconds).max()
        withExtendedLifetime(gates) {}
        return measurement
    }

    /// Reads all gates at once and keeps nothing, as one piece of work.
    func measureConversations() async throws -> Measurement {
        let gates = try GateProcess(fleet)
        let targets = Self.targets(gates.ports)
        let reader = GateReader(timeout: .seconds(fleet.silent > 0 ? 3 : 60))
        var punches = 0
        var bytes = 0
        var slowest = Duration.zero
        var measurement = await Measurement.of {
            await withTaskGroup(of: (GateSnapshot, Duration)?.self) { group in
                for target in targets {
                    // Those that do not answer are missing in the sum.
                    group.addTask {
                        let start = ContinuousClock.now
                        return (try? await reader.read(target)).map { ($0, .now - start) }
                    }
                }
                for await case (let snapshot, let duration)? in group {
                    punches += snapshot.punches.count
                    bytes += snapshot.bytesReceived
                    slowest = max(slowest, duration)
                }
            }
            return 1
        }
        measurement.slowestSeconds = slowest / .seconds(1)
        try WrongResult.unless(punches, is: fleet.gates * fleet.punches, "punches")
        measurement.bytes = bytes
        withExtendedLifetime(gates) {}
        return measurement
    }

    /// Reads them all as one piece of work.
    func measureOnce(_ folder: BenchmarkFolder) async throws -> Measurement {
        try await measure(folder) { _ in 1 }
    }
}

extension Benchmark {
    private static let thousand = GateFleet(gates: 1000, punches: 1000)
    private static let far = GateFleet(gates: 120, punches: 2000, roundTripMilliseconds: 20)
    private static let farAndSilent = GateFleet(
        gates: 120, punches: 2000, roundTripMilliseconds: 20, silent: 10)

    /// A thousand gates in one run.
    static let fleet = Benchmark(
        name: "fleet", summary: "1,000 gates × 1,000 punches into an empty store, 64 at a time",
        unit: "punches", run: { try await FleetReading(fleet: thousand).measure($0) },
        peer: Peer(
            name: "pyzk", yardstick: .cpu, mostRounds: 1,
            run: { _ in try PyzkPeer.read(thousand, width: 64) }))

    /// Gates far away, all at the same time, against one of them alone.
    static let fleetFar = Benchmark(
        name: "fleet-far",
        summary: "120 gates × 2,000 punches, 20 ms away, all at once, against one alone",
        unit: "runs", run: { _ in try await FleetReading(fleet: far).measureConversations() },
        peer: Peer(
            name: "one gate",
            run: { _ in
                var one = far
                one.gates = 1
                return try await FleetReading(fleet: one).measureConversations()
            }),
        otherPeer: pyzkRun(far), mostOfSlowest: 1.3)

    /// Dead gates among the others cost their deadline and nothing more.
    static let fleetSilent = Benchmark(
        name: "fleet-silent",
        summary: "the same with 10 silent gates and a deadline of 3 s, against 120 without them",
        unit: "runs",
        run: { _ in try await FleetReading(fleet: farAndSilent).measureConversations() },
        peer: Peer(
            name: "without them",
            run: { _ in try await FleetReading(fleet: far).measureConversations() }),
        otherPeer: pyzkRun(farAndSilent))

    /// The same as a first night: everything is new, and one writer stores it.
    static let pullFar = Benchmark(
        name: "pull-far",
        summary: "the 120 gates of fleet-far into an empty store, against one alone", unit: "runs",
        run: { try await FleetReading(fleet: far, width: 128).measureOnce($0) },
        peer: Peer(
            name: "one gate",
            run: { folder in
                var one = far
                one.gates = 1
                return try await FleetReading(fleet: one).measureOnce(folder)
            }))

    /// The same as every other night.
    static let nightFar = Benchmark(
        name: "night-far",
        summary: "the same gates a night later: 16 new punches of each into the store",
        unit: "runs",
        run: {
            try await FleetReading(fleet: far, width: 128, isSecondNight: true).measureOnce($0)
        }, mostOfSlowest: 1.3)

    private static func pyzkRun(_ fleet: GateFleet) -> Peer {
        Peer(
            name: "pyzk", mostRounds: 2,
            run: { _ in
                var measurement = try PyzkPeer.read(fleet, width: 130, timeoutSeconds: 3)
                measurement.count = 1
                return measurement
            })
    }
}
