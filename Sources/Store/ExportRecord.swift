package import GateModel

/// An entry of the log of exports: who took which days and punches out, when.
package struct ExportRecord: Hashable, Sendable {
    /// Number of the entry, counted from 1; given by the log.
    package var number: Int
    /// Number of the audit bundle, counted from 1; `nil` for other files.
    package var bundle: Int?
    /// When, as wall time of the site.
    package var madeAt: LocalDateTime
    /// Who: the user of the machine.
    package var madeBy: String
    /// The work dates.
    package var dates: ClosedRange<LocalDate>
    /// What it was limited to and which formats were made, in words.
    package var what: String
    /// Rows of days.
    package var dayCount: Int
    /// Rows of punches.
    package var punchCount: Int
    /// SHA-256 of the bundle's manifest, or of the list of the files and their digests.
    package var digest: String

    /// Makes an entry that has no number yet.
    package init(
        bundle: Int? = nil, madeAt: LocalDateTime, madeBy: String,
        dates: ClosedRange<LocalDate>, what: String, dayCount: Int, punchCount: Int,
        digest: String
    ) {
        number = 0
        self.bundle = bundle
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.dates = dates
        self.what = what
        self.dayCount = dayCount
        self.punchCount = punchCount
        self.digest = digest
    }
}
