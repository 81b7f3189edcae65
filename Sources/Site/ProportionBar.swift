import Reports

/// A day's people as one bar of shares; those not known are hatched by the style sheet's pattern.
struct ProportionBar {
    let wording: Wording

    /// The bar of a day; `nil` when nobody is counted.
    func drawing(of counts: DayCounts) -> SVGMarkup? {
        let shares = [
            ("visit", counts.visit), ("present", counts.present - counts.late),
            ("late", counts.late), ("short_stay", counts.shortStay), ("leave", counts.leave),
            ("off", counts.off + counts.holiday), ("absent", counts.absent),
            ("unknown", counts.unknown),
        ].filter { $0.1 > 0 }
        let total = shares.reduce(0) { $0 + $1.1 }
        guard total > 0 else { return nil }
        let spoken = shares.map { status, number in
            // Late people are present, too: the first share is those on time.
            wording(status == "present" ? "legend_present" : "status_\(status)") + " "
                + wording.number(number)
        }
        var drawing = SVGMarkup(
            id: "shares", width: 600, height: 12,
            title: wording("shares_title") + ": " + spoken.joined(separator: ", "),
            description: nil, isStretched: true)
        var sum = 0
        for (status, number) in shares {
            let from = 6000 * sum / total
            sum += number
            let to = 6000 * sum / total
            drawing.rectangle(
                "bar \(status)", x: from, y: 0, width: max(to - from, 10), height: 120)
        }
        drawing.close("svg")
        return drawing
    }
}
