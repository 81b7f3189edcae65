import GateModel
import ZKProtocol

extension Benchmark {
    /// The log of a gate out of the bytes it sends, a million records of the commonest layout.
    static let decode = Benchmark(
        name: "decode", summary: "1,000,000 punches out of 40-byte records, layout detected",
        unit: "punches",
        run: { _ in
            let log = try encodedLog(of: InventedLog.gates[0])
            return try await .of {
                var count = 0
                for _ in 0..<10 {
                    count += try AttendanceLog(decoding: log[...]).records.count
                }
                try WrongResult.unless(count, is: 10 * InventedLog.count, "records")
                return count
            }
        })

    private static func encodedLog(of log: InventedLog) throws -> [UInt8] {
        var records: [UInt8] = []
        for punch in log.punches() {
            guard let time = DeviceTime(wallSeconds: punch.at.secondsSinceEpoch) else { continue }
            let record = AttendanceRecord(
                userSlot: 1, userID: punch.deviceUserID?.rawValue, time: time, state: punch.state,
                verify: punch.verify)
            records += try record.encoded(as: .bytes40)
        }
        return records
    }
}
