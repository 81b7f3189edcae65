package import GateModel

/// A date as it was judged last: what it was made of, and what came out.
package struct JudgedDate: Hashable, Sendable {
    /// The work date.
    package var date: LocalDate
    /// A digest of everything the date was judged by, apart from punches.
    package var inputs: String
    /// How much there is to say about the date.
    package var content: Content
    /// The rows of the date, one line of JSON each.
    package var rows: String

    /// How much there is to say about a date.
    package enum Content: Int, Sendable {
        case nothing = 0
        /// Only that nobody came.
        case absence = 1
        /// Somebody punched.
        case punches = 2
    }

    /// Makes a judged date.
    package init(date: LocalDate, inputs: String, content: Content, rows: String) {
        self.date = date
        self.inputs = inputs
        self.content = content
        self.rows = rows
    }
}

/// A person-day that came out otherwise than the last time it was judged.
package struct DayChange: Hashable, Sendable {
    /// The work date.
    package var date: LocalDate
    /// Whose day it is.
    package var memberID: MemberID
    /// The shift; empty for people without one.
    package var shift: String
    /// The row before, a line of JSON; `nil` when there was none.
    package var before: String?
    /// The row now, a line of JSON; `nil` when there is none.
    package var after: String?

    /// Makes a change.
    package init(
        date: LocalDate, memberID: MemberID, shift: String, before: String?, after: String?
    ) {
        self.date = date
        self.memberID = memberID
        self.shift = shift
        self.before = before
        self.after = after
    }
}

/// One revision of a month that was issued: its rows never change again.
package struct IssuedMonth: Hashable, Sendable {
    /// The month, `YYYY-MM`.
    package var month: String
    /// 1 for the first issue.
    package var revision: Int
    /// Wall time of the site at which it was issued.
    package var issuedAt: LocalDateTime
    /// SHA-256 of `rows`.
    package var digest: String
    /// The rows, one line of JSON each.
    package var rows: String

    /// Makes a revision.
    package init(
        month: String, revision: Int, issuedAt: LocalDateTime, digest: String, rows: String
    ) {
        self.month = month
        self.revision = revision
        self.issuedAt = issuedAt
        self.digest = digest
        self.rows = rows
    }
}
