package import GateModel

/// What all pages of one render share.
package struct SiteFrame: Sendable {
    /// The title of the site.
    package var title: String
    /// Wall time of the site at which it speaks.
    package var asOf: LocalDateTime
    /// When any gate was last read; `nil` when none ever was.
    package var lastRead: LocalDateTime?
    /// Every day that has a page, oldest first.
    package var days: [LocalDate]
    /// The branches and their names, in the order people read them.
    package var branches: [BranchName]
    /// Member ids of the people who have a page.
    package var people: Set<String>
    /// Logo, colours and footer.
    package var branding = SiteBranding()
    /// Readings older than this make the overview say that it is out of date.
    package var staleAfterHours = 36

    /// A branch and the name people read.
    package struct BranchName: Hashable, Sendable {
        /// The id.
        package var id: BranchID
        /// The name.
        package var name: String

        /// Names a branch.
        package init(id: BranchID, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Makes the frame of a render.
    package init(
        title: String, asOf: LocalDateTime, lastRead: LocalDateTime?, days: [LocalDate],
        branches: [BranchName], people: Set<String> = []
    ) {
        self.people = people
        self.title = title
        self.asOf = asOf
        self.lastRead = lastRead
        self.days = days.sorted()
        self.branches = branches
    }
}
