import GateModel

/// Judged days of a period and the punches that belong to none of them.
package struct JudgedPeriod: Hashable, Sendable {
    /// The days, by date, branch, name and member id.
    package var days: [PersonDay] = []
    /// The punches that belong to nobody's day, by time, gate and row.
    package var exceptions: [AttendanceException] = []

    /// Makes a period without days.
    package init() {}

    /// Drops what lies outside `dates` and puts the rest in the documented order.
    mutating func keep(_ dates: ClosedRange<LocalDate>) {
        exceptions.removeAll { !dates.contains($0.date) }
        exceptions.sort { $0.isBefore($1) }
        days.sort { left, right in
            if left.date != right.date { return left.date < right.date }
            if left.branch != right.branch { return left.branch < right.branch }
            if left.member.name != right.member.name {
                return left.member.name.utf8.lexicographicallyPrecedes(right.member.name.utf8)
            }
            if left.member.memberID != right.member.memberID {
                return left.member.memberID < right.member.memberID
            }
            guard let early = left.window, let late = right.window else { return false }
            return early.lowerBound < late.lowerBound
        }
    }
}
