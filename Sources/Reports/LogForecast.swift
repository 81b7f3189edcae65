import GateModel

/// When the log of a gate will be full, if it goes on growing as it did.
struct LogForecast: Hashable, Sendable {
    /// Whole days from the last reading until it is full; 0 when it is.
    var fullInDays: Int
    /// Whole days over which the growth was seen.
    var seenDays: Int

    /// Fewer days than this say nothing about the next ones.
    private static let fewestDays = 14
    /// Days looked back at most.
    private static let mostDays = 30

    /// Looks at what a gate said it holds over the last thirty days; where it held fewer than before, its
    /// log was cleared, and only what came afterwards counts. `nil` for less than fourteen days, and where
    /// the log does not grow.
    ///
    /// - Parameters:
    ///   - readings: Those of one gate, in any order.
    ///   - capacity: Punches that the gate can hold.
    init?(_ readings: [Reading], capacity: Int?) {
        let told = readings.filter { $0.isComplete && $0.source == .pull }
            .compactMap { reading in reading.recordsOnGate.map { (at: reading.readAt, count: $0) } }
            .sorted { $0.at < $1.at }
        guard let capacity, capacity > 0, let last = told.last else { return nil }
        var first = last
        for earlier in told.dropLast().reversed() {
            let isNear = last.at.seconds(since: earlier.at) <= Self.mostDays * 86_400
            guard isNear, earlier.count <= first.count else { break }
            first = earlier
        }
        let span = last.at.seconds(since: first.at)
        let growth = last.count - first.count
        guard span >= Self.fewestDays * 86_400, growth > 0 else { return nil }
        let room = max(0, capacity - last.count)
        fullInDays = Int(Double(room) * Double(span) / Double(growth) / 86_400)
        seenDays = span / 86_400
    }
}
