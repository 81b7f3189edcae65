package import GateModel

/// What the successful readings of the gates prove about the past.
package struct Coverage: Hashable, Sendable {
    /// Times of successful readings with a sane clock, by gate, oldest first, in the gate's zone.
    private let sane: [GateSerial: [LocalDateTime]]
    /// The last successful reading with an insane clock, by gate.
    private let insane: [GateSerial: LocalDateTime]

    /// An offset of a gate's clock beyond this many seconds makes a reading prove nothing.
    package static let saneOffsetSeconds = 600

    /// Takes the successful ones of `readings`, in any order.
    package init(_ readings: [Reading]) {
        var sane: [GateSerial: [LocalDateTime]] = [:]
        var insane: [GateSerial: LocalDateTime] = [:]
        for reading in readings where reading.isComplete {
            if abs(reading.clockOffsetSeconds ?? 0) <= Self.saneOffsetSeconds {
                sane[reading.serial, default: []].append(reading.readAt)
            } else {
                insane[reading.serial] = max(
                    insane[reading.serial] ?? reading.readAt, reading.readAt)
            }
        }
        self.sane = sane.mapValues { $0.sorted() }
        self.insane = insane
    }

    /// The first reading of `gate` at or after `time`; `nil` when there is none.
    ///
    /// - Complexity: O(log readings).
    package func firstReading(of gate: GateSerial, notBefore time: LocalDateTime) -> LocalDateTime?
    {
        guard let times = sane[gate] else { return nil }
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low < times.count ? times[low] : nil
    }

    /// The last reading of `gate`; `nil` when it was never read with a sane clock.
    package func lastReading(of gate: GateSerial) -> LocalDateTime? { sane[gate]?.last }

    /// Takes in all that a gate's readings can prove about a date: those around it, the first one
    /// long after it or, while there is none, the last of all.
    func mix(gate: GateSerial, date: LocalDate, into print: inout Fingerprint) {
        let start = LocalDateTime(date)
        let end = LocalDateTime(date.adding(days: 4))
        var next = start
        while let reading = firstReading(of: gate, notBefore: next) {
            print.mix(reading.secondsSinceEpoch)
            if reading >= end { return }
            next = reading.adding(seconds: 1)
        }
        print.mix(lastReading(of: gate)?.secondsSinceEpoch)
        print.mix(insane[gate]?.secondsSinceEpoch)
    }

    /// The last successful reading of `gate`, whatever its clock showed; `nil` when there is none.
    package func lastLook(at gate: GateSerial) -> LocalDateTime? {
        [sane[gate]?.last, insane[gate]].compactMap(\.self).max()
    }

    /// Says why `gate` proves nothing about the time before `time`; `nil` when it does.
    package func doubt(about gate: GateSerial, named name: String, until time: LocalDateTime)
        -> String?
    {
        if firstReading(of: gate, notBefore: time) != nil { return nil }
        if let wrong = insane[gate], wrong >= time {
            return "\(name) was read at \(wrong) with a wrong clock"
        }
        if let last = lastReading(of: gate) {
            let isRecent = last.date.distance(to: time.date) < 7
            let day = isRecent ? last.date.weekdayName : last.date.weekdayText
            return "\(name) not read since \(day) \(last.timeText)"
        }
        return "\(name) was never read"
    }
}
