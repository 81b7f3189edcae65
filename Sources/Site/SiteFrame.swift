package import GateModel
package import Reports

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
    /// When gates are expected to be read next, by how they were read before; `nil` when not known.
    package var nextRun: LocalDateTime?
    /// Which gates the site covers.
    package var fleet = Fleet()
    /// Readings older than this make every page that speaks of now say that it is out of date.
    package var staleAfterHours = 36
    /// When any gate was last read, if that is too long ago; else `nil`.
    package var staleSince: LocalDateTime? {
        lastRead.flatMap { asOf.seconds(since: $0) > staleAfterHours * 3600 ? $0 : nil }
    }

    /// Which gates a site covers, and which of them are behind.
    package struct Fleet: Hashable, Sendable {
        /// Gates in service.
        package var gateCount = 0
        /// Those that were not read lately, worst first.
        package var behind: [Behind] = []

        /// A gate that was not read lately.
        package struct Behind: Hashable, Sendable {
            /// The name people know it by.
            package var name: String
            /// Wall time of the gate up to which it is known; `nil` when it was never read.
            package var since: LocalDateTime?
        }

        /// Makes a fleet without gates.
        package init() {}

        /// Takes what is known of gates; those out of service do not count.
        package init(_ gates: [GateRecord]) {
            let inService = gates.filter { $0.status != .off }
            gateCount = inService.count
            behind = inService.worstFirst.filter { [.failed, .never, .stale].contains($0.status) }
                .map { Behind(name: $0.displayName, since: $0.lastSuccess?.readAt) }
        }
    }

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
    /// The days that the calendar on the page of `date` links: its month once that is over, before that
    /// no day but the next one behind it, so that a night leaves the pages of older days alone.
    ///
    /// - Complexity: linear in the number of days.
    package func calendarDays(on date: LocalDate) -> [LocalDate] {
        let month = date.firstOfMonth
        let own = days.filter { $0.firstOfMonth == month }
        if let latest = days.last, latest.firstOfMonth > month { return own }
        let next = own.first { $0 > date }
        return own.filter { $0 <= next ?? date }
    }
}
