/// A short list of people or gates through the part `_list.html`: the first few open, the rest
/// behind a summary, or on the pages of the branches where there are too many for this one.
struct PersonList {
    let wording: Wording
    /// How many are shown at once.
    var visible = 8
    /// Whether the list ends after ``most`` lines and says so.
    var isCut = false

    /// The lines of a list that is cut.
    static let most = 100

    /// One line.
    struct Item {
        var name: String
        var note: String
        var value: String?
        var url: String?
    }

    private static let item: [Placeholder] = [
        .text("ITEM_NAME", "Who or what."),
        .section(
            "ITEM_LINK", "Shown when it has a page.", [.text("ITEM_URL", "That page.")]),
        .text("ITEM_NOTE", "More about it, in small print."),
        .section(
            "ITEM_VALUE", "Shown when there is a figure.", [.text("ITEM_VALUE_TEXT", "The figure.")]
        ),
    ]

    /// What a section that holds a list offers.
    static let placeholders: [Placeholder] = [
        .text("LIST_TITLE", "Heading of the list."),
        .text("LIST_COUNT", "How many lines it has."),
        .text("LIST_NOTE", "What the list means, in a sentence."),
        .text("LIST_STYLE", "Status the list is about: `late`, `unknown` …"),
        .section(
            "LIST_EMPTY", "Shown when the list has no lines.",
            [
                .text("LIST_EMPTY_TEXT", "What that means, in a sentence.")
            ]),
        .section("ITEMS", "One of the first lines.", item),
        .section(
            "MORE", "Shown when there are more lines.",
            [
                .text("MORE_TEXT", "How many more."),
                .section("MORE_ITEMS", "One more line.", item),
                .section(
                    "MORE_CUT", "Shown when the page does not hold all lines.",
                    [.text("MORE_CUT_TEXT", "How many it holds and where the others are.")]),
            ]),
    ]

    /// Fills a section with a list.
    func fill(
        _ section: PageDictionary, title: String, note: String, style: String, empty: String,
        items: [Item]
    ) {
        section.set("LIST_TITLE", title)
        section.set("LIST_COUNT", wording.number(items.count))
        section.set("LIST_NOTE", note)
        section.set("LIST_STYLE", style)
        if items.isEmpty { section.add("LIST_EMPTY").set("LIST_EMPTY_TEXT", empty) }
        // One or two more lines are shorter than a line that hides them.
        let cut = items.count <= visible + 2 ? items.count : visible
        for item in items.prefix(cut) { fill(section.add("ITEMS"), item) }
        guard cut < items.count else { return }
        let more = section.add("MORE")
        more.set("MORE_TEXT", wording.counted("list_more", items.count - cut))
        let last = isCut ? min(items.count, Self.most) : items.count
        for item in items[cut..<last] { fill(more.add("MORE_ITEMS"), item) }
        guard last < items.count else { return }
        more.add("MORE_CUT").set("MORE_CUT_TEXT", wording("list_cut", ["n": wording.number(last)]))
    }

    private func fill(_ line: PageDictionary, _ item: Item) {
        line.set("ITEM_NAME", item.name)
        line.set("ITEM_NOTE", item.note)
        line.set("ITEM_LINK", "ITEM_URL", optional: item.url)
        line.set("ITEM_VALUE", "ITEM_VALUE_TEXT", optional: item.value)
    }
}
