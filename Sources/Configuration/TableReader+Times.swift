import GateModel

extension TableReader {
    /// A time of day, `"09:00"` or `09:00:00`; `nil` when it is missing without default, or wrong.
    mutating func time(_ key: String, default standard: LocalTime?) -> LocalTime? {
        guard let node = node(key) else {
            if standard == nil { report(key, at: place, "is missing") }
            return standard
        }
        guard node.kind == .string || node.kind == .time, let text = node.text,
            let time = LocalTime(text)
        else {
            report(key, "must be a time of day such as \"09:00\", found \(node.shown)")
            return standard
        }
        return time
    }

    /// A date, `2026-01-31` with or without quotes.
    mutating func date(_ key: String, default standard: LocalDate) -> LocalDate {
        guard let node = node(key) else { return standard }
        guard node.kind == .string || node.kind == .date, let text = node.text,
            let date = LocalDate(text)
        else {
            report(key, "must be a date such as 2026-01-31, found \(node.shown)")
            return standard
        }
        return date
    }

    /// Hours and minutes, `"5:00"`, as minutes.
    mutating func minutes(_ key: String, default standard: Int) -> Int {
        guard let node = node(key) else { return standard }
        guard node.kind == .string, let text = node.text, let minutes = hoursAndMinutes(text) else {
            report(
                key,
                "must be hours and minutes such as \"5:00\", at most \"24:00\", "
                    + "found \(node.shown)")
            return standard
        }
        return minutes
    }

    /// The IANA name of a zone the system knows.
    mutating func zone(_ key: String, default standard: String) -> String {
        guard let node = node(key) else { return standard }
        guard node.kind == .string, let name = node.text else {
            report(key, "must be text in quotes, found \(node.shown)")
            return standard
        }
        guard ZoneName.isKnown(name) else {
            report(key, ZoneName.refusal(name))
            return standard
        }
        return name
    }

    /// Weekly days off: `"fri"` is every Friday, `"sat:2,4"` the second and fourth Saturday.
    mutating func offDays(_ key: String) -> Set<OffDay>? {
        guard let node = node(key) else { return nil }
        guard let items = node.items else {
            report(key, "must be a list such as [\"fri\", \"sat:2,4\"], found \(node.shown)")
            return nil
        }
        var days: Set<OffDay> = []
        for item in items {
            let text = item.text ?? ""
            if item.kind == .string, let day = OffDay(text) {
                days.insert(day)
            } else {
                let known = Weekday.allCases.map(\.rawValue)
                let name = text.split(separator: ":").first.map(String.init) ?? ""
                let isWeekWrong = item.kind == .string && known.contains(name)
                let hint =
                    isWeekWrong
                    ? "; after the colon stand weeks of the month, 1 to 5, such as “\(name):2,4”"
                    : NearestName.hint(name, in: known)
                report(key, at: item, "must hold days of the week, found \(item.shown)\(hint)")
            }
        }
        return days
    }

    private func hoursAndMinutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            text.utf8.allSatisfy({ (0x30...0x3A).contains($0) }), let hours = Int(parts[0]),
            let minutes = Int(parts[1]), minutes < 60, hours * 60 + minutes <= 24 * 60
        else { return nil }
        return hours * 60 + minutes
    }
}
