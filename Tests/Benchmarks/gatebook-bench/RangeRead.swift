import GateModel
import IngestPeer
import Store

extension Benchmark {
    /// Every punch of 30 days, in order, out of a store of a million.
    static let rangeRead = Benchmark(
        name: "range-read", summary: "30 days of 10 gates out of a store of 1,000,000 punches",
        unit: "punches",
        run: { folder in
            let path = folder.path("gatebook.sqlite")
            try await fill(path)
            let store = try GateStore(path: path)
            return try await .of {
                let count = try await store.foldPunches(from: start, to: end, into: 0) {
                    count, punch in
                    count += punch.punch.deviceUserID == nil ? 0 : 1
                }
                try WrongResult.unless(count, is: expected, "punches")
                return count
            }
        },
        peer: Peer(
            name: "plain C", leastRatio: nil,
            run: { folder in
                let path = folder.path("gatebook.sqlite")
                try await fill(path)
                return try await .of {
                    let count = ingest_peer_read(
                        path, GateStore.settings, Int64(start.secondsSinceEpoch),
                        Int64(end.secondsSinceEpoch))
                    try WrongResult.unless(Int(count), is: expected, "punches")
                    return Int(count)
                }
            }))

    private static let start = LocalDateTime(InventedLog.firstDay.adding(days: 40))
    private static let end = LocalDateTime(InventedLog.firstDay.adding(days: 70))
    /// 30 days of 10 gates with 200 people who punch four times.
    private static let expected = 30 * 10 * 200 * 4

    private static func fill(_ path: String) async throws {
        try InventedLog.makeEmptyStore(at: path)
        let logs = InventedLog.gates.map { (reading: $0.reading, punches: $0.punches()) }
        _ = try await InventedLog.record(logs, in: path)
    }
}
