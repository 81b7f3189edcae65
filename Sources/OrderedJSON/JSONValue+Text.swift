extension JSONValue {
    /// The value on one line, as UTF-8 text.
    package var text: String { String(decoding: utf8, as: UTF8.self) }

    /// The value on one line, as UTF-8.
    package var utf8: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes, indent: nil, depth: 0)
        return bytes
    }

    /// The value over several lines, indented by two spaces, with a line break at its end.
    package var indentedText: String {
        var bytes: [UInt8] = []
        write(to: &bytes, indent: 2, depth: 0)
        bytes.append(0x0A)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8], indent: Int?, depth: Int) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .decimal(let value): Self.write(decimal: value, to: &bytes)
        case .string(let value): Self.write(string: value, to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                Self.separate(index: index, to: &bytes, indent: indent, depth: depth + 1)
                value.write(to: &bytes, indent: indent, depth: depth + 1)
            }
            Self.close(isEmpty: values.isEmpty, to: &bytes, indent: indent, depth: depth)
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                Self.separate(index: index, to: &bytes, indent: indent, depth: depth + 1)
                Self.write(string: member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if indent != nil { bytes.append(UInt8(ascii: " ")) }
                member.value.write(to: &bytes, indent: indent, depth: depth + 1)
            }
            Self.close(isEmpty: members.isEmpty, to: &bytes, indent: indent, depth: depth)
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func separate(index: Int, to bytes: inout [UInt8], indent: Int?, depth: Int) {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        breakLine(to: &bytes, indent: indent, depth: depth)
    }

    private static func close(isEmpty: Bool, to bytes: inout [UInt8], indent: Int?, depth: Int) {
        if !isEmpty { breakLine(to: &bytes, indent: indent, depth: depth) }
    }

    private static func breakLine(to bytes: inout [UInt8], indent: Int?, depth: Int) {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indent * depth))
    }

    private static func write(decimal value: Double, to bytes: inout [UInt8]) {
        guard value.isFinite, abs(value) < 1e15 else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        let thousandths = Int(value * 1000 + (value < 0 ? -0.5 : 0.5))
        let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        var text = (thousandths < 0 ? "-" : "") + String(whole)
        if fraction > 0 {
            var digits = String(fraction + 1000).dropFirst()
            while digits.last == "0" { digits.removeLast() }
            text += "." + digits
        }
        bytes.append(contentsOf: text.utf8)
    }

    private static let hex = Array("0123456789abcdef".utf8)

    private static func write(string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        let isPlain = string.utf8.allSatisfy {
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return bytes.append(contentsOf: string.utf8) }
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(hex[Int(byte >> 4)])
                bytes.append(hex[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
    }
}
