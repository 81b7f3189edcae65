import Reports

/// First entries by hour as bars that start at zero.
struct ArrivalsChart {
    let wording: Wording

    /// The bars of a table with the columns `hour, arrivals`; `nil` without rows.
    func drawing(of table: ReportTable) -> SVGMarkup? {
        guard let hours = table.index(of: "hour"), let arrivals = table.index(of: "arrivals"),
            !table.rows.isEmpty
        else { return nil }
        let bars = table.rows.map { (Self.hour($0[hours]), Self.number($0[arrivals])) }
        let values = bars.map { $0.1 ?? 0 }
        let scale = ChartScale(largest: values.max() ?? 0)
        let peak = bars.max { ($0.1 ?? 0, $1.0) < ($1.1 ?? 0, $0.0) }
        let description = wording(
            "arrivals_desc",
            [
                "hour": peak?.0 ?? "", "n": wording.number(peak?.1 ?? 0),
                "total": wording.number(values.reduce(0, +)),
            ])
        var drawing = SVGMarkup(
            id: "arrivals", width: 360, height: 176, title: wording("arrivals_title"),
            description: description)
        let plot = ChartPlot(left: 280, right: 3560, top: 180, bottom: 1500)
        plot.drawGrid(scale, wording: wording, in: &drawing)
        let step = (plot.right - plot.left) / bars.count
        let width = min(step * 7 / 10, 320)
        let every = (bars.count + 11) / 12
        for (index, bar) in bars.enumerated() {
            let middle = plot.left + step * index + step / 2
            if index % every == 0 {
                drawing.label("axis", x: middle, y: plot.bottom + 150, anchor: "middle", bar.0)
            }
            guard let value = bar.1 else { continue }
            let height = plot.height(value, scale)
            drawing.rectangle(
                "bar present", x: middle - width / 2, y: plot.bottom - height, width: width,
                height: height)
            if value > 0, bars.count <= 14 {
                drawing.label(
                    "value", x: middle, y: plot.bottom - height - 45, anchor: "middle",
                    wording.number(value))
            }
        }
        drawing.close("svg")
        return drawing
    }

    private static func hour(_ cell: ReportCell) -> String {
        switch cell {
        case .time, .dateTime: String(cell.plainText.suffix(8).prefix(2))
        default: cell.plainText.count == 1 ? "0" + cell.plainText : cell.plainText
        }
    }

    private static func number(_ cell: ReportCell) -> Int? {
        if case .count(let number) = cell { number } else { nil }
    }
}
