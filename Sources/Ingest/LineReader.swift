/// Walks over the lines of a text that are not blank.
///
/// Lines end with LF, CRLF or CR; any number of CRs before an LF is one end.
struct LineReader {
    /// Number of the current line, 1-based, blank lines counted.
    private(set) var line = 0
    /// The bytes of the current line, without its end.
    private(set) var range = 0..<0

    private let text: [UInt8]
    private var position: Int

    init(_ text: [UInt8]) {
        self.text = text
        position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Goes to the next line that holds more than blanks; `false` at the end of the text.
    mutating func next() -> Bool {
        let text = self.text
        while position < text.count {
            line += 1
            let start = position
            var end = start
            var isBlank = true
            while end < text.count {
                let byte = text[end]
                if byte == 0x0A || byte == 0x0D { break }
                if byte != 0x20 && byte != 0x09 { isBlank = false }
                end += 1
            }
            position = lineEnd(from: end)
            if !isBlank {
                range = start..<end
                return true
            }
        }
        return false
    }

    /// The position behind the line break at `end`.
    private func lineEnd(from end: Int) -> Int {
        var next = end
        while next < text.count, text[next] == 0x0D { next += 1 }
        if next < text.count, text[next] == 0x0A { return next + 1 }
        // CRs without an LF after them: each is a line break of its own.
        return min(end + 1, text.count)
    }
}
