import Reports

/// A day in a sentence or two.
struct DaySentence {
    let wording: Wording

    /// What the counts say, leaving out what is zero.
    ///
    /// `unlisted` is how many unknown ids passed a gate.
    func lede(_ counts: DayCounts, unlisted: Int = 0) -> String {
        var sentences: [String] = []
        if counts.present > 0 {
            let came = wording.counted("lede_present", counts.present)
            sentences.append(
                counts.late > 0
                    ? wording.counted("lede_late", counts.late, ["came": came])
                    : wording("lede_on_time", ["came": came]))
        }
        if counts.visit > 0 {
            let visits = wording.counted("lede_visit", counts.visit)
            sentences.insert(visits, at: counts.leadsWithVisits ? 0 : sentences.count)
        }
        let rest = [("lede_absent", counts.absent), ("lede_unknown", counts.unknown)]
        for (key, number) in rest where number > 0 {
            sentences.append(wording.counted(key, number))
        }
        if sentences.isEmpty, counts.total > 0 || unlisted == 0 {
            let isDayOff = counts.off + counts.holiday > 0
            sentences.append(wording(isDayOff ? "lede_day_off" : "lede_nobody"))
        }
        if unlisted > 0 { sentences.append(wording.counted("lede_unlisted", unlisted)) }
        return sentences.joined(separator: " ")
    }
}
