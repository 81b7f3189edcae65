import GateModel

/// The list of all months that have a muster, with the files of each to download.
struct MonthsPage {
    let frame: PageFrame
    /// Size in bytes of every file to download, by path.
    let sizes: [String: Int]

    /// The placeholders of the list of months, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("LEDE", "What the months are, in a sentence."),
        .section("HAS_DOWNLOADS", "Shown when there are files that speak about now."),
        .section("DOWNLOADS", "One file that speaks about now.", PageDownload.placeholders),
        .section(
            "MONTHS", "One month, newest first.",
            [
                .text("MONTH_NAME", "Month and year."), .text("MONTH_URL", "Its muster."),
                .section(
                    "MONTH_BRANCHES", "The month of one branch, when there are several.",
                    [.text("BRANCH_URL", "Its muster."), .text("BRANCH_NAME", "The branch.")]),
                .section(
                    "MONTH_FILES", "The files of one kind about the month.",
                    [
                        .text("FILES_NAME", "What is in them."),
                        .section("DOWNLOADS", "One file.", PageDownload.placeholders),
                    ]),
                .section(
                    "DAY_FILES", "Shown when its days have files.",
                    [
                        .text("DAY_FILES_TITLE", "Of how many days."),
                        .section(
                            "DAYS", "One day, newest first.",
                            [
                                .text("DAY_URL", "Its page."), .text("DAY_LONG", "The full date."),
                                .section("DOWNLOADS", "One file.", PageDownload.placeholders),
                            ]),
                    ]),
            ]),
    ]

    /// Fills the page.
    func fill(_ page: PageDictionary) {
        let wording = frame.wording
        frame.fill(
            page, kind: .months, path: SitePath.months, title: wording("nav_months"),
            asOf: frame.frame.asOf)
        page.set("LEDE", wording(frame.months.isEmpty ? "months_empty" : "months_lede"))
        let now = StandingFile.downloads(.enrollment, of: nil, among: sizes)
        for file in now {
            var named = file
            named.name = "\(wording(StandingFile.Kind.enrollment.word)) · \(file.name)"
            fill([named], page)
        }
        page.show("HAS_DOWNLOADS", when: !now.isEmpty)
        for month in frame.months.reversed() { fill(page.add("MONTHS"), month) }
    }

    // MARK: - Non public

    private func fill(_ entry: PageDictionary, _ month: LocalDate) {
        let wording = frame.wording
        let path = SitePath.months
        entry.set("MONTH_NAME", CellText(wording).month(month))
        entry.set("MONTH_URL", SitePath.link(to: frame.paths.month(month), on: path))
        for branch in frame.frame.branches where frame.frame.branches.count > 1 {
            let link = entry.add("MONTH_BRANCHES")
            let target = frame.paths.month(month, branch: branch.id)
            link.set("BRANCH_URL", SitePath.link(to: target, on: path))
            link.set("BRANCH_NAME", branch.name)
        }
        for kind in [StandingFile.Kind.attendance, .denied] {
            let files = StandingFile.downloads(kind, of: month.monthText, among: sizes)
            guard !files.isEmpty else { continue }
            let section = entry.add("MONTH_FILES")
            section.set("FILES_NAME", wording(kind.word))
            fill(files, section)
        }
        fillDays(entry, of: month)
    }

    private func fillDays(_ entry: PageDictionary, of month: LocalDate) {
        let days = frame.frame.days.reversed().filter { $0.firstOfMonth == month }
        let filed = days.compactMap { date -> (date: LocalDate, files: [PageDownload])? in
            let files = StandingFile.downloads(.attendance, of: date.description, among: sizes)
            return files.isEmpty ? nil : (date, files)
        }
        guard !filed.isEmpty else { return }
        let section = entry.add("DAY_FILES")
        section.set("DAY_FILES_TITLE", frame.wording.counted("files_days", filed.count))
        for (date, files) in filed {
            let day = section.add("DAYS")
            day.set("DAY_LONG", CellText(frame.wording).long(date))
            day.set("DAY_URL", SitePath.link(to: frame.paths.day(date), on: SitePath.months))
            fill(files, day)
        }
    }

    private func fill(_ files: [PageDownload], _ section: PageDictionary) {
        for file in files {
            file.fill(section.add("DOWNLOADS"), on: SitePath.months, frame.wording)
        }
    }
}
