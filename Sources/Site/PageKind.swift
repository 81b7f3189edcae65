/// The kinds of pages: each has a template and declares what it offers to it.
package enum PageKind: String, CaseIterable, Sendable {
    case overview
    case day
    case calendar
    case devices

    /// The file of the template.
    package var templateName: String { rawValue + ".html" }

    /// Every placeholder the template may use.
    package var placeholders: [Placeholder] {
        switch self {
        case .overview: PageFrame.placeholders + OverviewPage.placeholders
        case .day: PageFrame.placeholders + DayPage.placeholders
        case .calendar: PageFrame.placeholders + CalendarPage.placeholders
        case .devices: PageFrame.placeholders + DevicesPage.placeholders
        }
    }
}
