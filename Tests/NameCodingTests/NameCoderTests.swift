import Foundation
import GateModel
import NameCoding
import TestKit
import Testing

@Suite struct `Names in the code page of a gate` {
    struct Known: Sendable, CustomTestStringConvertible {
        var encoding: NameEncoding
        var name: String
        var bytes: [UInt8]
        var testDescription: String { "\(encoding.rawValue) \(name)" }
    }

    /// Bytes of the code pages' published tables.
    static let known: [Known] = [
        Known(encoding: .utf8, name: "Zoë", bytes: [0x5A, 0x6F, 0xC3, 0xAB]),
        Known(encoding: .gbk, name: "王伟", bytes: [0xCD, 0xF5, 0xCE, 0xB0]),
        Known(encoding: .gb18030, name: "王", bytes: [0xCD, 0xF5]),
        Known(encoding: .big5, name: "王", bytes: [0xA4, 0xFD]),
        Known(encoding: .shiftJIS, name: "山田", bytes: [0x8E, 0x52, 0x93, 0x63]),
        Known(encoding: .eucKR, name: "김", bytes: [0xB1, 0xE8]),
        Known(encoding: .windows874, name: "กข", bytes: [0xA1, 0xA2]),
        Known(encoding: .windows1250, name: "Łódź", bytes: [0xA3, 0xF3, 0x64, 0x9F]),
        Known(encoding: .windows1251, name: "Иван", bytes: [0xC8, 0xE2, 0xE0, 0xED]),
        Known(encoding: .windows1252, name: "José €", bytes: [0x4A, 0x6F, 0x73, 0xE9, 0x20, 0x80]),
        Known(
            encoding: .windows1253, name: "Γιάννης".precomposed,
            bytes: [
                0xC3, 0xE9, 0xDC, 0xED, 0xED, 0xE7, 0xF2,
            ]),
        Known(encoding: .windows1254, name: "Işık", bytes: [0x49, 0xFE, 0xFD, 0x6B]),
        Known(encoding: .windows1255, name: "דוד", bytes: [0xE3, 0xE5, 0xE3]),
        Known(encoding: .windows1256, name: "علي", bytes: [0xDA, 0xE1, 0xED]),
        Known(encoding: .windows1257, name: "Ādams", bytes: [0xC2, 0x64, 0x61, 0x6D, 0x73]),
        Known(encoding: .windows1258, name: "Đạt", bytes: [0xD0, 0x61, 0xF2, 0x74]),
    ]

    @Test func `every code page is tried`() {
        #expect(Set(Self.known.map(\.encoding)) == Set(NameEncoding.allCases))
        #expect(NameEncoding.allCases.allSatisfy(NameCoder.canConvert))
    }

    @Test(arguments: known)
    func `a name is written and read as the table says`(example: Known) {
        let coder = NameCoder(example.encoding)
        #expect(
            coder.bytes(of: example.name, width: 23)
                == .init(bytes: example.bytes, isExact: true))
        #expect(
            coder.text(of: example.bytes + [0, 0xFF]) == .init(text: example.name, isWhole: true))
    }

    @Test(arguments: NameEncoding.allCases)
    func `plain letters are the same everywhere`(encoding: NameEncoding) {
        let plain = String(decoding: (0x20..<0x7F).map { UInt8($0) }, as: UTF8.self)
        let coder = NameCoder(encoding)
        #expect(coder.bytes(of: plain, width: 200).bytes == Array(plain.utf8))
        // Among others, where the converter is used.
        for letter in plain {
            let bytes = coder.text(of: Array("\(letter)".utf8) + [0xFF])
            #expect(bytes.text.first == letter)
        }
    }

    @Test(arguments: known)
    func `a cut never goes through a character`(example: Known) {
        let coder = NameCoder(example.encoding)
        let name = String(repeating: example.name, count: 4)
        for width in 0...23 {
            let cut = coder.bytes(of: name, width: width)
            let text = coder.text(of: cut.bytes)
            #expect(cut.bytes.count <= width && text.isWhole && cut.isExact)
            #expect(name.precomposed.unicodeScalars.starts(with: text.text.unicodeScalars))
        }
    }

    @Test func `letters of several scalars stay whole in UTF-8`() {
        let cut = NameCoder(.utf8).bytes(of: "রহিমা বেগম", width: 7)
        #expect(cut.bytes == Array("র".utf8))
    }

    @Test func `what a code page lacks loses its accent, then becomes a question mark`() {
        let western = NameCoder(.windows1252)
        #expect(
            western.bytes(of: "Łukasz Čech 王", width: 23)
                == .init(bytes: Array("?ukasz Cech ?".utf8), isExact: false))
        #expect(western.bytes(of: "王伟", width: 23) == .init(bytes: [], isExact: false))
        #expect(
            western.bytes(of: "A\u{9}\u{0}B", width: 23)
                == .init(bytes: [0x41, 0x42], isExact: true))
    }

    @Test func `accents may come on their own`() {
        #expect(
            NameCoder(.windows1252).bytes(of: "Jose\u{301}", width: 9).bytes == [
                0x4A, 0x6F, 0x73, 0xE9,
            ])
    }

    @Test func `bytes without meaning are shown as such and the rest is read`() {
        #expect(
            NameCoder(.gbk).text(of: [0xCD, 0xF5, 0xFF, 0x41, 0xCE])
                == .init(text: "王\u{FFFD}A\u{FFFD}", isWhole: false))
        #expect(
            NameCoder(.utf8).text(of: [0x41, 0xE9]) == .init(text: "A\u{FFFD}", isWhole: false))
    }

    @Test func `any bytes are read`() {
        var numbers = SeededNumbers(seed: 24)
        for encoding in NameEncoding.allCases {
            let coder = NameCoder(encoding)
            for _ in 0..<300 {
                let bytes = (0..<24).map { _ in UInt8.random(in: 1...255, using: &numbers) }
                let text = coder.text(of: bytes)
                #expect(!text.text.isEmpty)
                #expect(text.isWhole || text.text.unicodeScalars.contains("\u{FFFD}"))
            }
        }
    }
}

extension String {
    /// The text with its characters composed.
    fileprivate var precomposed: String { precomposedStringWithCanonicalMapping }
}
