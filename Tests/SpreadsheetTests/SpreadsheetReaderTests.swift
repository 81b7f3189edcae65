import TestKit
import Testing

@testable import Spreadsheet

@Suite struct `Reading workbooks` {
    private func rows(_ book: InventedWorkbook) throws -> [SheetRow] {
        let reader = try SpreadsheetReader(book.bytes)
        var rows: [SheetRow] = []
        try reader.forEachRow(of: #require(reader.sheets.first)) { rows.append($0) }
        return rows
    }

    private static let styles = """
        <numFmts><numFmt numFmtId="164" formatCode="[$-5000000]yyyy\\-mm\\-dd\\ hh:mm:ss"/>\
        <numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellStyleXfs>\
        <xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>\
        <xf numFmtId="165"/><xf numFmtId="14"/></cellXfs>
        """

    @Test func `every kind of cell has its value and its place`() throws {
        let book = InventedWorkbook(
            rows: """
                <row r="2"><c r="B2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><r><t>a</t></r>\
                <r><t xml:space="preserve"> b</t></r></is></c></row>
                <row r="7"><c><v>7</v></c><c><v>7.5</v></c><c s="1"><v>46054.375</v></c>\
                <c s="2"><v>1.25</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>\
                <c t="str"><f>"x"</f><v>x</v></c><c s="3"><v>46054</v></c><c r="AA7"><v>1</v></c></row>
                <row><c s="1"/></row>
                """,
            texts: "<si><t>no</t></si><si><t>_x0041__x005F_x0041_</t>"
                + "<rPh><t>reading aloud</t></rPh></si>",
            styles: Self.styles)
        let rows = try rows(book)
        #expect(rows.map(\.number) == [2, 7])
        #expect(rows[0].cells.map(\.column) == [1, 3])
        #expect(rows[0].cells.map(\.value) == [.text("A_x0041_"), .text("a b")])
        let seven = rows[1]
        #expect(seven.cells.map(\.column) == [0, 1, 2, 3, 4, 5, 6, 7, 26])
        #expect(seven[0] == .number(7))
        #expect(try seven[0]?.asText() == "7")
        #expect(throws: CellFault.self) { try seven[1]?.asText() }
        #expect(try seven[2]?.asMoment() == "2026-02-01T09:00:00")
        #expect(throws: CellFault.self) { try seven[2]?.asText() }
        #expect(try seven[3]?.asMoment() == "30:00:00")
        #expect(try seven[4]?.asFlag() == "TRUE")
        #expect(throws: CellFault.self) { try seven[4]?.asText() }
        #expect(throws: CellFault.self) { try seven[5]?.asText() }
        #expect(try seven[6]?.asText() == "x")
        #expect(try seven[7]?.asMoment() == "2026-02-01")
        #expect(try seven[7]?.asMoment(withTime: true) == "2026-02-01T00:00:00")
        #expect(throws: CellFault.self) { try seven[0]?.asMoment() }
        #expect(seven[25] == nil)
    }

    @Test func `days may be counted from 1904`() throws {
        let rows = try rows(
            InventedWorkbook(
                rows: #"<row><c s="3"><v>44592</v></c></row>"#, styles: Self.styles,
                book: #"<workbookPr date1904="1"/>"#))
        #expect(try rows[0][0]?.asMoment() == "2026-02-01")
    }

    @Test(arguments: [
        ("yyyy-mm-dd", NumberFormat.date), ("dd/mm/yy;@", .date), ("[h]:mm", .time),
        ("hh:mm:ss", .time), ("mm:ss", .time), ("mmm", .date), ("General", .number),
        ("#,##0.00_);[Red](#,##0.00)", .number), ("0 \"days\"", .number), ("0\\d", .number),
        ("[$-409]d\\-mmm;@", .date), ("[Red]0", .number), ("0.00E+00", .number), ("@", .number),
    ])
    func `formats tell dates from numbers`(code: String, kind: NumberFormat) {
        #expect(NumberFormat(code) == kind)
    }

    @Test(arguments: [
        (0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD"),
    ])
    func `columns have letters`(column: Int, letters: String) {
        #expect(CellName.text(column: column, row: 9) == letters + "9")
        let read = CellName.read("$\(letters)$9".utf8)
        #expect(read?.column == column && read?.row == 9)
    }

    @Test(arguments: ["", "A", "7", "7A", "A0", "XFE1", "A1048577", "A1B", "A-1"])
    func `what is no cell is refused`(text: String) {
        #expect(CellName.read(text.utf8) == nil)
    }

    @Test(arguments: [
        #"<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>"#,
        #"<row><c r="ZZZZ1"><v>1</v></c></row>"#, #"<row><c><v>abc</v></c></row>"#,
        #"<row><c><v>1e999</v></c></row>"#, #"<row><c t="s"><v>0</v></c></row>"#,
        #"<row><c t="s"><v>-1</v></c></row>"#, "<row><c><v>1</v></row>",
        String(repeating: "<x>", count: 200),
    ])
    func `what breaks the rules is a sentence`(text: String) throws {
        #expect(throws: SpreadsheetError.self) { try rows(InventedWorkbook(rows: text)) }
    }

    @Test func `document types are refused`() throws {
        var book = InventedWorkbook(rows: "")
        book.parts[5].text =
            "<!DOCTYPE a [<!ENTITY b \"c\">]>" + book.parts[5].text
        #expect(throws: SpreadsheetError.self) { try rows(book) }
    }

    @Test func `more than the limits is refused`() throws {
        var limits = SpreadsheetReader.Limits()
        limits.bytes = 1_000
        let book = InventedWorkbook(rows: "")
        #expect(throws: SpreadsheetError.self) {
            try SpreadsheetReader(book.bytes, limits: limits)
        }
        limits.bytes = 1 << 30
        limits.sharedText = 100
        let texts = InventedWorkbook(
            rows: "", texts: String(repeating: "<si><t>abc</t></si>", count: 10))
        let reader = try SpreadsheetReader(texts.bytes, limits: limits)
        #expect(throws: SpreadsheetError.self) {
            try reader.forEachRow(of: #require(reader.sheets.first)) { _ in }
        }
    }

    @Test func `any bytes give rows or a sentence`() throws {
        let whole = InventedWorkbook(
            rows: #"<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>46054.5</v></c></row>"#,
            texts: "<si><t>a</t></si>", styles: Self.styles
        ).bytes
        var numbers = SeededNumbers(seed: 7)
        for round in 0..<2_000 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<6, using: &numbers) {
                bytes[Int.random(in: 0..<bytes.count, using: &numbers)] =
                    UInt8.random(in: 0...255, using: &numbers)
            }
            if round % 5 == 0 {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &numbers))
            }
            do {
                let reader = try SpreadsheetReader(bytes)
                for sheet in reader.sheets { try reader.forEachRow(of: sheet) { _ in } }
            } catch is SpreadsheetError {}
        }
    }
}
