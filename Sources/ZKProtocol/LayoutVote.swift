/// The choice between record layouts by how well a sample of the records reads in each.
///
/// Sizes alone do not decide: 1960 bytes are 49 records of 40 bytes or 40 of 49. Neither does the
/// gate's counter, which may be stale. A layout wins
/// - with at least nine in ten sampled records right and well ahead of the others;
/// - or with half of them right and three times as many as in any other, since real logs hold
///   spoiled records;
/// - or, when two fit, because it is the one that agrees with the counter;
/// - or when the counter agrees, the shape of its records is right and nothing else fits, although
///   their times are bad.
struct LayoutVote<Layout: RawRepresentable & Equatable> where Layout.RawValue == Int {
    /// How a record reads in a layout.
    enum Fit {
        /// Everything in it is plausible.
        case right
        /// Its text and reserved bytes are as they should be, its time or slot is not.
        case shapeOnly
        /// It is something else.
        case wrong
    }

    /// The share of sampled records, 0 to 1.
    private struct Score {
        let layout: Layout
        let rightCount: Int
        let right: Double
        let shape: Double
    }

    let bytes: ArraySlice<UInt8>
    let candidates: [Layout]
    /// The gate's own count of records.
    let announcedCount: Int?
    let fit: (ArraySlice<UInt8>, Layout) -> Fit

    /// The winner; `nil` when no layout or more than one fits.
    func winner() -> Layout? {
        let exact = candidates.filter { bytes.count % $0.rawValue == 0 }
        if let winner = winner(among: exact) { return winner }
        // A list whose last record is torn divides by nothing or by the wrong size. The layout in
        // which more records read right has more evidence.
        let fitting = candidates.filter { bytes.count >= $0.rawValue }.map(score)
            .filter { $0.right >= 0.9 }.sorted { $0.rightCount > $1.rightCount }
        guard let best = fitting.first else { return nil }
        return fitting.dropFirst().allSatisfy { $0.rightCount < best.rightCount }
            ? best.layout : nil
    }

    private func winner(among layouts: [Layout]) -> Layout? {
        let scores = layouts.map(score).sorted { $0.right > $1.right }
        guard let best = scores.first else { return nil }
        let runnerUp = scores.dropFirst().first?.right ?? 0
        if best.right >= 0.9, best.right - runnerUp >= 0.2 { return best.layout }
        if best.right >= 0.5, runnerUp <= best.right / 3 { return best.layout }
        guard let counted = scores.first(where: { agreesWithCounter($0.layout) }) else {
            return nil
        }
        if counted.right >= 0.9 { return counted.layout }
        let others = scores.filter { $0.layout != counted.layout }
        let nothingElseFits = others.allSatisfy { $0.right <= 0.1 && $0.shape < 0.9 }
        return counted.shape >= 0.9 && nothingElseFits ? counted.layout : nil
    }

    private func agreesWithCounter(_ layout: Layout) -> Bool {
        guard let announcedCount, announcedCount > 0 else { return false }
        return bytes.count / layout.rawValue == announcedCount
            && bytes.count % layout.rawValue == 0
    }

    /// Reads the first 64 and the last 16 records.
    private func score(_ layout: Layout) -> Score {
        let size = layout.rawValue
        let count = bytes.count / size
        var right = 0
        var shape = 0
        let tail = max(min(count, 64), count - 16)
        let positions = Array(0..<min(count, 64)) + Array(tail..<count)
        for position in positions {
            let start = bytes.startIndex + position * size
            switch fit(bytes[start..<start + size], layout) {
            case .right:
                right += 1
                shape += 1
            case .shapeOnly: shape += 1
            case .wrong: break
            }
        }
        let total = Double(max(positions.count, 1))
        return Score(
            layout: layout, rightCount: right, right: Double(right) / total,
            shape: Double(shape) / total)
    }
}
