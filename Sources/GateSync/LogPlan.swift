package import GateModel
package import Store
package import ZKClient

/// How much of a gate's log is asked for. Pure: the gate's counters and what is known decide.
package enum LogPlan: Hashable, Sendable {
    /// All of it.
    case whole
    /// Only what lies behind this many bytes of records: a few known ones, to compare, and the new ones.
    case end(offset: Int)

    /// Decides.
    ///
    /// Only the end is read when everything speaks for it: it worked before with this firmware, the
    /// counter tells something and has not gone back, the log is not full (then the gate writes over
    /// its beginning), and the last whole reading is recent.
    ///
    /// - Parameters:
    ///   - known: What is known of the log.
    ///   - firmware: The firmware the gate tells now.
    ///   - count: Records the gate counts; `nil` when it does not tell.
    ///   - capacity: Records it can hold; `nil` when it does not tell.
    ///   - now: True wall time in the gate's zone.
    ///   - wholeEveryDays: After so many days everything is read again; 0 always.
    package init(
        _ known: KnownLog?, firmware: String, count: Int?, capacity: Int?, now: LocalDateTime,
        wholeEveryDays: Int
    ) {
        self = .whole
        guard let known, known.isProven, known.strikes < KnownLog.strikeLimit,
            !firmware.isEmpty, known.firmware == firmware, known.recordSize > 0,
            !known.lastRecords.isEmpty, known.lastRecords.count % known.recordSize == 0,
            let count, count > 0, count >= known.recordCount,
            let capacity, capacity > count
        else { return }
        let age = now.secondsSinceEpoch - known.readWholeAt.secondsSinceEpoch
        guard age >= 0, age < wholeEveryDays * 86_400 else { return }
        let offset = known.recordCount * known.recordSize - known.lastRecords.count
        guard offset > 0 else { return }
        self = .end(offset: offset)
    }
}

extension KnownLog {
    /// The records of `end` that are new; `nil` when it does not continue this log.
    ///
    /// An end with fewer records than the gate counts, `count`, is not the end.
    package func newRecords(in end: AttendanceBytes, count: Int) -> ArraySlice<UInt8>? {
        let offset = recordCount * recordSize - lastRecords.count
        guard recordSize > 0, end.offset == offset, end.records.starts(with: lastRecords),
            end.logLength % recordSize == 0, end.logLength / recordSize >= count
        else { return nil }
        return end.records[lastRecords.count...]
    }

    /// Learns that the log goes on with `new` records.
    package mutating func append(_ new: ArraySlice<UInt8>) {
        guard recordSize > 0 else { return }
        recordCount += new.count / recordSize
        lastRecords = Array((lastRecords + new).suffix(Self.overlapCount * recordSize))
        strikes = 0
    }

    /// What is known once the whole log was read; what was learned of this firmware stays.
    package init(
        whole log: [UInt8], recordSize: Int, isVerifyFirst: Bool, firmware: String,
        at time: LocalDateTime, before: KnownLog?
    ) {
        self.init(firmware: firmware, readWholeAt: time)
        if let before, before.firmware == firmware {
            strikes = before.strikes
            operationCount = before.operationCount
            isProven = before.isProven && before.recordSize == recordSize
        }
        guard recordSize > 0, log.count % recordSize == 0 else { return }
        self.recordSize = recordSize
        self.isVerifyFirst = isVerifyFirst
        recordCount = log.count / recordSize
        lastRecords = Array(log.suffix(Self.overlapCount * recordSize))
    }

    /// Whether the end of this log shall be read on its own now, to see whether the gate can do that.
    package var wantsProof: Bool {
        !isProven && strikes < Self.strikeLimit && !firmware.isEmpty
            && recordCount * recordSize > lastRecords.count
    }

    /// Learns from the end of a log that was read whole just before; `nil` when that failed.
    ///
    /// - Parameter end: What came; the whole log where the gate sent that at once, which proves nothing.
    package mutating func learn(from end: AttendanceBytes?) {
        guard let end, end.offset > 0 else {
            if end == nil { strikes += 1 }
            return
        }
        if newRecords(in: end, count: recordCount) == nil {
            strikes = Self.strikeLimit
        } else {
            isProven = true
            strikes = 0
        }
    }
}
