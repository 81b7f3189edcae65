import GateModel

/// The log of one invented gate: people who come, go out for lunch, come back and leave.
///
/// The same gate always has the same log.
struct InventedLog {
    /// The serial number of the gate.
    var serial: GateSerial
    /// Seed of the log, different for every gate.
    var seed: UInt64

    /// Gates of the benchmarks: ten logs of 100,000 punches are a million.
    static let gates = (0..<10).map {
        InventedLog(serial: GateSerial("BENCH\(1000 + $0)"), seed: UInt64($0))
    }
    /// Punches of each log.
    static let count = 100_000
    /// The day the logs start on.
    static let firstDay = LocalDate(daysSinceEpoch: 20_454)

    private static let people = 200
    private static let hours = [9, 13, 14, 18]

    /// The punches, oldest first.
    func punches() -> [Punch] {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        var punches: [Punch] = []
        punches.reserveCapacity(Self.count)
        var day = Self.firstDay
        while punches.count < Self.count {
            for (turn, hour) in Self.hours.enumerated() {
                var times = (0..<Self.people).map { person in
                    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return (second: hour * 3600 + Int(random >> 33) % 1800, person: person)
                }
                times.sort { $0 < $1 }
                for (second, person) in times where punches.count < Self.count {
                    punches.append(
                        Punch(
                            deviceUserID: DeviceUserID(String(10_000 + person)),
                            at: LocalDateTime(day, secondOfDay: second), state: UInt8(turn % 2),
                            verify: 1, position: punches.count))
                }
            }
            day = day.adding(days: 1)
        }
        return punches
    }

    /// A successful reading that brought the log.
    var reading: Reading {
        Reading(
            serial: serial, source: .pull, origin: "192.0.2.1",
            readAt: LocalDateTime(Self.firstDay.adding(days: 366)), recordsOnGate: Self.count,
            recordsRead: Self.count, bytesReceived: Self.count * 40, seconds: 1)
    }
}
