import GateModel
import Reports

/// The last days as stacked bars from zero; days and people not known are hatched.
struct PresenceChart {
    let wording: Wording

    /// Bottom to top: the drawn classes. Late people are cut from those present.
    private static let layers = ["visit", "present", "late", "absent", "unknown"]

    /// The layers that any day of the table has, for the legend.
    static func layers(of table: ReportTable) -> [String] {
        let days = table.rows.map { Day($0, table) }
        return layers.indices.filter { layer in days.contains { $0.values[layer] > 0 } }
            .map { layers[$0] }
    }

    /// The bars of a table with the columns `date, present, late, absent, unknown, off, visit`.
    func drawing(of table: ReportTable) -> SVGMarkup? {
        guard let dates = table.index(of: "date"), let first = table.rows.first,
            let last = table.rows.last
        else { return nil }
        let days = table.rows.map { Day($0, table) }
        guard days.contains(where: { $0.total > 0 }) else { return nil }
        let scale = ChartScale(largest: days.map(\.total).max() ?? 0)
        let description = wording(
            "month_desc",
            [
                "from": CellText(wording).short(first[dates]),
                "to": CellText(wording).short(last[dates]),
            ])
        var drawing = SVGMarkup(
            id: "month", width: 360, height: 176, title: wording("month_title"),
            description: description)
        drawHatch(in: &drawing)
        let plot = ChartPlot(left: 280, right: 3560, top: 80, bottom: 1500)
        plot.drawGrid(scale, wording: wording, in: &drawing)
        let step = (plot.right - plot.left) / days.count
        let width = min(step * 3 / 4, 320)
        for (index, day) in days.enumerated() {
            let middle = plot.left + step * index + step / 2
            draw(day, x: middle - width / 2, width: width, plot, scale, in: &drawing)
            if index % 7 == (days.count - 1) % 7 {
                drawing.label(
                    "axis", x: middle, y: plot.bottom + 150,
                    anchor: index == days.count - 1 ? "end" : "middle",
                    CellText(wording).short(table.rows[index][dates]))
            }
        }
        drawing.close("svg")
        return drawing
    }

    private func draw(
        _ day: Day, x: Int, width: Int, _ plot: ChartPlot, _ scale: ChartScale,
        in drawing: inout SVGMarkup
    ) {
        guard !day.isBlank else {
            drawing.label("value", x: x + width / 2, y: plot.bottom - 40, anchor: "middle", "?")
            return
        }
        var sum = 0
        for (layer, value) in zip(Self.layers, day.values) where value > 0 {
            let below = plot.height(sum, scale)
            sum += value
            let above = plot.height(sum, scale)
            drawing.rectangle(
                "bar \(layer)", x: x, y: plot.bottom - above, width: width, height: above - below)
            if layer == "unknown" {
                drawing.element(
                    "rect",
                    [
                        ("fill", "url(#month-hatch)"), ("x", SVGMarkup.tenths(x)),
                        ("y", SVGMarkup.tenths(plot.bottom - above)),
                        ("width", SVGMarkup.tenths(width)),
                        ("height", SVGMarkup.tenths(above - below)),
                    ])
            }
        }
    }

    private func drawHatch(in drawing: inout SVGMarkup) {
        drawing.open("defs")
        drawing.open(
            "pattern",
            [
                ("id", "month-hatch"), ("width", "4"), ("height", "4"),
                ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)"),
            ])
        drawing.element(
            "line",
            [("class", "hatch"), ("x1", "0"), ("y1", "0"), ("x2", "0"), ("y2", "4")])
        drawing.close("pattern")
        drawing.close("defs")
    }

    /// The heights of one day.
    private struct Day {
        /// In the order of `layers`.
        var values: [Int]
        /// Whether the table knows nothing about the day.
        var isBlank: Bool
        var total: Int { values.reduce(0, +) }

        init(_ row: [ReportCell], _ table: ReportTable) {
            func number(_ key: String) -> Int? {
                guard let index = table.index(of: key), case .count(let number) = row[index]
                else { return nil }
                return max(0, number)
            }
            let late = number("late") ?? 0
            let present = number("present")
            isBlank = present == nil && number("visit") == nil
            values = [
                number("visit") ?? 0, max(0, (present ?? 0) - late), late, number("absent") ?? 0,
                number("unknown") ?? 0,
            ]
        }
    }
}
