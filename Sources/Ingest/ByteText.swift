/// Whether `byte` separates columns: a blank or a TAB.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// Reads the decimal number at `range`; `nil` when it is empty, no number or above `limit`.
func decimal(_ text: [UInt8], _ range: Range<Int>, upTo limit: Int) -> Int? {
    guard !range.isEmpty, range.count <= 10 else { return nil }
    var value = 0
    for index in range {
        let digit = text[index] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
    }
    return value <= limit ? value : nil
}

/// The text at `range`; `nil` when it is not UTF-8.
func validText(_ text: [UInt8], _ range: Range<Int>) -> String? {
    var isASCII = true
    for index in range where text[index] >= 0x80 || text[index] < 0x20 { isASCII = false }
    if isASCII { return String(decoding: text[range], as: UTF8.self) }
    guard !text[range].contains(where: { $0 < 0x20 }) else { return nil }
    return String(validating: text[range], as: UTF8.self)
}
