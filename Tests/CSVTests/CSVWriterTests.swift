import CSV
import TestKit
import Testing

@Suite struct `CSV writer` {
    @Test(arguments: [
        (["a", "b"], "a,b\r\n"), (["", ""], ",\r\n"), ([""], "\"\"\r\n"),
        (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\"\r\n"), (["x\r\ny", "z"], "\"x\r\ny\",z\r\n"),
        (["a;b", " c "], "a;b, c \r\n"), (["=1+1", "-5"], "=1+1,-5\r\n"),
        (["\u{FEFF}a"], "\"\u{FEFF}a\"\r\n"),
    ])
    func `fields stand in quotes only where they must`(row: [String], text: String) {
        var writer = CSVWriter(.plain)
        writer.writeRow(row)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func `text can be taken piece by piece`() {
        var writer = CSVWriter()
        writer.writeRow(["a"])
        #expect(writer.take() == Array("a\r\n".utf8))
        writer.writeRow([""])
        #expect(writer.take() == Array("\"\"\r\n".utf8))
        #expect(writer.take() == [])
    }

    @Test func `a profile sets separator and byte order mark`() {
        var writer = CSVWriter(CSVProfile(separator: UInt8(ascii: ";"), hasByteOrderMark: true))
        writer.writeRow(["a,b", "c;d"])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "\u{FEFF}a,b;\"c;d\"\r\n")
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `what is written is read back, whatever it is`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let pieces = [
            "\"", ",", ";", "\t", "\r", "\n", "\r\n", " ", "a", "é", "নাম", "\u{FEFF}", "sep=",
        ]
        for _ in 0..<500 {
            let table = (0..<(1 + Int(random.next() % 4))).map { _ in
                (0..<(1 + Int(random.next() % 4))).map { _ in
                    (0..<Int(random.next() % 5)).map { _ in
                        pieces[Int(random.next() % UInt64(pieces.count))]
                    }.joined()
                }
            }
            var writer = CSVWriter()
            for row in table { writer.writeRow(row) }
            #expect(try rows(writer.bytes, separator: UInt8(ascii: ",")) == table)
        }
    }
}
