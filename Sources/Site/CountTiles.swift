import Reports

/// The big figures of a day.
struct CountTiles {
    let wording: Wording

    /// What one figure offers.
    static let placeholders: [Placeholder] = [
        .text("TILE_NUMBER", "The figure."),
        .text("TILE_NAME", "What is counted."),
        .text("TILE_CODE", "Letter code of the status."),
        .text("TILE_STYLE", "Status: `present`, `late`, `absent` …"),
        .section("TILE_ZERO", "Shown when the figure is zero."),
    ]

    /// Adds the figures of `counts` to the section `name`; rare ones only when they are not zero.
    func fill(_ page: PageDictionary, section name: String, _ counts: DayCounts) {
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
        figures.insert(("visit", "V", counts.visit, !hasShifts), at: hasShifts ? 4 : 0)
        for (status, code, number, isAlways) in figures where isAlways || number > 0 {
            let tile = page.add(name)
            tile.set("TILE_NUMBER", wording.number(number))
            tile.set("TILE_NAME", wording("count_\(status)"))
            tile.set("TILE_CODE", code)
            tile.set("TILE_STYLE", status)
            tile.show("TILE_ZERO", when: number == 0)
        }
    }
}

extension DayCounts {
    /// Whether the day is about people with shifts; a day of nobody counts as such.
    var hasShifts: Bool {
        visit == 0 || present + absent + unknown + off + holiday + leave + shortStay > 0
    }
}
