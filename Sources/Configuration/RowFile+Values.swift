import GateModel

extension RowFile {
    /// The text of a column that must not be blank; `nil`, with a problem, when it is.
    mutating func filled(_ column: String) -> String? {
        let text = text(column)
        guard text.isEmpty else { return text }
        report(column, "\(column) is blank")
        return nil
    }

    /// A date; `nil` when blank, and, with a problem, when it is none.
    mutating func date(_ column: String) -> LocalDate? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        if let date = LocalDate(text) { return date }
        report(column, "\(column) must be a date such as 2026-01-31, found “\(text)”")
        return nil
    }

    /// Two dates in order, both included; `nil`, with a problem, when one is blank or wrong.
    mutating func period(_ first: String, _ last: String) -> ClosedRange<LocalDate>? {
        let from = filled(first) == nil ? nil : date(first)
        var to: LocalDate?
        if text(last).isEmpty {
            report(last, "\(last) is blank; for one day, repeat the date of `\(first)`")
        } else {
            to = date(last)
        }
        guard let from, let to else { return nil }
        guard from <= to else {
            report(last, "\(last) \(to) lies before \(first) \(from)")
            return nil
        }
        return from...to
    }

    /// Yes or no; `standard` when blank.
    mutating func flag(_ column: String, default standard: Bool) -> Bool {
        let text = text(column)
        switch text.lowercased() {
        case "": return standard
        case "yes", "true", "1": return true
        case "no", "false", "0": return false
        default:
            report(column, "\(column) must be yes or no, found “\(text)”")
            return standard
        }
    }

    /// One of the names of `Choice`, in any case; `standard` when blank.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ column: String, default standard: Choice
    ) -> Choice {
        let text = text(column)
        guard !text.isEmpty else { return standard }
        if let choice = Choice(rawValue: text.lowercased()) { return choice }
        let hint = NearestName.hint(text, in: Choice.allCases.map(\.rawValue))
        report(column, "unknown \(column) “\(text)”\(hint)")
        return standard
    }

    /// The id of a branch; the only one when blank and there is only one.
    ///
    /// - Returns: `nil` when blank, and, with a problem, when there is no such branch.
    mutating func branch(_ column: String, of configuration: Configuration) -> BranchID? {
        let text = text(column)
        guard !text.isEmpty else { return configuration.onlyBranch?.id }
        let id = BranchID(text)
        guard configuration.branch(id) == nil else { return id }
        let hint = NearestName.hint(text, in: configuration.branches.map(\.id.rawValue))
        report(column, "unknown branch “\(text)”\(hint)")
        return nil
    }
}
