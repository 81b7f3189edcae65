extension DayPage {
    /// The placeholders of a day's page, beside those of every page.
    static let placeholders: [Placeholder] = [
        .text("DAY_HEADING", "The full date."),
        .text("PLACE", "The branch, or all branches."),
        .text("LEDE", "The day in a sentence or two."),
        .section("COVERAGE", "Which gates were read.", CoverageStrip.placeholders),
        .section("BOARD", "Shown when anybody is counted.", CountTiles.placeholders),
        .section(
            "PREVIOUS", "Shown when an earlier day has a page.",
            [
                .text("PREVIOUS_URL", "The day before."), .text("PREVIOUS_NAME", "Its date."),
            ]),
        .section(
            "NEXT", "Shown when a later day has a page.",
            [.text("NEXT_URL", "The day after."), .text("NEXT_NAME", "Its date.")]),
        .section("MONTH", "The month of the day as a calendar.", MonthGrid.placeholders),
        .section("BRANCHES", "Shown when there are several branches.", BranchLinks.placeholders),
        PageFrame.tooMany,
        .section("BRANCH_TABLE", "The branches, when there are several.", TablePart.placeholders),
        .section("LISTS", "A list of people who need a look.", PersonList.placeholders),
        .section(
            "NO_PEOPLE", "Shown when nobody is on the roster for this page.",
            [.text("NO_PEOPLE_TEXT", "What that means, in a sentence.")]),
        .section("PEOPLE", "Shown when there are people.", PeoplePart.placeholders),
        .section(
            "UNLISTED_FIRST", "The same as `UNLISTED`, where nobody is on the roster.",
            TablePart.placeholders),
        .section("UNLISTED", "Shown when unknown ids passed a gate.", TablePart.placeholders),
        .section("EXCEPTIONS", "Shown when punches fit nobody's day.", TablePart.placeholders),
        .section("HAS_DOWNLOADS", "Shown when the day can be downloaded."),
        .section("DOWNLOADS", "One file of the day's numbers.", PageDownload.placeholders),
    ]
}
