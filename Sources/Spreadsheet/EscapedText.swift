/// Undoes `_x0007_`, as workbooks write characters that XML has no room for.
enum EscapedText {
    /// The text that was meant.
    static func decoded(_ text: [UInt8]) -> String {
        guard text.count >= 7, mayHold(text) else { return String(decoding: text, as: UTF8.self) }
        var units: [UInt16] = []
        let source = Array(String(decoding: text, as: UTF8.self).utf16)
        var index = 0
        while index < source.count {
            if let unit = escaped(source[index...]) {
                units.append(unit)
                index += 7
            } else {
                units.append(source[index])
                index += 1
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func mayHold(_ text: [UInt8]) -> Bool {
        for index in 1..<text.count
        where text[index] == UInt8(ascii: "x") && text[index - 1] == UInt8(ascii: "_") {
            return true
        }
        return false
    }

    /// The unit that seven others stand for.
    private static func escaped(_ units: ArraySlice<UInt16>) -> UInt16? {
        let seven = Array(units.prefix(7))
        guard seven.count == 7, seven[0] == 0x5F, seven[1] == 0x78, seven[6] == 0x5F else {
            return nil
        }
        var value: UInt16 = 0
        for unit in seven[2...5] {
            let digit: UInt16
            switch unit {
            case 0x30...0x39: digit = unit - 0x30
            case 0x41...0x46: digit = unit - 0x41 + 10
            case 0x61...0x66: digit = unit - 0x61 + 10
            default: return nil
            }
            value = value << 4 | digit
        }
        return value
    }
}
