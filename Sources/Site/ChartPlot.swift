/// The area of a chart in which values are drawn, in tenths of a unit.
struct ChartPlot {
    let left: Int
    let right: Int
    let top: Int
    let bottom: Int

    /// Height of a value.
    func height(_ value: Int, _ scale: ChartScale) -> Int {
        (bottom - top) * value / scale.top
    }

    /// Draws the lines of the axis with their numbers.
    func drawGrid(_ scale: ChartScale, wording: Wording, in drawing: inout SVGMarkup) {
        for value in stride(from: 0, through: scale.top, by: scale.step) {
            let y = bottom - height(value, scale)
            drawing.line(value == 0 ? "zero" : "grid", x1: left, y1: y, x2: right, y2: y)
            drawing.label(
                "axis", x: left - 50, y: y + 35, anchor: "end", wording.number(value))
        }
    }
}
