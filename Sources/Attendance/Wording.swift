package import GateModel

extension LocalDate {
    /// The short day of the week, for sentences: `Mon`.
    package var weekdayName: String {
        weekday.rawValue.prefix(1).uppercased() + weekday.rawValue.dropFirst()
    }

    /// The date with a short day of the week, for sentences: `Mon 2026-10-05`.
    package var weekdayText: String { "\(weekdayName) \(self)" }
}

extension LocalDateTime {
    /// The time of day without seconds, for sentences: `08:55`.
    package var timeText: String { String(time.description.prefix(5)) }
}

/// A span in hours, minutes and seconds, for sentences: `9:08:30`.
package func spanText(seconds: Int) -> String {
    let sign = seconds < 0 ? "-" : ""
    let (minutes, second) = abs(seconds).quotientAndRemainder(dividingBy: 60)
    let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(sign)\(hours):\(two(minute)):\(two(second))"
}
