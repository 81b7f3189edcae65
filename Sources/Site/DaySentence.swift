import Reports

/// A day in a sentence or two.
struct DaySentence {
    let wording: Wording

    /// What the counts say, leaving out what is zero.
    func lede(_ counts: DayCounts) -> String {
        var sentences: [String] = []
        if counts.present > 0 {
            let came = wording.counted("lede_present", counts.present)
            sentences.append(
                counts.late > 0
                    ? wording.counted("lede_late", counts.late, ["came": came])
                    : wording("lede_on_time", ["came": came]))
        }
        let rest: [(String, Int)] = [
            ("lede_visit", counts.visit), ("lede_absent", counts.absent),
            ("lede_unknown", counts.unknown),
        ]
        for (key, number) in rest where number > 0 {
            sentences.append(wording.counted(key, number))
        }
        if sentences.isEmpty {
            return wording(counts.off + counts.holiday > 0 ? "lede_day_off" : "lede_nobody")
        }
        return sentences.joined(separator: " ")
    }
}
