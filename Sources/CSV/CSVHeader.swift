/// The first row of a CSV text: which column holds what, in any order.
package struct CSVHeader: Sendable {
    /// The names in the order of the columns, in lower case (ASCII), without blanks around them.
    package let names: [String]

    /// Reads the names from the first row.
    package init(_ row: CSVRow) {
        names = (0..<row.count).map { Self.fold(row.bytes(of: $0)) }
    }

    /// The first column of this name; `nil` when there is none.
    package func index(of name: String) -> Int? {
        names.firstIndex(of: name)
    }

    private static func fold(_ bytes: ArraySlice<UInt8>) -> String {
        let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let start = lowered.firstIndex { !isBlank($0) } ?? lowered.endIndex
        let end = lowered.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return String(decoding: lowered[start..<end], as: UTF8.self)
    }
}
