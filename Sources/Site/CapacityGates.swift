import Reports

/// How full gates are, the fullest first; those behind a summary are many and have room.
struct CapacityGates {
    let frame: PageFrame
    let text: CellText

    private static let openCount = 8
    private static let kinds: [CapacityPart.Kind] = [.users, .templates]

    /// The placeholders of the section.
    static let placeholders: [Placeholder] = [
        gates,
        .section(
            "CAPACITY_MORE", "Gates behind a summary, when there are many.",
            [.text("CAPACITY_MORE_TEXT", "How many."), gates]),
    ]

    private static let gates = Placeholder.section(
        "CAPACITY_GATES", "A gate, the fullest first.",
        [
            .text("CAPACITY_GATE", "Its name."), .text("CAPACITY_BRANCH", "Its branch."),
            .text("CAPACITY_READ", "When it was read."),
        ] + CapacityPart.placeholders)

    /// Adds the section when any of the gates in `table` told how full it is.
    func fill(_ page: PageDictionary, _ table: ReportTable) {
        let told = table.reportRows
            .map { ($0, CapacityPart.fullness(of: $0, Self.kinds)) }
            .enumerated()
            .compactMap { place, gate in gate.1.map { (place, gate.0, $0) } }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
            .map(\.1)
        guard !told.isEmpty else { return }
        let section = page.add("CAPACITY")
        for gate in told.prefix(Self.openCount) { fill(section, gate) }
        let rest = told.dropFirst(Self.openCount)
        guard !rest.isEmpty else { return }
        let more = section.add("CAPACITY_MORE")
        more.set("CAPACITY_MORE_TEXT", text.wording.counted("list_more", rest.count))
        for gate in rest { fill(more, gate) }
    }

    private func fill(_ section: PageDictionary, _ gate: ReportRow) {
        let place = section.add("CAPACITY_GATES")
        place.set("CAPACITY_GATE", gate.words("gate") ?? "")
        place.set("CAPACITY_BRANCH", gate.words("branch").map { frame.name(of: $0) } ?? "")
        place.set("CAPACITY_READ", text.shown(gate.cell("read_at"), gate.column("read_at")).text)
        CapacityPart(wording: text.wording).fill(place, gate, Self.kinds)
    }
}
