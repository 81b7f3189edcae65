import GateModel

extension Benchmark {
    /// A million punches into an empty store; the goal of the store's overhead over plain C.
    static let ingest = Benchmark(
        name: "ingest", summary: "1,000,000 punches of 10 gates into an empty store",
        unit: "punches",
        run: { folder in
            let logs = InventedLog.gates.map { (reading: $0.reading, punches: $0.punches()) }
            let path = folder.path("gatebook.sqlite")
            try InventedLog.makeEmptyStore(at: path)
            return try await .of {
                let new = try await InventedLog.record(logs, in: path)
                try WrongResult.unless(new, is: 1_000_000, "new punches")
                return new
            }
        },
        peer: Peer(
            name: "plain C", leastRatio: 0.8,
            run: { folder in
                let logs = InventedLog.gates.map {
                    (serial: $0.serial.rawValue, punches: $0.peerPunches())
                }
                let path = folder.path("gatebook.sqlite")
                try InventedLog.makeEmptyStore(at: path)
                return try await .of {
                    let new = try InventedLog.recordWithPeer(logs, in: path)
                    try WrongResult.unless(new, is: 1_000_000, "new punches")
                    return new
                }
            }))

    /// The same million once more: nothing is new.
    static let ingestAgain = Benchmark(
        name: "ingest-again", summary: "the same 1,000,000 punches again, none of them new",
        unit: "punches",
        run: { folder in
            let logs = InventedLog.gates.map { (reading: $0.reading, punches: $0.punches()) }
            let path = folder.path("gatebook.sqlite")
            try InventedLog.makeEmptyStore(at: path)
            _ = try await InventedLog.record(logs, in: path)
            return try await .of {
                let new = try await InventedLog.record(logs, in: path)
                try WrongResult.unless(new, is: 0, "new punches")
                return 1_000_000
            }
        },
        peer: Peer(
            name: "plain C", leastRatio: 0.8,
            run: { folder in
                let logs = InventedLog.gates.map {
                    (serial: $0.serial.rawValue, punches: $0.peerPunches())
                }
                let path = folder.path("gatebook.sqlite")
                try InventedLog.makeEmptyStore(at: path)
                _ = try InventedLog.recordWithPeer(logs, in: path)
                return try await .of {
                    let new = try InventedLog.recordWithPeer(logs, in: path)
                    try WrongResult.unless(new, is: 0, "new punches")
                    return 1_000_000
                }
            }))
}
