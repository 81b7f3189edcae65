package import GateModel
import OrderedJSON
package import Reports

/// Turns reports into pages and their JSON; knows no clock, folder or database.
///
/// Same reports, frame and templates: same bytes.
package struct SiteRenderer: Sendable {
    let templates: TemplateSet
    let frame: PageFrame

    /// Where pages live, for links from elsewhere.
    package var paths: SitePath { frame.paths }

    /// The days that the page of `date` links in its calendar.
    package func calendarDays(on date: LocalDate) -> [LocalDate] {
        frame.frame.calendarDays(on: date)
    }

    /// When any gate was last read, if that is so long ago that pages that speak of now say so.
    package var staleSince: LocalDateTime? { frame.frame.staleSince }

    /// Makes a renderer for one render.
    package init(templates: TemplateSet, frame: SiteFrame) {
        self.templates = templates
        self.frame = PageFrame(frame: frame, wording: templates.wording)
    }

    /// The owner's page and its JSON.
    package func overview(_ report: OverviewReport) throws -> [SiteFile] {
        let page = OverviewPage(report: report, frame: frame)
        return [
            SiteFile(path: SitePath.overview, bytes: try templates.page(.overview, page.fill)),
            json(SiteJSON.overview(report), of: SitePath.overview),
        ]
    }

    /// The page of a day, of all branches or one, and its JSON.
    ///
    /// `downloads` are files with the day's numbers, by paths relative to the web root.
    package func day(_ report: DayReport, downloads: [PageDownload]) throws -> [SiteFile] {
        let page = try dayPage(report, downloads: downloads)
        return [page, json(SiteJSON.day(report), of: page.path)]
    }

    /// The page of a day alone.
    package func dayPage(_ report: DayReport, downloads: [PageDownload]) throws -> SiteFile {
        let path = paths.day(report.date, branch: report.branch)
        let page = DayPage(report: report, downloads: downloads, frame: frame, path: path)
        return SiteFile(path: path, bytes: try templates.page(.day, page.fill))
    }

    /// The calendar of all days and its JSON.
    package func calendar() throws -> [SiteFile] {
        let page = CalendarPage(frame: frame)
        return [
            SiteFile(path: SitePath.calendar, bytes: try templates.page(.calendar, page.fill)),
            json(SiteJSON.calendar(frame.frame), of: SitePath.calendar),
        ]
    }

    /// The page of the gates and its JSON.
    package func devices(_ report: DevicesReport) throws -> [SiteFile] {
        let page = DevicesPage(report: report, frame: frame)
        return [
            SiteFile(path: SitePath.devices, bytes: try templates.page(.devices, page.fill)),
            json(SiteJSON.devices(report), of: SitePath.devices),
        ]
    }

    /// The style sheet, the script and other files beside the pages.
    package func assets() -> [SiteFile] { templates.assets + frame.frame.branding.files }

    /// The schemas of the JSON beside the pages.
    package func schemas() -> [SiteFile] { templates.schemas }

    func json(_ value: JSONValue, of page: String) -> SiteFile {
        SiteFile(path: SitePath.data(of: page), bytes: value.utf8 + [0x0A])
    }
}
