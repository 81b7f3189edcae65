/// Text made safe for markup that gatebook writes itself: words of a language and charts.
enum HTMLText {
    /// `text` for element content and quoted attributes; braces too, so no marker can arise.
    static func escaped(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out += "&amp;".utf8
            case UInt8(ascii: "<"): out += "&lt;".utf8
            case UInt8(ascii: ">"): out += "&gt;".utf8
            case UInt8(ascii: "\""): out += "&quot;".utf8
            case UInt8(ascii: "'"): out += "&#39;".utf8
            case UInt8(ascii: "{"): out += "&#123;".utf8
            default: out.append(byte)
            }
        }
        return out
    }

    /// `text` without the control characters that HTML forbids; each becomes U+FFFD.
    static func visible(_ text: String) -> String {
        if text.utf8.withContiguousStorageIfAvailable(isClean) ?? false { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl =
                (scalar.value < 0x20 && scalar.value != 0x0A && scalar.value != 0x09)
                || (0x7F...0x9F).contains(scalar.value)
            out.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(out)
    }

    /// Whether no byte can belong to a control character; 0xC2 opens those beyond ASCII.
    private static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { ($0 >= 0x20 && $0 != 0x7F && $0 != 0xC2) || $0 == 0x0A }
    }
}
