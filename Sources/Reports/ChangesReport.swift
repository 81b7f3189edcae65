package import GateModel

/// What changed since the last site of an earlier date: what a reader would have to look for.
package struct ChangesReport: Hashable, Sendable {
    /// Wall time of the site at which it speaks.
    package var asOf: LocalDateTime
    /// When the site spoke that this one is compared with; `nil` for the first site.
    package var since: LocalDateTime?
    /// The dates that have a page since, oldest first.
    package var newDays: [LocalDate]
    /// The person-days that came out otherwise than before, newest date first.
    package var days: [PersonDay]
    /// How many there are, listed or not.
    package var changedDayCount: Int
    /// `change` (`came` or `gone`)`, date, kind, device, gate, device_user_id, at`.
    package var exceptions: ReportTable
    /// `change` (`joined`, `removed`, `blocked`, `restored`)`, member_id, name, branch, access`.
    package var people: ReportTable
    /// What was done at gates, in the order of time:
    /// `at, change, outcome, member_id, name, device, gate, reason`.
    package var acts: ReportTable
    /// `change` (`failed`, `recovered`, `added`, `removed`, `firmware`,
    /// `model`, `mac`, `finger_algorithm`)`, serial, gate, branch,
    /// before, after`.
    package var gates: ReportTable
    /// `change` (`made` or `undone`)`, number, member_id, name, date, kind, at, reason, by`.
    package var corrections: ReportTable
    /// What gates wrote into their own logs: `device, gate, operation, first, last, lines`.
    package var operations: ReportTable

    /// A person-day that came out otherwise.
    package struct PersonDay: Hashable, Sendable {
        /// The work date.
        package var date: LocalDate
        /// Whose day it is.
        package var memberID: String
        /// The person's name; empty when not on the roster.
        package var name: String
        /// The shift; empty for people without one.
        package var shift: String
        /// What differs; a row that came or went is compared with an empty one.
        package var fields: [Field]

        /// Makes a person-day.
        package init(
            date: LocalDate, memberID: String, name: String, shift: String, fields: [Field]
        ) {
            self.date = date
            self.memberID = memberID
            self.name = name
            self.shift = shift
            self.fields = fields
        }
    }

    /// One column of the days file that differs.
    package struct Field: Hashable, Sendable {
        /// The column.
        package var column: ReportColumn
        /// What it said; missing when there was nothing.
        package var before: ReportCell
        /// What it says; missing when there is nothing.
        package var after: ReportCell

        /// Makes a difference.
        package init(column: ReportColumn, before: ReportCell, after: ReportCell) {
            self.column = column
            self.before = before
            self.after = after
        }
    }

    /// The dates whose pages say something else or are new, oldest first.
    package var pages: [LocalDate] {
        let touched = exceptions.rows.compactMap { row -> LocalDate? in
            if case .date(let date) = row[1] { date } else { nil }
        }
        return Set(newDays + days.map(\.date) + touched).sorted()
    }

    /// Whether nothing changed.
    package var isEmpty: Bool {
        newDays.isEmpty && changedDayCount == 0
            && [exceptions, people, acts, gates, corrections, operations]
                .allSatisfy { $0.rows.isEmpty }
    }

    /// Makes a report of a site that is compared with nothing yet.
    package init(asOf: LocalDateTime, since: LocalDateTime? = nil) {
        self.asOf = asOf
        self.since = since
        newDays = []
        days = []
        changedDayCount = 0
        exceptions = Self.table(
            "exceptions",
            [
                ("change", .text), ("date", .date), ("kind", .text), ("device", .identifier),
                ("gate", .text), ("device_user_id", .identifier), ("at", .dateTime),
            ])
        people = Self.table(
            "people",
            [
                ("change", .text), ("member_id", .identifier), ("name", .text),
                ("branch", .identifier), ("access", .text),
            ])
        acts = Self.noActs
        gates = Self.table(
            "gates",
            [
                ("change", .text), ("serial", .identifier), ("gate", .text),
                ("branch", .identifier), ("before", .text), ("after", .text),
            ])
        corrections = Self.table(
            "corrections",
            [
                ("change", .text), ("number", .count), ("member_id", .identifier), ("name", .text),
                ("date", .date), ("kind", .text), ("at", .dateTime), ("reason", .text),
                ("by", .text),
            ])
        operations = Self.table(
            "operations",
            [
                ("device", .identifier), ("gate", .text), ("operation", .count),
                ("first", .dateTime), ("last", .dateTime), ("lines", .count),
            ])
    }

    /// A table of acts without rows.
    package static var noActs: ReportTable {
        table(
            "acts",
            [
                ("at", .dateTime), ("change", .text), ("outcome", .text),
                ("member_id", .identifier), ("name", .text), ("device", .identifier),
                ("gate", .text), ("reason", .text),
            ])
    }

    private static func table(
        _ name: String, _ columns: [(key: String, kind: ReportColumn.Kind)]
    ) -> ReportTable {
        ReportTable(name: name, columns: columns.map { ReportColumn($0.key, $0.key, $0.kind) })
    }
}
