/// A workbook put together from its XML parts, as a zip file without compression.
struct InventedWorkbook {
    /// The parts by name; changed by tests before they take the bytes.
    var parts: [(name: String, text: String)] = []

    private static let head = #"<?xml version="1.0" encoding="UTF-8"?>"#
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let kinds =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// A workbook of one sheet whose `sheetData` is `rows`.
    init(rows: String, texts: String = "", styles: String = "", book: String = "") {
        let relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts = [
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(relations)\"><Relationship Id=\"a\" "
                    + "Type=\"\(Self.kinds)/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    + "</Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.kinds)\">\(book)<sheets>"
                    + "<sheet name=\"People\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"\(relations)\"><Relationship Id=\"s1\" "
                    + "Type=\"\(Self.kinds)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + "<Relationship Id=\"t\" Type=\"\(Self.kinds)/sharedStrings\" "
                    + "Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"f\" "
                    + "Type=\"\(Self.kinds)/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
            ("xl/sharedStrings.xml", "<sst xmlns=\"\(Self.main)\">\(texts)</sst>"),
            ("xl/styles.xml", "<styleSheet xmlns=\"\(Self.main)\">\(styles)</styleSheet>"),
            (
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"\(Self.main)\"><sheetData>\(rows)</sheetData></worksheet>"
            ),
        ]
    }

    /// The bytes of the file.
    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for part in parts {
            let data = Array((Self.head + part.text).utf8)
            let name = Array(part.name.utf8)
            let common: [UInt8] =
                Self.two(20) + Self.two(0) + Self.two(0) + Self.two(0) + Self.two(0x21)
                + Self.four(Self.checksum(data)) + Self.four(data.count) + Self.four(data.count)
                + Self.two(name.count) + Self.two(0)
            directory += [0x50, 0x4B, 1, 2] + Self.two(20) + common
            directory += Self.two(0) + Self.two(0) + Self.two(0) + Self.four(0)
            directory += Self.four(file.count) + name
            file += [0x50, 0x4B, 3, 4] + common + name + data
        }
        let start = file.count
        file += directory
        file += [0x50, 0x4B, 5, 6] + Self.two(0) + Self.two(0) + Self.two(parts.count)
        file += Self.two(parts.count) + Self.four(directory.count) + Self.four(start) + Self.two(0)
        return file
    }

    private static func two(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }

    private static func four(_ number: Int) -> [UInt8] {
        two(number) + two(number >> 16)
    }

    /// CRC-32, as zip files have it.
    private static func checksum(_ data: [UInt8]) -> Int {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in data {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return Int(~value)
    }
}
