/// The rules of fixed-width text fields: content up to the first NUL, whatever follows it.
enum TextField {
    /// The bytes before the first NUL; all of them when there is none.
    static func content(of field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let end = field.firstIndex(of: 0) else { return field }
        return field[..<end]
    }

    /// Whether all bytes are printable ASCII.
    static func isPrintable(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// Whether only zeros follow the first NUL, as in fields that were cleared before writing.
    static func isZeroPadded(_ field: ArraySlice<UInt8>) -> Bool {
        field[content(of: field).endIndex...].allSatisfy { $0 == 0 }
    }

    /// The longest start of `text` that fits into `width` bytes without cutting a UTF-8 character.
    static func cut(_ text: ArraySlice<UInt8>, to width: Int) -> ArraySlice<UInt8> {
        guard text.count > width else { return text }
        var end = text.startIndex + width
        while end > text.startIndex, text[end] & 0xC0 == 0x80 {
            end -= 1
        }
        return text[..<end]
    }
}
