extension [Reading] {
    /// Other gates that answered at the same address over the network before, newest first.
    ///
    /// - Returns: Changes of ``GateFact/serial``, by the serial number of the gate that came.
    /// - Complexity: O(*n* log *n*).
    public var swaps: [GateSerial: [GateFactChange]] {
        var last: [String: (serial: GateSerial, at: LocalDateTime)] = [:]
        var found: [GateSerial: [GateFactChange]] = [:]
        let pulls = filter { $0.source == .pull && $0.isComplete }
        for reading in pulls.sorted(by: { ($0.readAt, $0.serial) < ($1.readAt, $1.serial) }) {
            if let before = last[reading.origin], before.serial != reading.serial {
                found[reading.serial, default: []].insert(
                    GateFactChange(
                        fact: .serial, before: before.serial.rawValue, seenBefore: before.at,
                        after: reading.serial.rawValue, seenAfter: reading.readAt),
                    at: 0)
            }
            last[reading.origin] = (reading.serial, reading.readAt)
        }
        return found
    }

    /// When gates are expected to be read next: as long after the last reading over the network as that
    /// came after the one before it, to ten minutes.
    ///
    /// - Returns: Wall time of the gate that was read last; `nil` when nothing regular is known.
    /// - Complexity: O(*n*).
    public var nextRun: LocalDateTime? {
        let pulls = filter { $0.source == .pull && $0.isComplete }
        guard let last = pulls.max(by: { $0.readAt < $1.readAt }) else { return nil }
        // Several readings within an hour are one run.
        let earlier = pulls.filter {
            $0.serial == last.serial && last.readAt.seconds(since: $0.readAt) > 3600
        }
        guard let before = earlier.map(\.readAt).max() else { return nil }
        let step = (last.readAt.seconds(since: before) + 300) / 600 * 600
        guard step <= 8 * 86_400 else { return nil }
        let start = last.readAt.adding(seconds: -(last.readAt.secondOfDay % 600))
        return start.adding(seconds: step)
    }
}
