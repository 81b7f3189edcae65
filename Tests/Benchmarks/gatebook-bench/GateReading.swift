import GateModel
import GateSync
import Store
import Synchronization
import ZKClient
import ZKProtocol

extension Benchmark {
    private static let big = GateFleet(gates: 1, punches: 100_000)

    /// The client alone: a whole log, as pyzk reads it (with the users, which it reads before).
    static let readGate = Benchmark(
        name: "read-gate", summary: "the log of a gate with 100,000 punches, by the client alone",
        unit: "punches",
        run: { _ in
            let gates = try GateProcess(big)
            let address = GateAddress(host: "127.0.0.1", port: gates.ports[0])
            let received = Mutex(0)
            var measurement = try await Measurement.of {
                try await DeviceClient.withConnection(to: address) { client in
                    let sizes = try await client.storageSizes()
                    _ = try await client.users(sizes: sizes)
                    let count = try await client.attendance(sizes: sizes).records.count
                    try WrongResult.unless(count, is: big.punches, "punches")
                    let bytes = await client.receivedByteCount
                    received.withLock { $0 = bytes }
                    return count
                }
            }
            measurement.bytes = received.withLock(\.self)
            withExtendedLifetime(gates) {}
            return measurement
        },
        peer: Peer(
            name: "pyzk", yardstick: .cpu, leastRatio: 20, mostRounds: 2,
            run: { _ in try PyzkPeer.read(big, width: 1) }))

    /// What is new at a gate, against everything once more; both into a store that has the rest.
    static let readEnd = Benchmark(
        name: "read-end",
        summary: "40 new punches behind 100,000 that are known, against reading all again",
        unit: "runs", run: { try await measureNight($0, wholeEveryDays: 7) },
        peer: Peer(
            name: "all again", run: { try await measureNight($0, wholeEveryDays: 0) }))

    /// Reads a gate twice, 40 punches apart, and measures the second reading.
    private static func measureNight(
        _ folder: BenchmarkFolder, wholeEveryDays: Int
    ) async throws -> Measurement {
        let gates = try GateProcess(big)
        let store = try GateStore(path: folder.path("gatebook.sqlite"), access: .create)
        let reader = GateReader(timeout: .seconds(60), wholeEveryDays: wholeEveryDays) {
            try await store.knownLog(of: $0)
        }
        let pull = FleetPull(width: 1, retries: 0) { try await reader.read($0) }
        let targets = FleetReading.targets(gates.ports)
        let first = try await pull.run(targets, into: store)
        try WrongResult.unless(first.first?.new ?? 0, is: big.punches, "punches")
        try gates.punch(40)
        var bytes = 0
        var measurement = try await Measurement.of {
            let results = try await pull.run(targets, into: store)
            try WrongResult.unless(results.first?.new ?? 0, is: 40, "new punches")
            bytes = results.first?.bytesReceived ?? 0
            return 1
        }
        measurement.bytes = bytes
        withExtendedLifetime(gates) {}
        return measurement
    }
}
