package import GateModel

/// How reading a gate went on one date.
package struct ReadingDay: Hashable, Sendable {
    /// The date, in the gate's own zone.
    package var date: LocalDate
    /// What came of it.
    package var state: State
    /// The offset of the clock at the last good reading; `nil` when it was not measured.
    package var clockOffsetSeconds: Int?

    /// What came of reading a gate.
    package enum State: String, Sendable {
        /// It was read at least once.
        case read
        /// Every attempt failed.
        case failed
        /// Nobody tried.
        case none
    }

    /// The last `count` dates up to `today`, oldest first, from the first date that a gate was read or
    /// tried; files count as readings.
    ///
    /// `readings` are those of one gate, in any order.
    package static func last(
        _ count: Int, upTo today: LocalDate, of readings: [Reading]
    ) -> [ReadingDay] {
        let byDate = Dictionary(grouping: readings, by: \.readAt.date)
        guard let first = byDate.keys.min() else { return [] }
        return (0..<count).reversed().map { today.adding(days: -$0) }.filter { $0 >= first }.map {
            date in
            let all = byDate[date] ?? []
            let good = all.filter(\.isComplete).max { $0.readAt < $1.readAt }
            let state: State = good != nil ? .read : all.isEmpty ? .none : .failed
            return ReadingDay(
                date: date, state: state, clockOffsetSeconds: good?.clockOffsetSeconds)
        }
    }
}
