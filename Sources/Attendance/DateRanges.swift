package import GateModel

/// Dates as ranges: in order, without overlap, and never two that touch.
package struct DateRanges: Hashable, Sendable {
    /// The ranges, earliest first.
    package private(set) var ranges: [ClosedRange<LocalDate>] = []

    /// Makes a set without dates.
    package init() {}

    /// Makes a set of one range.
    package init(_ range: ClosedRange<LocalDate>) { ranges = [range] }

    /// Whether it has a date.
    package func contains(_ date: LocalDate) -> Bool { ranges.contains { $0.contains(date) } }

    /// Adds the dates of a range.
    package mutating func insert(_ range: ClosedRange<LocalDate>) {
        // Almost always the new one is the latest, or there already.
        if let last = ranges.last {
            if last.lowerBound <= range.lowerBound, range.upperBound <= last.upperBound { return }
            if last.upperBound.adding(days: 1) < range.lowerBound { return ranges.append(range) }
        }
        var merged = range
        var others: [ClosedRange<LocalDate>] = []
        for other in ranges {
            if other.upperBound.adding(days: 1) < merged.lowerBound
                || merged.upperBound.adding(days: 1) < other.lowerBound
            {
                others.append(other)
            } else {
                merged =
                    min(
                        other.lowerBound, merged.lowerBound)...max(
                        other.upperBound, merged.upperBound)
            }
        }
        let index = others.firstIndex { $0.lowerBound > merged.lowerBound } ?? others.count
        others.insert(merged, at: index)
        ranges = others
    }

    /// Adds the dates of another set.
    package mutating func formUnion(_ other: DateRanges) {
        for range in other.ranges { insert(range) }
    }
}
