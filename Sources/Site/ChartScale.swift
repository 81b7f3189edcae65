/// The value axis of a chart: from zero to a round number not below the largest value.
struct ChartScale {
    /// Value of one grid step.
    let step: Int
    /// Value at the top of the plot.
    let top: Int

    /// Makes an axis of two to five steps.
    init(largest: Int) {
        var step = 1
        var isFound = false
        var magnitude = 1
        while !isFound {
            for factor in [1, 2, 5] where !isFound {
                step = magnitude * factor
                isFound = largest <= step * 4
            }
            magnitude *= 10
        }
        self.step = step
        top = max(step, (largest + step - 1) / step * step)
    }
}
