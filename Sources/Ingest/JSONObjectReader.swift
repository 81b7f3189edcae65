/// Reads one JSON object of plain values: texts, numbers, `true`, `false` and `null`.
struct JSONObjectReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The members as text, those that are `null` left out; `nil` for anything but such an object.
    ///
    /// The last of several members of one name counts.
    mutating func read() -> [String: String]? {
        var members: [String: String] = [:]
        guard skip(UInt8(ascii: "{")) else { return nil }
        if skip(UInt8(ascii: "}")) { return isAtEnd ? members : nil }
        repeat {
            skipBlanks()
            guard let name = text(), skip(UInt8(ascii: ":")) else { return nil }
            skipBlanks()
            guard position < bytes.endIndex else { return nil }
            if bytes[position] == UInt8(ascii: "\"") {
                guard let value = text() else { return nil }
                members[name] = value
            } else {
                guard let value = word() else { return nil }
                members[name] = value == "null" ? nil : value
            }
        } while skip(UInt8(ascii: ","))
        return skip(UInt8(ascii: "}")) && isAtEnd ? members : nil
    }

    private var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.endIndex
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.endIndex, isBlank(bytes[position]) { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard position < bytes.endIndex, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() -> String? {
        let start = position
        while position < bytes.endIndex {
            let byte = bytes[position]
            let isLetter = (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "E")
            let isDigit = (0x30...0x39).contains(byte)
            guard isLetter || isDigit || byte == 0x2B || byte == 0x2D || byte == 0x2E else { break }
            position += 1
        }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let first = word.utf8.first else { return nil }
        let isNumber = first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
        return isNumber || ["true", "false", "null"].contains(word) ? word : nil
    }

    /// A text in quotes.
    private mutating func text() -> String? {
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else { return nil }
        position += 1
        var content: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                content += Array(String(Character(scalar)).utf8)
            case ..<0x20: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    /// What follows a backslash.
    private mutating func escape() -> Unicode.Scalar? {
        guard position < bytes.endIndex else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            guard let first = hexNumber() else { return nil }
            guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
            guard position + 1 < bytes.endIndex, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { return nil }
            position += 2
            guard let second = hexNumber(), (0xDC00..<0xE000).contains(second) else { return nil }
            return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        default: return nil
        }
    }

    private mutating func hexNumber() -> UInt32? {
        guard bytes.endIndex - position >= 4 else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch bytes[position] {
            case let byte where (0x30...0x39).contains(byte): digit = byte - 0x30
            case let byte where (0x41...0x46).contains(byte): digit = byte - 0x37
            case let byte where (0x61...0x66).contains(byte): digit = byte - 0x57
            default: return nil
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
