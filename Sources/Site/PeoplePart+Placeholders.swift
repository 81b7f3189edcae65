extension PeoplePart {
    /// What the section of people offers.
    static let placeholders: [Placeholder] = [
        .text("PEOPLE_TEXT", "How many rows there are."),
        .section("GROUPS", "The people of one branch.", groups),
    ]

    /// What one table of the ledger offers.
    static let groups: [Placeholder] = [
        .text("GROUP_NAME", "The branch."),
        .section(
            "GROUP_LINK", "Shown when the branch has a page of its own.",
            [.text("GROUP_URL", "That page.")]),
        .text("WHY_SPAN", "Number of columns, for cells across a whole row."),
        .section(
            "FIGURE_COLUMNS", "One column of figures.",
            [.text("FIGURE_COLUMN", "Its title.")]),
        .text("LEDGER_HEAD", "Title of the column that names the rows."),
        .section("PERSON", "One person and shift.", person),
    ]

    private static let person: [Placeholder] = [
        .text("STATUS", "Status key: `present`, `absent`, `unknown` …"),
        .text("STATUS_NAME", "Status as a word."),
        .text("STATUS_CODE", "Status as a letter code."),
        .text("FIRST", "First entry in ISO form, for sorting; empty when not known."),
        .text("LATE", "Minutes late in plain digits, for sorting; empty when not known."),
        .text("DEPARTMENT", "The department, for grouping; empty when not known."),
        .text("SHIFT", "The shift, for grouping; empty for people without one."),
        .text("NAME", "Name of the person, or the date."),
        .section("NAME_LINK", "Shown when it has a page.", [.text("NAME_URL", "That page.")]),
        .section(
            "ANCHOR", "Shown when the row can be linked to.",
            [.text("ANCHOR_ID", "Its name in the page.")]),
        .text("FACTS", "Member id, department and shift."),
        .section("TAGS", "Half day, corrected.", [.text("TAG", "The word.")]),
        .section(
            "FIGURES", "One figure, in the order of the columns.",
            [
                .text("FIGURE", "What it says; a dash when not known."),
                .text("FIGURE_NAME", "Title of its column."),
                .text("FIGURE_STYLE", "`given`, `zero`, `late`, `missing` or `none`."),
                .section(
                    "FIGURE_MISSING", "Shown when the figure is a dash.",
                    [.text("FIGURE_MISSING_TEXT", "Whether it is not known or does not apply.")]),
            ]),
        .section(
            "NO_FIGURES", "Shown instead of figures when there is neither figure nor punch.",
            [
                .text("FIGURE_SPAN", "Number of columns of figures."),
                .text("WHY", "Why the day is what it is, in a sentence."),
            ]),
        .section("MORE", "Shown when there are figures or punches.", more),
    ]

    private static let more: [Placeholder] = [
        .text("WHY", "Why the day is what it is, in a sentence."),
        .text("PUNCHES_TEXT", "How many punches there are."),
        .section("NOTES", "More about the day.", [.text("NOTE", "A sentence.")]),
        .section(
            "PUNCHES", "One punch, used or not.",
            [
                .text("PUNCH_TIME", "Wall time as read."),
                .text("PUNCH_ISO", "The same as `YYYY-MM-DDTHH:MM:SS`."),
                .text("PUNCH_GATE", "Name of the gate."),
                .text("PUNCH_USE", "`in`, `out`, `duplicate`, `quarantined` or `extra`."),
                .text("PUNCH_USE_NAME", "What it was used as, in words."),
                .text("PUNCH_RAW", "State and verify codes as read."),
                .section(
                    "PUNCH_TOLD", "Shown when something tells which way the punch went.",
                    [.text("PUNCH_TOLD_TEXT", "What tells it.")]),
                .section(
                    "PUNCH_REASON", "Shown when the punch was not used.",
                    [.text("PUNCH_REASON_TEXT", "Why, in a sentence.")]),
            ]),
    ]
}
