/// What a number format makes of a number.
enum NumberFormat: Hashable, Sendable {
    case number
    /// A date, with or without a time.
    case date
    /// A time of day or a span.
    case time

    /// The format with a number of its own in every workbook.
    init(builtIn number: Int) {
        switch number {
        case 14...17, 22, 27...31, 34...36, 50...58: self = .date
        case 18...21, 32...33, 45...47: self = .time
        default: self = .number
        }
    }

    /// Reads a format such as `[$-409]yyyy\-mm\-dd` or `[h]:mm`.
    init(_ code: String) {
        var hasDate = false
        var hasTime = false
        var bytes = Array(code.utf8)[...]
        loop: while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                while let next = bytes.popFirst(), next != byte {}
            case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): _ = bytes.popFirst()
            case UInt8(ascii: "["):
                // [h], [mm] and [ss] count on past a day; other brackets are colours and languages.
                let inside = bytes.prefix { $0 != UInt8(ascii: "]") }
                bytes = bytes.dropFirst(inside.count + 1)
                let letters = Set(inside.map { $0 | 0x20 })
                if letters.count == 1, letters.isSubset(of: Array("hms".utf8)) { hasTime = true }
            case UInt8(ascii: ";"): break loop
            default:
                switch byte | 0x20 {
                case UInt8(ascii: "y"), UInt8(ascii: "d"): hasDate = true
                case UInt8(ascii: "h"), UInt8(ascii: "s"): hasTime = true
                case UInt8(ascii: "m"):
                    // Minutes stand beside hours or seconds, months do not.
                    if !hasTime, !bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "s") }) {
                        hasDate = true
                    }
                default: break
                }
            }
        }
        self = code == "General" ? .number : hasDate ? .date : hasTime ? .time : .number
    }
}
