import GateModel

/// A line that starts with an id and a time: what `attlog.dat` and pushed lines have in common.
struct TimedLine {
    /// The longest id that is taken, in bytes; gates have up to 24.
    static let idLimit = 64

    /// The bytes of the id, leading blanks left out, zeros kept.
    private(set) var id = 0..<0
    /// The time.
    private(set) var at = LocalDateTime(secondsSinceEpoch: 0)
    /// The bytes of the columns after the time. A column may be empty between two TABs.
    private(set) var columns: [Range<Int>] = []

    private var clock = WallTimeReader()

    /// Reads the line at `range`.
    ///
    /// - Returns: What is wrong with it; `nil` when nothing is.
    mutating func read(_ text: [UInt8], _ range: Range<Int>) -> LineFault? {
        var position = range.lowerBound
        let end = range.upperBound
        skipBlanks(text, &position, end)
        let start = position
        while position < end, !isBlank(text[position]) { position += 1 }
        guard position > start else { return .noID }
        guard position - start <= Self.idLimit else { return .longID }
        id = start..<position
        skipBlanks(text, &position, end)
        switch clock.read(text, &position, end) {
        case .success(let time): at = time
        case .failure(let fault): return fault
        }
        guard position == end || isBlank(text[position]) else { return .noTime }
        readColumns(text, &position, end)
        return nil
    }

    /// Splits the rest of the line: a TAB with blanks around it, or a run of blanks, separates.
    private mutating func readColumns(_ text: [UInt8], _ position: inout Int, _ end: Int) {
        columns.removeAll(keepingCapacity: true)
        while position < end {
            // Here stands what separates: blanks, at most one TAB among them.
            while position < end, text[position] == 0x20 { position += 1 }
            if position < end, text[position] == 0x09 {
                position += 1
                while position < end, text[position] == 0x20 { position += 1 }
            } else if position == end {
                break
            }
            let start = position
            while position < end, !isBlank(text[position]) { position += 1 }
            columns.append(start..<position)
        }
    }

    private func skipBlanks(_ text: [UInt8], _ position: inout Int, _ end: Int) {
        while position < end, isBlank(text[position]) { position += 1 }
    }
}
