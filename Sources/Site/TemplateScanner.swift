/// Finds the markers of a template and the lines they stand on.
///
/// ctemplate stops at the first mistake and names no line; this finds all of them.
struct TemplateScanner {
    /// One marker: what stands between `{{` and `}}`.
    struct Marker: Hashable {
        var kind: Kind
        /// The name, without its sigil and modifiers.
        var name: String
        /// What follows the first colon: `none` in `{{CHART:none}}`; empty when nothing does.
        var modifiers: String
        /// 1-based line of the opening braces.
        var line: Int
        /// Byte range of the whole marker, braces included.
        var range: Range<Int>
    }

    /// What a marker does.
    enum Kind: Hashable {
        case value
        case sectionStart
        case sectionEnd
        case include
        case comment
        case pragma
        /// `{{=…=}}`, which would change the braces themselves.
        case delimiters
        /// Opening braces that nothing closes.
        case unclosed
    }

    /// The markers of a template in their order.
    static func markers(in text: [UInt8]) -> [Marker] {
        var markers: [Marker] = []
        var line = 1
        var index = 0
        let brace = UInt8(ascii: "{")
        while index < text.count {
            if text[index] == 0x0A { line += 1 }
            guard text[index] == brace, index + 1 < text.count, text[index + 1] == brace else {
                index += 1
                continue
            }
            guard let end = closingBraces(in: text, from: index + 2) else {
                markers.append(
                    Marker(
                        kind: .unclosed, name: "", modifiers: "", line: line,
                        range: index..<text.count))
                return markers
            }
            let content = String(decoding: text[(index + 2)..<end], as: UTF8.self)
            markers.append(marker(content, line: line, range: index..<(end + 2)))
            line += text[index..<end].count { $0 == 0x0A }
            index = end + 2
        }
        return markers
    }

    private static func closingBraces(in text: [UInt8], from start: Int) -> Int? {
        let brace = UInt8(ascii: "}")
        var index = start
        while index + 1 < text.count {
            if text[index] == brace, text[index + 1] == brace { return index }
            index += 1
        }
        return nil
    }

    private static func marker(_ content: String, line: Int, range: Range<Int>) -> Marker {
        let kind: Kind
        switch content.first {
        case "#": kind = .sectionStart
        case "/": kind = .sectionEnd
        case ">": kind = .include
        case "!": kind = .comment
        case "%": kind = .pragma
        case "=": kind = .delimiters
        default: kind = .value
        }
        var body = kind == .value ? Substring(content) : content.dropFirst()
        var modifiers = ""
        if kind != .comment, kind != .pragma, let colon = body.firstIndex(of: ":") {
            modifiers = String(body[body.index(after: colon)...])
            body = body[..<colon]
        }
        return Marker(
            kind: kind, name: String(body), modifiers: modifiers, line: line, range: range)
    }
}
