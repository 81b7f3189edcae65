import Reports

/// The big figures of a day.
struct CountTiles {
    let wording: Wording

    /// What the section of the figures offers.
    static let placeholders: [Placeholder] = [
        .section(
            "TILES", "One big figure.",
            [
                .text("TILE_NUMBER", "The figure."),
                .text("TILE_NAME", "What is counted."),
                .text("TILE_CODE", "Letter code of the status."),
                .text("TILE_STYLE", "Status: `present`, `late`, `absent` …"),
                .section("TILE_ZERO", "Shown when the figure is zero."),
            ]),
        .markup("SHARES_CHART", "The shares of the day as a bar."),
    ]

    /// Adds the section `BOARD` unless nobody is counted; rare figures only when not zero.
    func fillBoard(_ page: PageDictionary, _ counts: DayCounts) {
        guard let bar = ProportionBar(wording: wording).drawing(of: counts) else { return }
        let board = page.add("BOARD")
        board.set("SHARES_CHART", markup: bar)
        fill(board, counts)
    }

    private func fill(_ board: PageDictionary, _ counts: DayCounts) {
        let hasShifts = counts.hasShifts
        var figures: [(String, String, Int, Bool)] = [
            ("present", "P", counts.present, hasShifts),
            ("late", "LT", counts.late, hasShifts),
            ("absent", "A", counts.absent, hasShifts),
            ("unknown", "?", counts.unknown, hasShifts),
            ("short_stay", "SS", counts.shortStay, false),
            ("leave", "L", counts.leave, false),
            ("holiday", "H", counts.holiday, false),
            ("off", "WO", counts.off, false),
        ]
        figures.insert(("visit", "V", counts.visit, !hasShifts), at: counts.leadsWithVisits ? 0 : 4)
        for (status, code, number, isAlways) in figures where isAlways || number > 0 {
            let tile = board.add("TILES")
            tile.set("TILE_NUMBER", wording.number(number))
            tile.set("TILE_NAME", wording("count_\(status)"))
            tile.set("TILE_CODE", code)
            tile.set("TILE_STYLE", status)
            tile.show("TILE_ZERO", when: number == 0)
        }
    }
}

extension DayCounts {
    /// Everybody who is counted, once each.
    var total: Int { present + absent + unknown + off + holiday + leave + visit + shortStay }

    /// Whether the day is about people with shifts; a day of nobody counts as such.
    var hasShifts: Bool { visit == 0 || total > visit }

    /// Whether visitors are most of those who could have come.
    var leadsWithVisits: Bool { visit > present + absent + unknown + shortStay }
}
