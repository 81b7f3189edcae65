extension MonthPage {
    /// The placeholders of a month's page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("MONTH_HEADING", "Month and year."),
        .text("PLACE", "The branch, or all branches."),
        .text("LEDE", "How many people and days, in a sentence."),
        .text("COVERAGE_TEXT", "Which gates were not read to the end of every day."),
        .section(
            "PREVIOUS", "Shown when an earlier month has a page.",
            [.text("PREVIOUS_URL", "The month before."), .text("PREVIOUS_NAME", "Its name.")]),
        .section(
            "NEXT", "Shown when a later month has a page.",
            [.text("NEXT_URL", "The month after."), .text("NEXT_NAME", "Its name.")]),
        .section("BRANCHES", "Shown when there are several branches.", BranchLinks.placeholders),
        PageFrame.tooMany,
        .section("MUSTER", "People × days.", muster),
        .section("BRANCH_TABLE", "The sums of each branch.", TablePart.placeholders),
        .section("DAY_TABLE", "The sums of each day.", TablePart.placeholders),
        .section("POLICY", "The policy in force.", TablePart.placeholders),
        .section("HAS_DOWNLOADS", "Shown when the month can be downloaded."),
        .section("DOWNLOADS", "One file of the month's numbers.", PageDownload.placeholders),
    ]

    private static let muster: [Placeholder] = [
        .section(
            "MUSTER_DAYS", "One day of the month.",
            [
                .text("MUSTER_DAY", "Day of the month."),
                .text("MUSTER_DAY_LONG", "The full date."),
                .text("MUSTER_WEEKDAY", "Its short day of the week."),
                .section(
                    "MUSTER_DAY_LINK", "Shown when the day has a page.",
                    [.text("MUSTER_DAY_URL", "That page.")]),
            ]),
        .section(
            "TOTAL_COLUMNS", "One sum a person.", [.text("TOTAL_COLUMN", "Its title.")]),
        .text("MUSTER_SPAN", "Number of columns, for cells across a whole row."),
        .section(
            "MUSTER_PEOPLE", "One person.",
            [
                .section(
                    "MUSTER_GROUP", "Shown before the first person of a branch.",
                    [
                        .text("MUSTER_GROUP_NAME", "The branch."),
                        .text("MUSTER_GROUP_PEOPLE", "How many people, in words."),
                        .section("MUSTER_GROUP_DAYS", "Once for each day of the month."),
                        .section(
                            "MUSTER_GROUP_TOTALS", "One sum of the branch.",
                            [.text("MUSTER_GROUP_TOTAL", "The sum.")]),
                    ]),
                .text("MUSTER_NAME", "Name of the person."),
                .text("MUSTER_FACTS", "Member id and department."),
                .section(
                    "MUSTER_NAME_LINK", "Shown when the person has a page.",
                    [.text("MUSTER_NAME_URL", "That page.")]),
                .section("MUSTER_CELLS", "One day of the person.", cell),
                .section(
                    "MUSTER_TOTALS", "One sum of the person.",
                    [
                        .text("MUSTER_TOTAL", "The sum."),
                        .text("MUSTER_TOTAL_STYLE", "`given` or `zero`."),
                    ]),
            ]),
        .section(
            "MUSTER_FEET", "One line of sums by day.",
            [
                .text("MUSTER_FOOT_NAME", "What is counted."),
                .section(
                    "MUSTER_FOOT_CELLS", "One day, then one column of sums.",
                    [.text("MUSTER_FOOT", "How many; empty when not judged.")]),
            ]),
        .section(
            "LEGEND", "One letter code that occurs.",
            [
                .text("LEGEND_CODE", "The code."), .text("LEGEND_STYLE", "Its status."),
                .text("LEGEND_NAME", "What it means."),
            ]),
    ]

    private static let cell: [Placeholder] = [
        .text("MUSTER_STYLE", "Status key, or `blank` where there is no row."),
        .text("MUSTER_CODE", "Letter code."),
        .section("MUSTER_CORRECTED", "Shown when a correction changed the day."),
        .section("MUSTER_PLAIN", "Shown when there is no page about it."),
        .section(
            "MUSTER_LINK", "Shown when a page explains it.",
            [.text("MUSTER_URL", "Person and day on that page.")]),
    ]
}
