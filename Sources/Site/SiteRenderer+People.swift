package import GateModel
package import Reports

extension SiteRenderer {
    /// The muster of a month, of all branches or one, and its JSON.
    ///
    /// `policy` is a row a value: `section, id, valid_from, key, value`.
    package func month(
        _ report: MusterReport, downloads: [PageDownload], policy: ReportTable? = nil
    ) throws -> [SiteFile] {
        let path = paths.month(report.month, branch: report.branch)
        let page = MonthPage(
            report: report, downloads: downloads, policy: policy, frame: frame, path: path)
        return [
            SiteFile(path: path, bytes: try templates.page(.month, page.fill)),
            json(SiteJSON.month(report), of: path),
        ]
    }

    /// The list of all months with the files to download, and its JSON.
    ///
    /// `sizes` holds the size in bytes of every file in `exports/`, by path.
    package func months(sizes: [String: Int]) throws -> [SiteFile] {
        let page = MonthsPage(frame: frame, sizes: sizes)
        return [
            SiteFile(path: SitePath.months, bytes: try templates.page(.months, page.fill)),
            json(SiteJSON.months(frame.frame, frame.months, sizes: sizes), of: SitePath.months),
        ]
    }

    /// The page of a person and its JSON.
    ///
    /// `since` is the first day of which the page tells.
    package func person(_ report: PersonReport, since: LocalDate?) throws -> [SiteFile] {
        let path = paths.person(report.member.memberID.rawValue)
        let page = PersonPage(report: report, since: since, frame: frame, path: path)
        return [
            SiteFile(path: path, bytes: try templates.page(.person, page.fill)),
            json(SiteJSON.person(report, since: since), of: path),
        ]
    }

    /// The list of everybody and its JSON.
    package func people(_ members: [Member]) throws -> [SiteFile] {
        var table = ReportTable(
            name: "people",
            columns: [
                ReportColumn("member_id", "Member id", .identifier),
                ReportColumn("name", "Name", .text),
                ReportColumn("branch", "Branch", .identifier),
                ReportColumn("department", "Department", .text),
                ReportColumn("shift", "Shift", .identifier),
                ReportColumn("entitled", "May pass", .flag),
            ])
        let sorted = members.sorted { left, right in
            if left.name != right.name {
                return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
            }
            return left.memberID < right.memberID
        }
        for member in sorted {
            table.append([
                .identifier(member.memberID.rawValue), .text(member.name),
                .known(member.branch) { .identifier($0.rawValue) },
                member.department.isEmpty ? .missing : .text(member.department),
                .known(member.shift) { .identifier($0.rawValue) },
                .flag(member.isEntitled(on: frame.frame.asOf.date)),
            ])
        }
        let page = PeoplePage(people: table, frame: frame)
        return [
            SiteFile(path: SitePath.people, bytes: try templates.page(.people, page.fill)),
            json(SiteJSON.people(table, asOf: frame.frame.asOf), of: SitePath.people),
        ]
    }

    /// Who came in without entitlement, on a date or over the last days, and its JSON.
    package func denied(_ report: DeniedReport) throws -> [SiteFile] {
        let path = report.date.map { paths.denied($0) } ?? SitePath.denied
        let page = DeniedPage(report: report, frame: frame, path: path)
        return [
            SiteFile(path: path, bytes: try templates.page(.denied, page.fill)),
            json(SiteJSON.denied(report), of: path),
        ]
    }

    /// People × gates, of all branches or one, and its JSON.
    package func enrollment(_ report: EnrollmentReport) throws -> [SiteFile] {
        let path = report.branch.map { paths.enrollment($0) } ?? SitePath.enrollment
        let page = EnrollmentPage(report: report, frame: frame, path: path)
        return [
            SiteFile(path: path, bytes: try templates.page(.enrollment, page.fill)),
            json(SiteJSON.enrollment(report), of: path),
        ]
    }

    /// What changed since the last site of an earlier date, and its JSON.
    package func changes(_ report: ChangesReport) throws -> [SiteFile] {
        let page = ChangesPage(report: report, frame: frame)
        return [
            SiteFile(path: SitePath.changes, bytes: try templates.page(.changes, page.fill)),
            json(SiteJSON.changes(report), of: SitePath.changes),
        ]
    }
}
