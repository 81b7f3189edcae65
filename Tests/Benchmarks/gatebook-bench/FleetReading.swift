import GateModel
import GateSync
import Store
import ZKEmulator

/// Emulated gates in this process, read into an empty store as `gatebook pull` reads them.
struct FleetReading: Sendable {
    /// Gates that answer.
    var gates: Int
    /// Punches of each.
    var punches: Int
    /// Time that every answer takes beside its bytes.
    var roundTripMilliseconds = 0
    /// Gates beside those that never answer.
    var silent = 0
    /// Gates read at the same time.
    var width = 64

    private static let asOf = LocalDateTime(
        InventedLog.firstDay.adding(days: 366), secondOfDay: 2 * 3600)

    private func device(_ number: Int) -> FleetDevice {
        var device = FleetDevice(serial: "BENCH\(1000 + number)")
        device.users = (1...20).map {
            FleetUser(slot: $0, userID: String(100 + $0), name: "Person \($0)")
        }
        let start = LocalDateTime(InventedLog.firstDay, secondOfDay: 8 * 3600)
        device.attendance = (0..<punches).map {
            FleetPunch(
                slot: $0 % 20 + 1, userID: String(101 + $0 % 20),
                at: start.adding(seconds: $0 * 60 + number % 60), state: UInt8($0 % 2), verify: 1)
        }
        device.link.roundTripMilliseconds = roundTripMilliseconds
        if number >= gates { device.faults = [.silence] }
        return device
    }

    /// Reads all gates and returns the punches that came; what is prepared before is not measured.
    func measure(_ folder: BenchmarkFolder, counting: (Int) -> Int = { $0 }) async throws
        -> Measurement
    {
        let fleet = Fleet(devices: (0..<gates + silent).map(device))
        let emulated = try await EmulatedFleet.start(
            fleet: fleet, clock: EmulatorClock(standingAt: Self.asOf, zone: "UTC"))
        let store = try GateStore(path: folder.path("gatebook.sqlite"), access: .create)
        let targets = emulated.gates.map { listening in
            GateTarget(
                gate: Gate(
                    serial: GateSerial(listening.serial), branch: "MAIN", name: listening.serial,
                    host: listening.host, port: listening.port),
                commKey: 0, wallClock: { .seconds(Self.asOf.secondsSinceEpoch) })
        }
        let reader = GateReader(timeout: .seconds(silent > 0 ? 3 : 60))
        let pull = FleetPull(width: width, retries: 0) { try await reader.read($0) }
        let measurement = try await Measurement.of {
            let results = try await pull.run(targets, into: store)
            try WrongResult.unless(results.count { $0.isComplete }, is: gates, "gates read")
            let new = results.reduce(0) { $0 + $1.new }
            try WrongResult.unless(new, is: gates * punches, "new punches")
            return counting(new)
        }
        await emulated.stop()
        return measurement
    }
}

extension Benchmark {
    /// A thousand gates in one run.
    static let fleet = Benchmark(
        name: "fleet",
        summary: "1,000 emulated gates × 1,000 punches into an empty store, 64 at a time; "
            + "the memory is that of the gates, too",
        unit: "punches", run: { try await FleetReading(gates: 1000, punches: 1000).measure($0) })

    /// Gates far away, all at the same time, against one of them alone.
    static let fleetFar = Benchmark(
        name: "fleet-far",
        summary: "120 gates × 2,000 punches, 20 ms away, all at once, against one alone",
        unit: "runs",
        run: { folder in
            var reading = FleetReading(gates: 120, punches: 2000)
            reading.roundTripMilliseconds = 20
            reading.width = 128
            return try await reading.measure(folder) { _ in 1 }
        },
        peer: Peer(
            name: "one gate", leastRatio: nil,
            run: { folder in
                var reading = FleetReading(gates: 1, punches: 2000)
                reading.roundTripMilliseconds = 20
                return try await reading.measure(folder) { _ in 1 }
            }))

    /// Dead gates among the others cost their deadline and nothing more.
    static let fleetSilent = Benchmark(
        name: "fleet-silent",
        summary: "the same with 10 silent gates and a deadline of 3 s, against 120 without them",
        unit: "runs",
        run: { folder in
            var reading = FleetReading(gates: 120, punches: 2000)
            reading.roundTripMilliseconds = 20
            reading.width = 64
            reading.silent = 10
            return try await reading.measure(folder) { _ in 1 }
        },
        peer: Peer(
            name: "without them", leastRatio: nil,
            run: { folder in
                var reading = FleetReading(gates: 120, punches: 2000)
                reading.roundTripMilliseconds = 20
                reading.width = 64
                return try await reading.measure(folder) { _ in 1 }
            }))
}
