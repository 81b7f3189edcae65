/// The kinds of pages: each has a template and declares what it offers to it.
package enum PageKind: String, CaseIterable, Sendable {
    case overview
    case day
    case calendar
    case devices
    case month
    case months
    case person
    case people
    case denied
    case enrollment
    case changes

    /// The file of the template.
    package var templateName: String { rawValue + ".html" }

    /// Every placeholder the template may use.
    package var placeholders: [Placeholder] {
        switch self {
        case .overview: PageFrame.placeholders + OverviewPage.placeholders
        case .day: PageFrame.placeholders + DayPage.placeholders
        case .calendar: PageFrame.placeholders + CalendarPage.placeholders
        case .devices: PageFrame.placeholders + DevicesPage.placeholders
        case .month: PageFrame.placeholders + MonthPage.placeholders
        case .months: PageFrame.placeholders + MonthsPage.placeholders
        case .person: PageFrame.placeholders + PersonPage.placeholders
        case .people: PageFrame.placeholders + PeoplePage.placeholders
        case .denied: PageFrame.placeholders + DeniedPage.placeholders
        case .enrollment: PageFrame.placeholders + EnrollmentPage.placeholders
        case .changes: PageFrame.placeholders + ChangesPage.placeholders
        }
    }
}
