/// Why the value of a cell cannot be taken: a sentence about it.
package struct CellFault: Error, Hashable, Sendable {
    /// What was found, what to do.
    package var sentence: String
}

extension SheetValue {
    /// The greatest whole number that a spreadsheet keeps exactly, digit by digit.
    private static let exactLimit = 1e15

    /// The value as text that was meant as text: an id, a name, a code.
    ///
    /// A whole number is its digits. What a spreadsheet has made a date, a fraction or a truth value of
    /// is refused: the text that was typed cannot be known any more.
    package func asText() throws(CellFault) -> String {
        switch self {
        case .text(let text): return text
        case .flag: throw Self.fault(madeOfText: "truth value \(shown)")
        case .error(let text): throw Self.fault(of: text)
        case .number(let number):
            if let text = Self.digits(number) { return text }
            throw Self.fault(madeOfText: "number \(shown)")
        case .moment(let moment):
            throw Self.fault(madeOfText: "\(moment.hasDate ? "date" : "time") \(moment.text)")
        }
    }

    /// The value as text in a column of yes and no.
    package func asFlag() throws(CellFault) -> String {
        if case .flag = self { return shown }
        return try asText()
    }

    /// The value as a date, or date and time, in ISO 8601: `2026-01-31`, `2026-01-31T09:00:00`.
    ///
    /// Text is taken as it is: whether it is a date is for the caller to see.
    ///
    /// - Parameter withTime: Whether midnight is told, too.
    /// - Returns: The text.
    /// - Throws: ``CellFault`` when the number is not shown as a date, and for errors of formulas.
    package func asMoment(withTime: Bool = false) throws(CellFault) -> String {
        switch self {
        case .moment(let moment): return moment.text(withTime: withTime)
        case .text(let text): return text
        case .flag(let value): return value ? "TRUE" : "FALSE"
        case .error(let text): throw Self.fault(of: text)
        case .number(let number):
            throw CellFault(
                sentence: "the number \(Self.digits(number) ?? String(number)) is not shown as a "
                    + "date; format the cell as a date, or type 2026-01-31")
        }
    }

    /// The value as a reader sees it, more or less.
    package var shown: String {
        switch self {
        case .text(let text), .error(let text): text
        case .number(let number):
            String(number).hasSuffix(".0") ? String(String(number).dropLast(2)) : String(number)
        case .moment(let moment): moment.text
        case .flag(let value): value ? "TRUE" : "FALSE"
        }
    }

    private static func digits(_ number: Double) -> String? {
        guard number.magnitude < exactLimit, number == number.rounded() else { return nil }
        return String(Int(number))
    }

    private static func fault(madeOfText kind: String) -> CellFault {
        CellFault(
            sentence: "the spreadsheet made the \(kind) of this; format the cell as Text and type "
                + "it again")
    }

    private static func fault(of error: String) -> CellFault {
        CellFault(sentence: "the cell shows the error \(error); put the value itself there")
    }
}

extension SheetMoment {
    /// Days from 1899-12-30, from which sheets count, to 1970-01-01.
    static let epochSerial = 25_569
    /// 9999-12-31, the last day of sheets, and one.
    static let serialLimit = 2_958_466.0

    /// Makes a moment of a serial number; `nil` when sheets have no such moment.
    init?(serial: Double, countsFrom1904: Bool, hasDate: Bool) {
        guard serial >= 0, serial < Self.serialLimit else { return nil }
        let seconds = Int((serial * 86_400).rounded())
        var day = seconds / 86_400
        if countsFrom1904, hasDate {
            day += 1_462
        } else if hasDate, (1..<60).contains(day) {
            // Sheets believe that 1900 had a 29 February.
            day += 1
        }
        daysSinceEpoch = day - Self.epochSerial
        secondOfDay = seconds % 86_400
        self.hasDate = hasDate
    }

    /// The moment in ISO 8601: the date, with the time unless that is midnight.
    package var text: String { text(withTime: false) }

    /// The moment in ISO 8601: date and time; times and spans as hours, minutes and seconds.
    ///
    /// - Parameter withTime: Whether midnight is told, too.
    /// - Returns: The text.
    package func text(withTime: Bool) -> String {
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let time = [secondOfDay / 60 % 60, secondOfDay % 60].map { padded($0) }
            .joined(separator: ":")
        guard hasDate else {
            let hours = (daysSinceEpoch + Self.epochSerial) * 24 + secondOfDay / 3600
            return "\(padded(hours)):\(time)"
        }
        let (year, month, day) = Self.civil(daysSinceEpoch)
        let date = "\(padded(year, 4))-\(padded(month))-\(padded(day))"
        guard secondOfDay > 0 || withTime else { return date }
        return "\(date)T\(padded(secondOfDay / 3600)):\(time)"
    }

    /// Year, month and day of a day since 1970-01-01.
    private static func civil(_ days: Int) -> (Int, Int, Int) {
        // Counted in eras of 400 years that start on 1 March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
