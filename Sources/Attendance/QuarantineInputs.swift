import GateModel

/// Digests, by date, of what is known of impossible times.
struct QuarantineInputs: Sendable {
    /// Digests of the impossible punches read on a date.
    private var listed: [LocalDate: Fingerprint] = [:]
    /// From a date on, the sum of the digests of the doubts that hold then; in order of dates.
    private var doubts: [(from: LocalDate, sum: Fingerprint)] = []

    /// Takes what is known.
    ///
    /// - Complexity: O(*n* log *n*) for *n* runs and ranges of doubt, once for all dates.
    init(_ quarantine: Quarantine) {
        for (serial, state) in quarantine.progress.sorted(by: { $0.key < $1.key }) {
            for run in state.runs {
                var print = Fingerprint()
                print.mix(serial.rawValue)
                print.mix(Int(run.first))
                print.mix(Int(run.last))
                print.mix(run.count)
                print.mix(run.cause.rawValue)
                listed[run.readOn, default: Fingerprint()].mix(print)
            }
        }
        var changes: [LocalDate: (begins: Fingerprint, ends: Fingerprint)] = [:]
        let none = (begins: Fingerprint(), ends: Fingerprint())
        quarantine.forEachDoubt { source, dates in
            var print = Fingerprint()
            print.mix(source.serial.rawValue)
            print.mix(source.deviceUserID.rawValue)
            print.mix(source.readOn.daysSinceEpoch)
            print.mix(source.cause.rawValue)
            for range in dates.ranges {
                changes[range.lowerBound, default: none].begins.add(print)
                changes[range.upperBound.adding(days: 1), default: none].ends.add(print)
            }
        }
        var sum = Fingerprint()
        for (date, change) in changes.sorted(by: { $0.key < $1.key }) {
            sum.add(change.begins)
            sum.subtract(change.ends)
            doubts.append((date, sum))
        }
    }

    /// Mixes what matters for a date into a digest.
    func mix(_ date: LocalDate, into print: inout Fingerprint) {
        if let listed = listed[date] { print.mix(listed) }
        var (low, high) = (0, doubts.count)
        while low < high {
            let middle = (low + high) / 2
            if doubts[middle].from <= date { low = middle + 1 } else { high = middle }
        }
        // Where all doubts have ended, the sum is that of none.
        guard low > 0, doubts[low - 1].sum != Fingerprint() else { return }
        print.mix(doubts[low - 1].sum)
    }
}
