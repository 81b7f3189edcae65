/// The bytes of hexadecimal text; spaces are for people. `nn×c` repeats a byte.
func unhex(_ text: String) -> [UInt8] {
    text.split(separator: " ").flatMap { word -> [UInt8] in
        let parts = word.split(separator: "×")
        let digits = parts.first.map(Array.init) ?? []
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        let count = parts.count == 2 ? Int(parts[1]) ?? 0 : 1
        return Array(repeatElement(bytes, count: count).joined())
    }
}
