import CSV
import TestKit
import Testing

/// All rows of a text, as texts.
func rows(_ text: String, separator: UInt8? = nil) throws -> [[String]] {
    try rows(Array(text.utf8), separator: separator)
}

/// All rows of UTF-8 bytes, as texts.
func rows(_ bytes: [UInt8], separator: UInt8? = nil) throws -> [[String]] {
    var reader = try CSVReader(bytes, separator: separator)
    var row = CSVRow()
    var result: [[String]] = []
    while try reader.read(into: &row) {
        result.append((0..<row.count).map { row[$0] })
    }
    return result
}

@Suite struct `CSV reader` {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var rows: [[String]]
    }

    @Test(arguments: [
        Case(testDescription: "CRLF", text: "a,b\r\nc,d\r\n", rows: [["a", "b"], ["c", "d"]]),
        Case(
            testDescription: "LF, last row open", text: "a,b\nc,d",
            rows: [["a", "b"], ["c", "d"]]),
        Case(testDescription: "CR", text: "a,b\rc,d\r", rows: [["a", "b"], ["c", "d"]]),
        Case(testDescription: "byte order mark", text: "\u{FEFF}a,b\n", rows: [["a", "b"]]),
        Case(
            testDescription: "semicolons", text: "a;b,c;d\n1;2;3",
            rows: [["a", "b,c", "d"], ["1", "2", "3"]]),
        Case(testDescription: "tabs", text: "a\tb\n1,5\t2", rows: [["a", "b"], ["1,5", "2"]]),
        Case(
            testDescription: "declared separator", text: "sep=|\r\na|b,c\r\n",
            rows: [["a", "b,c"]]),
        Case(
            testDescription: "declared after the mark", text: "\u{FEFF}sep=;\na,b;c",
            rows: [["a,b", "c"]]),
        Case(
            testDescription: "separators in quotes do not vote", text: "\";;;\",b\n1,2",
            rows: [[";;;", "b"], ["1", "2"]]),
        Case(
            testDescription: "quoted separator and break", text: "\"a,\r\nb\",c",
            rows: [["a,\r\nb", "c"]]),
        Case(
            testDescription: "doubled quotes", text: "\"say \"\"hi\"\"\",\"\"\"\"",
            rows: [["say \"hi\"", "\""]]),
        Case(
            testDescription: "quote inside a plain field", text: "5\" pipe,b",
            rows: [["5\" pipe", "b"]]),
        Case(testDescription: "blank lines", text: "\n\r\na\n\n\nb\n\n", rows: [["a"], ["b"]]),
        Case(
            testDescription: "quoted empty field is a row", text: "a\n\"\"\nb",
            rows: [["a"], [""], ["b"]]),
        Case(testDescription: "empty fields", text: ",\n,,", rows: [["", ""], ["", "", ""]]),
        Case(testDescription: "blanks belong to the field", text: " a , b", rows: [[" a ", " b"]]),
        Case(testDescription: "nothing", text: "", rows: []),
        Case(testDescription: "only a mark", text: "\u{FEFF}", rows: []),
        Case(testDescription: "other scripts", text: "নাম,اسم\n", rows: [["নাম", "اسم"]]),
    ])
    func `texts become rows`(example: Case) throws {
        #expect(try rows(example.text) == example.rows)
    }

    @Test func `every field knows its line and column`() throws {
        var reader = try CSVReader(Array("\u{FEFF}é,b\r\n\r\n\"x\ny\",\"é\",z\nlast".utf8))
        var row = CSVRow()
        var places: [[String]] = []
        while try reader.read(into: &row) {
            places.append((0..<row.count).map { "\(row.line(of: $0)):\(row.column(of: $0))" })
        }
        #expect(places == [["1:1", "1:3"], ["3:1", "4:4", "4:8"], ["5:1"]])
        #expect(row.line == 5)
    }

    @Test func `a field beyond the row is empty and stands at its start`() throws {
        var reader = try CSVReader(Array("a,b\nc".utf8))
        var row = CSVRow()
        #expect(try reader.read(into: &row))
        #expect(try reader.read(into: &row))
        #expect(row[1] == "")
        #expect(row.line(of: 1) == 2)
        #expect(row.column(of: 1) == 1)
    }

    @Test(arguments: [
        (
            "a,b\nc,\"d\n\n", CSVError(.unterminatedQuote, line: 2, column: 3),
            "2:3: the quote opened here is never closed; add the closing quote, "
                + "or double a quote that belongs to the text"
        ),
        (
            "é,\"b\"x\n", CSVError(.textAfterQuote, line: 1, column: 6),
            "1:6: text follows a closing quote; put a separator between, "
                + "or double a quote that belongs to the text"
        ),
        (
            String(repeating: ",", count: 16_384),
            CSVError(.tooManyFields, line: 1, column: 16_385),
            "1:16385: this row has more than 16384 fields; is this a CSV file?"
        ),
    ])
    func `broken texts are refused where they break`(
        text: String, expected: CSVError, sentence: String
    ) {
        let error = #expect(throws: CSVError.self) { try rows(text, separator: 0x2C) }
        #expect(error == expected)
        #expect(error?.description == sentence)
    }

    @Test func `a row may have as many fields as the limit`() throws {
        let row = String(repeating: ",", count: CSVReader.fieldLimit - 1)
        #expect(try rows(row).first?.count == CSVReader.fieldLimit)
    }

    @Test(arguments: [
        (Array("a\nbé".utf8) + [0xFF], 2, 3), ([0xFF, 0xFE, 0x61, 0x00], 1, 1),
        ([0xEF, 0xBB, 0xBF, 0x61, 0xC3], 1, 2), (Array("a\r\nb\r".utf8) + [0xE0, 0x80], 3, 1),
    ])
    func `bytes that are not UTF-8 are refused with their place`(
        bytes: [UInt8], line: Int, column: Int
    ) {
        let error = #expect(throws: CSVError.self) { try rows(bytes) }
        #expect(error == CSVError(.invalidUTF8, line: line, column: column))
        #expect(
            error?.description
                == "\(line):\(column): this is not UTF-8 text; save the file as “CSV UTF-8”")
    }

    @Test func `a text cut at any byte gives rows or an error`() throws {
        let text = Array("\u{FEFF}é,\"b\"\"\r\n;\",c\r\n\"\",\n\r\"x\"\rনাম;\t".utf8)
        for end in 0...text.count {
            do {
                #expect(try rows(Array(text[..<end])).count <= 4)
            } catch let error as CSVError {
                #expect(error.line >= 1 && error.column >= 1)
            }
        }
    }

    @Test func `any bytes give rows or an error`() throws {
        var random = SeededNumbers(seed: 7)
        let alphabet = Array("\"\",,;\t\r\n aé=sep".utf8) + [0xFF, 0x00]
        for _ in 0..<4000 {
            let text = (0..<Int(random.next() % 24)).map { _ in
                alphabet[Int(random.next() % UInt64(alphabet.count))]
            }
            do {
                for row in try rows(text) { #expect(!row.isEmpty) }
            } catch let error as CSVError {
                #expect(error.line >= 1 && error.column >= 1)
            }
        }
    }

    @Test func `a header is found by name, whatever its case and blanks`() throws {
        var reader = try CSVReader(Array(" Serial ,HOST,\"port\"\n".utf8))
        var row = CSVRow()
        #expect(try reader.read(into: &row))
        let header = CSVHeader(row)
        #expect(header.names == ["serial", "host", "port"])
        #expect(header.index(of: "port") == 2)
        #expect(header.index(of: "branch") == nil)
    }
}
