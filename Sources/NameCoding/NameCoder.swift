import Foundation
package import GateModel

/// Reads and writes names in the code page of a gate. For use in one task.
///
/// The C library converts; UTF-8, and ASCII, which is the same in every code page here, need no
/// converter.
package final class NameCoder {
    private let encoding: NameEncoding
    private lazy var reading = CodePageConverter(from: encoding.converterName, to: "UTF-8")
    private lazy var writing = CodePageConverter(from: "UTF-8", to: encoding.converterName)

    /// A name as a gate keeps it.
    package struct Bytes: Hashable, Sendable {
        /// The bytes, without a NUL.
        package var bytes: [UInt8]
        /// Whether every character is there as it was written, up to where there was no more room.
        package var isExact: Bool

        /// Makes a name.
        package init(bytes: [UInt8], isExact: Bool) {
            self.bytes = bytes
            self.isExact = isExact
        }
    }

    /// A name as people read it.
    package struct Text: Hashable, Sendable {
        /// The name, with U+FFFD for every byte that means nothing in the code page.
        package var text: String
        /// Whether every byte meant something.
        package var isWhole: Bool

        /// Makes a name.
        package init(text: String, isWhole: Bool) {
            self.text = text
            self.isWhole = isWhole
        }
    }

    /// Makes a coder for `encoding`.
    package init(_ encoding: NameEncoding) {
        self.encoding = encoding
    }

    /// Whether this system can convert `encoding`; small systems may lack tables of the C library.
    package static func canConvert(_ encoding: NameEncoding) -> Bool {
        encoding == .utf8
            || CodePageConverter(from: encoding.converterName, to: "UTF-8") != nil
    }

    /// Reads the bytes of a name: those before the first NUL.
    package func text(of bytes: some Collection<UInt8>) -> Text {
        let bytes = Array(bytes.prefix { $0 != 0 })
        if encoding == .utf8 || bytes.allSatisfy({ $0 < 0x80 }) {
            return Text(
                text: String(decoding: bytes, as: UTF8.self),
                isWhole: String(validating: bytes, as: UTF8.self) != nil)
        }
        guard let reading else {
            return Text(text: String(decoding: bytes, as: UTF8.self), isWhole: false)
        }
        var text = ""
        var rest = bytes[...]
        var isWhole = true
        while !rest.isEmpty {
            let part = reading.convert(rest)
            text += String(decoding: part.bytes, as: UTF8.self)
            rest = rest.dropFirst(part.consumed)
            if !rest.isEmpty {
                text += "\u{FFFD}"
                isWhole = false
                rest = rest.dropFirst()
            }
        }
        return Text(text: text, isWhole: isWhole)
    }

    /// Writes `name`, without its control characters, in at most `width` bytes.
    ///
    /// What does not fit is cut off between characters. Characters that the code page lacks are written
    /// without their accents or as "?"; a name of which it has no letter becomes empty, for a row of
    /// question marks tells nobody anything.
    package func bytes(of name: String, width: Int) -> Bytes {
        if name.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            return Bytes(bytes: Array(name.utf8.prefix(width)), isExact: true)
        }
        var result = Bytes(bytes: [], isExact: true)
        var hasLetter = false
        for character in Self.cleaned(name).precomposedStringWithCanonicalMapping {
            var piece = encoded(String(character))
            if piece == nil {
                result.isExact = false
                piece = encoded(Self.withoutMarks(character))
            }
            if piece != nil, character != " " { hasLetter = true }
            let bytes = piece ?? [UInt8(ascii: "?")]
            guard result.bytes.count + bytes.count <= width else { break }
            result.bytes += bytes
        }
        if !result.isExact, !hasLetter { result.bytes = [] }
        return result
    }

    /// `name` without control characters.
    package static func cleaned(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    private func encoded(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        if encoding == .utf8 || bytes.allSatisfy({ $0 < 0x80 }) {
            return bytes.isEmpty ? nil : bytes
        }
        guard let part = writing?.convert(bytes[...]), part.consumed == bytes.count else {
            return nil
        }
        return part.bytes
    }

    private static func withoutMarks(_ character: Character) -> String {
        let scalars = String(character).decomposedStringWithCanonicalMapping.unicodeScalars
        return String(
            String.UnicodeScalarView(
                scalars.filter { $0.properties.generalCategory != .nonspacingMark }))
    }
}

extension NameEncoding {
    /// The name that the C library has for it. The tables of Windows are the same as ASCII below 128.
    fileprivate var converterName: String {
        switch self {
        case .utf8: "UTF-8"
        case .gbk: "CP936"
        case .gb18030: "GB18030"
        case .big5: "CP950"
        case .shiftJIS: "CP932"
        case .eucKR: "CP949"
        case .windows874: "CP874"
        case .windows1250: "CP1250"
        case .windows1251: "CP1251"
        case .windows1252: "CP1252"
        case .windows1253: "CP1253"
        case .windows1254: "CP1254"
        case .windows1255: "CP1255"
        case .windows1256: "CP1256"
        case .windows1257: "CP1257"
        case .windows1258: "CP1258"
        }
    }
}
